"""What serves every feature alike, written once against the envelopes."""
