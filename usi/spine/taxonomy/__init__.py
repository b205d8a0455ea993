"""Themes, countries, regions and sectors: what things are about. Owns no content."""
