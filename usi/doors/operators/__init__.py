"""What an operator runs: start, check, backup, restore, rebuild."""
