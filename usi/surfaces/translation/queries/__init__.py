"""Reads of translation, named after the question."""
