"""Measures what the node promises; `make bench` prints the table. Ratios within one run, since machines differ and are noisy."""
