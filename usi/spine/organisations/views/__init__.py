"""Pages of the directory and of each organisation."""
