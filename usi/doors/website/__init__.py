"""The front page, dossiers, home and the pages that explain the node. Owns no content."""
