"""Originals that a machine read: their pages as pictures beside the text."""
