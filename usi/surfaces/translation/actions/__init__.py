"""Writes of translation."""
