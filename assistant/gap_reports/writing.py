"""A report in one of its formats."""

from collections.abc import Callable, Mapping
from datetime import date

from assistant.gap_reports.content import Content, collect
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import NotPermitted
from knowledge.workforce.viewer import Data, Viewer

FORMATS: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
}
"""Each format with its media type."""


def written(registry: Registry, viewer: Viewer, as_of: date, format_: str) -> bytes:
    """The file's bytes, of what this person may see. Raises `NotPermitted` for who may see no gaps at all."""
    if not viewer.reach(Data.GAPS):
        raise NotPermitted(f"{viewer.email} may see no governance gaps.")
    return _writer(format_)(collect(registry, viewer, as_of))


def _writer(format_: str) -> Callable[[Content], bytes]:
    match format_:
        case "docx":
            from assistant.gap_reports.document import document

            return document
        case "csv":
            from assistant.gap_reports.rows import rows

            return rows
        case _:
            from assistant.gap_reports.page import page

            return page
