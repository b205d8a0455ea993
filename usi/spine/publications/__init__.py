"""Whatever is said: the second envelope, where it appears, its translations and versions, and the registry of kinds."""
