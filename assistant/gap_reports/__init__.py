"""Governance gaps as a report: one page for the board (HTML, DOCX) and a table (CSV)."""
