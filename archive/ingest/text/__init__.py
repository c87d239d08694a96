"""Text before anybody knows what its lines are: decoded, cleaned, mended, cut into lines; numbers, dates, patterns."""
