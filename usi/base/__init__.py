"""Foundations without models: ids, text, keys, access, paging, design. Owns no data and knows no room."""
