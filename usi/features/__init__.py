"""What unions do: one room per activity, each a set of facts beside a publication."""
