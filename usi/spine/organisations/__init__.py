"""Unions and allies: names, affiliations, roles, claims, verification, the directory. Owns nothing they publish."""
