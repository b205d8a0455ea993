"""Forms of people: their profile, and the account library's forms in our words."""
