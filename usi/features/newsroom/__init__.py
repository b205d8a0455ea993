"""Articles: writing, editing, publishing. Their text is on the envelope."""
