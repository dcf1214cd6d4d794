"""The contributor database: tables, every query, imports and the demonstration company."""
