"""From the bytes of an uploaded file to dated, placed, sectioned reviews. Knows no Django."""
