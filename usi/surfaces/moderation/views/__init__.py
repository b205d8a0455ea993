"""Pages of moderation: reporting, deciding, objecting."""
