"""Whoever can speak or be followed: the first envelope, and who follows whom."""
