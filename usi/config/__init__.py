"""Settings, addresses and reactions: the one place that knows every room."""
