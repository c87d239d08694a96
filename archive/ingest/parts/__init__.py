"""The parts that a page has, each by its own marks: title block, bylines, headings, captions, page matter."""
