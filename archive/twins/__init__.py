"""Twins: the same text in other bytes, and the same article in other clothes (another newspaper, cut, edited)."""
