"""PLACEHOLDER (lead): html, docx, pdf, zip, the bounded child process and tests/test_ingest_readers_*.py are being
written right now by another colleague, to save the ingest author's time. Ingest author: please leave these files and
their registry lines alone; keep to text pages (B, C without formats), then the gate (D), then E."""
