"""The picture of a country in its region, for pages of other rooms."""
