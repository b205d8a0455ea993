"""Mails on their way: queued as rows, sent by the worker, forgotten once delivered. Writes no texts of its own."""
