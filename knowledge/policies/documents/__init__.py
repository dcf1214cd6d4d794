"""The demonstration company's policies."""

from pathlib import Path

DOCUMENTS = Path(__file__).parent
