"""The company's policies are complete, and every rule cites a section that exists."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import knowledge.policies
import knowledge.workforce
from knowledge.workforce.kinds import ContributorKind

DOCUMENTS = Path(knowledge.policies.__file__).parent / "documents"
CLAUSES = Path(knowledge.workforce.__file__).parent / "governance" / "clauses.yaml"
FIELDS = {
    *("id", "title", "owner", "version", "country", "applies_to", "kinds"),
    *("effective_from", "effective_until", "readers", "review_by"),
}
CLAUSE = re.compile(r"\*\*([A-Z]{2}-\d+\.\d+)\*\* ")
PATHS = sorted(DOCUMENTS.glob("*.md"))


def front_matter(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])


def sections(path: Path) -> dict[str, str]:
    """Slug of a heading to the text below it."""
    body = path.read_text(encoding="utf-8").split("---\n", 2)[2]
    parts = re.split(r"^#+ (.+)$", body, flags=re.MULTILINE)
    return {
        re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-"): text
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_there_are_policies_enough_and_one_has_two_editions() -> None:
    ids = [front_matter(path)["id"] for path in PATHS]
    assert len(set(ids)) == 28
    assert len(ids) - len(set(ids)) == 1
    older, newer = sorted(
        (m for m in map(front_matter, PATHS) if m["id"] == "procurement-thresholds"), key=lambda m: m["effective_from"]
    )
    assert older["version"] != newer["version"]
    assert older["effective_until"] < newer["effective_from"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_policy_is_complete(path: Path) -> None:
    found = front_matter(path)
    text = path.read_text(encoding="utf-8")
    assert set(found) >= FIELDS
    assert set(found["kinds"]) <= set(ContributorKind)
    assert found["applies_to"] == found["kinds"]
    assert date(2023, 1, 1) < found["effective_from"] < date(2026, 11, 1)
    assert 40 <= len(text.splitlines()) <= 120
    clauses = CLAUSE.findall(text)
    assert len(clauses) >= 8
    assert len(clauses) == len(set(clauses))
    assert len({clause[:2] for clause in clauses}) == 1
    assert max(map(len, text.splitlines())) <= 140


def test_clause_letters_tell_policies_apart() -> None:
    letters = {path.stem: {m[:2] for m in CLAUSE.findall(path.read_text(encoding="utf-8"))} for path in PATHS}
    current = [next(iter(found)) for stem, found in letters.items() if stem != "procurement-thresholds-2023"]
    assert len(current) == len(set(current))


def test_every_rule_cites_a_section_with_clauses() -> None:
    cited: dict[str, str] = yaml.safe_load(CLAUSES.read_text(encoding="utf-8"))
    assert len(cited) == 45
    for rule, reference in cited.items():
        document, section = reference.removeprefix("policy:").split("#")
        assert CLAUSE.search(sections(DOCUMENTS / f"{document}.md")[section]), (rule, reference)
