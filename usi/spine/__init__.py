"""The two envelopes, the journal, and who may speak: what every room stands on."""
