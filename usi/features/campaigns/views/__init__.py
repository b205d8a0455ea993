"""Pages of campaigns: reading and counts, signing, opening and editing."""
