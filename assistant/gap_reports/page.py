"""The board page as HTML: one file, nothing loaded from anywhere."""

from base64 import b64encode
from pathlib import Path

from assistant.gap_reports import plots
from assistant.gap_reports.content import NOTES, Content, told
from knowledge.workforce.kinds import Severity
from knowledge.workforce.wording import day


def page(content: Content) -> bytes:
    """The page's bytes."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    pictures = [
        ("Who owns the open gaps", _data(plots.owners(content, "svg")), plots.owners_in_words(content)),
        ("Open gaps over time", _data(plots.over_time(content, "svg")), plots.over_time_in_words(content)),
    ]
    return (
        templates.get_template("board.html")
        .render(
            content=content,
            day=day,
            pictures=pictures,
            severities=list(Severity),
            urgent=[told(gap, content.facts) for gap in content.urgent],
            accepted=[told(gap, content.facts) for gap in content.accepted],
            notes=NOTES,
        )
        .encode()
    )


def _data(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + b64encode(svg).decode()
