"""Translates what is said here: work list, segments, memory, glossary, checks, exchange. Knows envelopes, never a kind."""
