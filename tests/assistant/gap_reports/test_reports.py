"""Reports of gaps: what they hold, that they load nothing, escape everything, and show each person their share."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from docx import Document

from assistant.bootstrap import Installation
from assistant.gap_reports.content import Content, collect
from assistant.gap_reports.document import document
from assistant.gap_reports.page import page
from assistant.gap_reports.rows import COLUMNS, rows
from assistant.gap_reports.writing import written
from knowledge.workforce.errors import NotPermitted
from knowledge.workforce.governance.rules import RULES
from knowledge.workforce.kinds import Severity
from knowledge.workforce.viewer import OPERATOR

TODAY = date(2026, 11, 24)
NASTY = '=HYPERLINK("http://x.example","<script>alert(1)</script>")'


@pytest.fixture(scope="module")
def content(company: Installation) -> Content:
    return collect(company.registry, OPERATOR, TODAY)


class _Reader(HTMLParser):
    """Collects what a page would load, its images' words and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.words: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        self.loads += [value for name in ("src", "href") if (value := given.get(name))]
        self.words += [given.get("alt") or ""] if tag == "img" else []

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_and_loads_nothing(content: Content) -> None:
    read = _Reader(page(content).decode())
    assert len(read.words) == 2
    assert all(words.startswith("Open gaps") for words in read.words)
    assert all(load.startswith("data:image/svg+xml;base64,") for load in read.loads)
    assert "script" not in read.tags
    assert "24 November 2026" in read.text
    for gap in content.urgent:
        assert gap.subject_name in read.text
    assert str(content.summary.all.total) in read.text
    assert "Art. 26(6)" in read.text


def test_the_same_gaps_give_the_same_page(content: Content) -> None:
    assert page(content) == page(content)


def test_the_word_document_says_the_same(content: Content) -> None:
    made = Document(io.BytesIO(document(content)))
    said = "\n".join(p.text for p in made.paragraphs) + "\n".join(
        cell.text for table in made.tables for row in table.rows for cell in row.cells
    )
    assert len(made.inline_shapes) == 2
    assert f"{content.summary.all.total} open gaps" in said
    assert all(gap.subject_name in said for gap in content.urgent)


def test_the_table_holds_every_gap_with_its_controls(content: Content) -> None:
    read = list(csv.DictReader(io.StringIO(rows(content).decode("utf-8-sig"))))
    assert [row["id"] for row in read] == [gap.id for gap in content.gaps]
    assert {row["status"] for row in read} == {"open", "accepted"}
    assert next(row for row in read if row["rule"] == "ACC-01")["soc2"] == "CC6.2; CC6.3; CC6.5"


def test_what_records_say_is_never_run(content: Content) -> None:
    gaps = [replace(content.gaps[0], subject_name=NASTY, title="\t=1+1", subject_id=" @SUM(A1)"), *content.gaps[1:]]
    hostile = replace(content, gaps=gaps)
    text = page(hostile).decode()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    first = next(csv.reader(io.StringIO(rows(hostile).decode("utf-8-sig").split("\r\n", 1)[1])))
    assert first[COLUMNS.index("subject")] == "'" + NASTY
    assert not [cell for cell in first if re.match(r"\s*[=+@-]", cell)]


def test_each_person_sees_their_share(company: Installation, content: Content) -> None:
    company.registry.users.add("f.report@x.example", roles=["finance"], org_units=[], slack_id=None)
    company.registry.users.add("c.report@x.example", roles=["contributor"], org_units=[], slack_id=None)
    finance = collect(company.registry, company.registry.users.viewer("f.report@x.example"), TODAY)
    owned = {rule.id for rule in RULES if rule.owner_function == "finance"}
    assert {gap.rule for gap in finance.gaps} == {gap.rule for gap in content.gaps} & owned
    assert "f.report@x.example" in finance.scope
    with pytest.raises(NotPermitted):
        written(company.registry, company.registry.users.viewer("c.report@x.example"), TODAY, "html")


def test_days_before_the_record_are_told_apart(content: Content) -> None:
    *earlier, last = content.trend
    assert [point.on_record for point in earlier] == [False] * 6
    assert last.on_record
    assert last.total == content.summary.all.total == sum(1 for gap in content.gaps if gap.accepted is None)
    stood = [gap for gap in content.open if gap.since is not None and gap.since <= date(2026, 10, 31)]
    assert earlier[-1].total == len(stood)
    assert earlier[-1].open[Severity.CRITICAL] == sum(gap.severity is Severity.CRITICAL for gap in stood)
