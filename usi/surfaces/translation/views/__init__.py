"""Pages of translation: the work list, the desk of one text, wishes, trust, figures, files."""
