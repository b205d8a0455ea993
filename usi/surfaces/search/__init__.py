"""Finds publications and actors by words. A first, simple search; owns no content."""
