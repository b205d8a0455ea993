"""People and their accounts: signing up and in, profiles, their data. Owns no organisation."""
