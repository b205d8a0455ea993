"""What happened: the append-only, hash-chained record that is the audit log and triggers every reaction. Decides nothing itself."""
