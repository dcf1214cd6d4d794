"""A company whose every name is hostile: each page shows the words as words, pictures stay well-formed."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from defusedxml import ElementTree
from starlette.testclient import TestClient

from assistant.bootstrap import install
from assistant.channels.server import create_app
from knowledge.registry.importing.importer import import_path
from tests.company import settings

NAUGHTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "{{ 7*7 }}{% raw %}",
    "'; DROP TABLE contributor; --",
    '=HYPERLINK("http://x.example")',
    "$\\frac{a}{0$ \\n %s %(x)s",
    "‮right to left​",
    "مرحبا 你好 😀 Ŝ",
    "../../etc/passwd",
    "&lt;b&gt; &amp; ]]> <!--",
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = tmp_path_factory.mktemp("naughty")
    bundle = home / "bundle"
    bundle.mkdir()
    people = [
        {
            "id": f"N-{n}",
            "kind": "employee",
            "name": text,
            "title": text,
            "city": text,
            "status": "active",
            "org_unit": f"U-{n}",
        }
        for n, text in enumerate(NAUGHTY)
    ]
    write(bundle / "contributors.csv", people)
    write(bundle / "projects.csv", [{"id": f"P-{n}", "name": text} for n, text in enumerate(NAUGHTY)])
    write(bundle / "org_units.csv", [{"id": f"U-{n}", "name": text} for n, text in enumerate(NAUGHTY)])
    skills = [{"contributor_id": f"N-{n}", "skill": text, "level": "3"} for n, text in enumerate(NAUGHTY)]
    write(bundle / "contributor_skills.csv", skills)
    days = {"start_date": "2026-11-01", "end_date": "2027-02-01", "fte": "0.5"}
    booked = [{"id": f"A-{n}", "contributor_id": f"N-{n}", "project_id": f"P-{n}", **days} for n in range(len(NAUGHTY))]
    write(bundle / "assignments.csv", booked)
    opened = install(settings(home / "home"))
    report = import_path(opened.registry, bundle, "naughty", home=opened.settings.home)
    assert report.rejects is None
    with TestClient(create_app(opened, "link"), base_url="http://127.0.0.1") as made:
        made.get("/sign-in", params={"token": "link"})
        yield made
    opened.close()


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


PAGES = (
    "/people",
    "/staffing",
    "/reports",
    "/plans",
    "/gaps",
    "/settings",
    "/me",
    "/policies?q=" + NAUGHTY[0],
    "/auditor",
)


@pytest.mark.parametrize("address", [*PAGES, *(f"/people/N-{n}" for n in range(len(NAUGHTY)))])
def test_stored_text_is_escaped_on_every_page(client: TestClient, address: str) -> None:
    answered = client.get(address)
    assert answered.status_code == 200, answered.text
    for hostile in ("<script>alert", "<img src=x", "<!-- ", "<b>"):
        assert hostile not in answered.text


@pytest.mark.parametrize("field", ["q", "skill", "kind", "unit"])
def test_what_is_typed_comes_back_as_words(client: TestClient, field: str) -> None:
    for text in NAUGHTY:
        answered = client.get("/people", params={field: text})
        assert answered.status_code in (200, 422)
        assert "<script>alert" not in answered.text
        assert "<img src=x" not in answered.text


@pytest.mark.parametrize("n", range(len(NAUGHTY)))
def test_pictures_hold_the_words_as_words(client: TestClient, n: int) -> None:
    for address in (f"/pictures/utilisation.svg?contributor=N-{n}", f"/pictures/timeline.svg?contributor=N-{n}"):
        answered = client.get(address)
        assert answered.status_code == 200
        root = ElementTree.fromstring(answered.content)
        assert not [e for e in root.iter() if e.tag.endswith(("script", "image", "foreignObject"))]


def test_no_cell_of_a_csv_is_one_that_a_spreadsheet_runs(client: TestClient) -> None:
    rows = list(csv.reader(client.get("/reports/workforce.csv").text.splitlines()))
    assert len(rows) > len(NAUGHTY)
    assert [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))] == []
    assert any("HYPERLINK" in cell for row in rows for cell in row)
