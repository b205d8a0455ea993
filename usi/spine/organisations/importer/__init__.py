"""Imports organisations from a list: unclaimed pages with their source, as often as wanted without doubles, guesses or merging."""
