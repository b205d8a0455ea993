"""The folded forms of names, under the name by which other rooms ask for them."""

from usi.spine.organisations.names import likeness, search_key, sort_key

__all__ = ["likeness", "search_key", "sort_key"]
