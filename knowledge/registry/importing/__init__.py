"""Imports: what any system exports becomes rows of the registry, or rejects with their reasons."""

from knowledge.registry.importing.importer import import_path, import_tables
from knowledge.registry.importing.report import ImportReport, Progress

__all__ = ["ImportReport", "Progress", "import_path", "import_tables"]
