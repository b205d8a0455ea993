"""Pages of the newsroom: reading, writing, editing."""
