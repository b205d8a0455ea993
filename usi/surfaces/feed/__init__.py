"""Lists as RSS, Atom and JSON Feed, the public feed and the home feed. Owns no content."""
