"""Pictures and documents people bring: checked, made anew, stripped, stored. Knows nothing of what they are used for."""
