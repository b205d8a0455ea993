"""Pictures people bring: checked, re-encoded, stripped, stored. Knows nothing of what they are used for."""
