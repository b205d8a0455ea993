"""Pages of people and of one's own account."""
