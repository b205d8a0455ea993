"""Campaigns and the signatures under them. Addresses are sealed; only counts are public."""
