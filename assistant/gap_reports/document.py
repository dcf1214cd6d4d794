"""The board page as a Word document: the page itself, then the detail."""

import io
from typing import Any

from docx.shared import Cm, Pt

from assistant.gap_reports import plots
from assistant.gap_reports.content import NOTES, Content, told
from assistant.word import go_on_across, opened, quiet, saved, table
from knowledge.workforce.kinds import Severity
from knowledge.workforce.wording import day

_FIRST = 6
"""Gaps on the first page; the rest follow in the detail."""


def document(content: Content) -> bytes:
    """The document's bytes."""
    footer = f"Governance gaps as of {day(content.as_of)}"
    made = opened(footer, footer, margin=1.6)
    _first_page(made, content)
    go_on_across(made)
    _detail(made, content)
    return saved(made)


def _first_page(made: Any, content: Content) -> None:
    made.add_heading("Governance gaps", level=0)
    quiet(made, f"As of {day(content.as_of)}. Covers {content.scope}.")
    line = made.add_paragraph()
    for n, (number, what) in enumerate(content.headline):
        run = line.add_run(("     " if n else "") + number)
        run.bold, run.font.size = True, Pt(16)
        line.add_run(f" {what}")
    made.add_paragraph(" ".join(content.sentences))
    made.add_heading("Who owns the open gaps", level=1)
    made.add_picture(io.BytesIO(plots.owners(content, "png")), width=Cm(14.5))
    made.add_heading("Open gaps over time", level=1)
    made.add_picture(io.BytesIO(plots.over_time(content, "png")), width=Cm(14.5))
    for picture, words in zip(
        made.inline_shapes, (plots.owners_in_words(content), plots.over_time_in_words(content)), strict=True
    ):
        picture._inline.docPr.set("descr", words)
    first = [told(gap, content.facts) for gap in content.urgent[:_FIRST]]
    if first:
        made.add_heading("Most urgent", level=1)
        rows = [[g["rule"], g["severity"], g["whose"], g["title"], g["since"]] for g in first]
        table(made, ["Rule", "Severity", "Whose", "What", "Since"], rows, [1.7, 1.7, 4.2, 7.2, 2.2])


def _detail(made: Any, content: Content) -> None:
    urgent = [told(gap, content.facts) for gap in content.urgent]
    if urgent:
        made.add_heading(f"The {len(urgent)} most urgent of {len(content.open)} open gaps", level=1)
        rows = [
            [g[name] for name in ("rule", "severity", "whose", "title", "since", "due", "owner", "remedy")]
            for g in urgent
        ]
        headings = ["Rule", "Severity", "Whose", "What", "Since", "Due", "With", "What to do"]
        table(made, headings, rows, [1.7, 1.7, 4, 5.4, 2.1, 2.1, 2.6, 6.1])
    if content.accepted:
        made.add_heading("Accepted gaps", level=1)
        rows = [
            [g[name] for name in ("rule", "severity", "whose", "title", "until", "by", "reason")]
            for g in (told(gap, content.facts) for gap in content.accepted)
        ]
        table(
            made, ["Rule", "Severity", "Whose", "What", "Until", "By", "Reason"], rows, [1.7, 1.7, 4, 6, 2.1, 3.6, 6.6]
        )
    for heading, tallies in content.groupings:
        made.add_heading(heading, level=1)
        rows = [
            [t.name, *(str(t.open[s] or "") for s in Severity), str(t.total), str(t.accepted or "")] for t in tallies
        ]
        names = ["", *(s.value.capitalize() for s in Severity), "Open", "Accepted"]
        table(made, names, rows, [12.7, 2.1, 2.1, 2.1, 2.1, 2.1, 2.4])
    for name, states in content.by_framework:
        made.add_heading(name, level=1)
        rows = [
            [
                s.control.id,
                s.control.title,
                ", ".join(s.control.rules),
                str(s.open),
                str(s.accepted),
                s.worst.value if s.worst else "none open",
            ]
            for s in states
        ]
        table(made, ["Control", "About", "Rules", "Open", "Accepted", "Worst"], rows, [2.6, 8.4, 8.6, 1.7, 2, 2.4])
    made.add_heading("How to read this", level=1)
    for note in NOTES:
        quiet(made, note)
