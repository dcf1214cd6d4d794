"""Mapping files: what they can do, and how a mistake in one is told."""

import gzip
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport
from knowledge.registry.importing.mapping import SHIPPED, find_mapping, load_mapping
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput

Importing = Callable[..., ImportReport]

MAPPING = """
files:
  - match: staff.csv
    delimiter: ";"
    encoding: latin-1
    drop: [Leeftijd]
    keep: [Kamer]
    lookups:
      sites: {file: sites.json, key: code, value: country}
    tables:
      - table: org_units
        distinct: true
        columns:
          id: {from: Afdeling, slug: true}
          name: Afdeling
      - table: contributors
        where: {Soort: [V, Z]}
        columns:
          id: {template: "NL-{Nr}"}
          kind: {from: Soort, values: {V: employee, Z: freelancer}}
          name: {template: "{Voornaam} {Naam}"}
          email: [Mail]
          org_unit: {from: Afdeling, slug: true}
          country: {from: Vestiging, lookup: sites}
          weekly_hours: {from: Uren, decimal: ","}
          rate_amount: {from: Tarief, decimal: ",", group: "."}
          start_date: {from: Begin, date: "%d-%m-%Y"}
          end_date: {from: Eind, empty: [heden], date: "%d-%m-%Y"}
          languages: {from: Talen, split: "/"}
          status: {from: Eind, values: {heden: active, "": active}, otherwise: ended}
      - table: contributor_skills
        where: {Soort: [V, Z]}
        each: {from: Kunde, split: "/"}
        columns:
          contributor_id: {template: "NL-{Nr}"}
          skill: "@item"
          level: {constant: "2"}
"""
STAFF = """Nr;Voornaam;Naam;Soort;Mail;Afdeling;Vestiging;Uren;Tarief;Begin;Eind;Talen;Kunde;Leeftijd;Kamer;Auto
1;Zoë;Brandt;V;z@x.example;R & D;A;36,5;;3-1-2012;heden;nl/en;lassen/ meten;44;B2;ja
2;Jan;Vos;Z;;R & D;B;;1.250,50;03-01-2020;31-12-2020;;;30;;
3;Piet;Kok;X;;Keuken;A;;;;;;;;;
4;Eva;Roos;V;;Keuken;C;;;;;;;;;
5;Bo;Kip;V;;Keuken;A;;;31-02-2020;;;;;;
6;Al;Ster;V;;Keuken;A;;1.25,0;;;;;;;
"""


@pytest.fixture
def export(tmp_path: Path) -> tuple[Path, Path]:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "staff.csv").write_bytes(STAFF.encode("latin-1"))
    (folder / "sites.json").write_text(json.dumps([{"code": "A", "country": "NL"}, {"code": "B", "country": "BE"}]))
    (folder / "readme.txt").write_text("x")
    mapping = tmp_path / "staff.yaml"
    mapping.write_text(MAPPING)
    return folder, mapping


def test_an_export_goes_through_its_mapping(
    importing: Importing, registry: Registry, export: tuple[Path, Path]
) -> None:
    folder, mapping = export
    report = importing(folder, mapping=mapping)
    document = report.as_json()["tables"]
    assert isinstance(document, dict)
    assert document["contributors"] == {"read": 5, "created": 2, "updated": 0, "unchanged": 0, "rejected": 3}
    assert document["org_units"]["created"] == 2
    assert document["contributor_skills"]["created"] == 2
    assert report.unknown_columns == {"contributors": ["Auto"]}
    assert report.warnings == ["not named in the mapping and skipped: readme.txt"]
    assert report.rejects is not None
    rejected = [line.split(",")[:4] for line in report.rejects.read_text(encoding="utf-8").splitlines()[1:]]
    assert [r[1:3] for r in rejected] == [["5", "country"], ["6", "start_date"], ["7", "rate_amount"]]
    with registry.database.session() as session:
        one, two = session.scalars(select(t.Contributor).order_by(t.Contributor.id)).all()
        assert (one.id, one.name, one.country, one.languages) == ("NL-1", "Zoë Brandt", "NL", ["nl", "en"])
        assert (one.start_date, one.end_date, one.status) == (date(2012, 1, 3), None, "active")
        assert one.extra == {"Kamer": "B2", "Auto": "ja"}
        assert (two.kind, str(two.rate_amount), two.status) == ("freelancer", "1250.5", "ended")
        assert two.org_unit_ref == "r-d"
    again = importing(folder, mapping=mapping).tables["contributors"]
    assert (again.unchanged, again.rejected) == (2, 3)


def test_json_lines_nested_fields_and_lists(importing: Importing, registry: Registry, tmp_path: Path) -> None:
    mapping = tmp_path / "scim.yaml"
    mapping.write_text("""
files:
  - match: "users*.jsonl.gz"
    tables:
      - table: contributors
        columns:
          id: id
          kind: {constant: employee}
          name: name.formatted
          email: emails.0.value
      - table: contributor_skills
        each: skills
        columns: {contributor_id: id, skill: "@item.name", level: "@item.level"}
""")
    user = {
        "id": 7,
        "name": {"formatted": "Ann"},
        "emails": [{"value": "a@x.example"}],
        "skills": [{"name": "go", "level": 4}],
    }
    with gzip.open(tmp_path / "users-1.jsonl.gz", "wt") as file:
        file.write(json.dumps(user) + "\n\n")
    report = importing(tmp_path / "users-1.jsonl.gz", mapping=mapping)
    assert report.tables["contributor_skills"].created == 1
    with registry.database.session() as session:
        assert session.execute(select(t.Contributor.id, t.Contributor.email)).one() == ("7", "a@x.example")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("table: org_units", "table: org_unit", 11, "there is no table"),
        ("name: Afdeling", "nam: Afdeling", 15, "'nam' is not known"),
        ("          name: Afdeling\n", "", 14, "requires name"),
        ("kind: {from: Soort, ", "kind: {constant: x, from: Soort, ", 20, "exactly one of"),
        ("lookup: sites", "lookup: site", 24, "no such lookup"),
        ('delimiter: ";"', "delimiter: semicolon", 4, "one character"),
        ("encoding: latin-1", "encoding: klingon", 5, "no encoding"),
        ("distinct: true", "distinct: perhaps", 12, "true or false"),
        ("drop: [Leeftijd]", "drop: [Leeftijd", 7, "not YAML"),
        ("match: staff.csv", "match: &a staff.csv\n    sheet: *a", 3, "aliases"),
    ],
)
def test_a_mistake_in_a_mapping_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    path = tmp_path / "m.yaml"
    assert old in MAPPING
    path.write_text(MAPPING.replace(old, new, 1))
    with pytest.raises(BadInput, match=reason) as told:
        load_mapping(path)
    if reason != "aliases":
        assert f"m.yaml, line {line}:" in str(told.value)


def test_a_mapping_that_does_not_fit_the_file_says_which_field_is_missing(
    importing: Importing, export: tuple[Path, Path]
) -> None:
    folder, mapping = export
    mapping.write_text(MAPPING.replace("from: Soort, values", "from: Kind, values"))
    with pytest.raises(BadInput, match="no field 'Kind'"):
        importing(folder, mapping=mapping)
    mapping.write_text(MAPPING.replace("staff.csv", "people.csv"))
    with pytest.raises(BadInput, match="no such file was given"):
        importing(folder, mapping=mapping)


def test_what_ships_is_valid_and_found_by_name() -> None:
    shipped = sorted(SHIPPED.glob("*.yaml"))
    assert shipped
    for path in shipped:
        assert load_mapping(find_mapping(Path(path.stem))).files
    with pytest.raises(BadInput, match="enterprisebench"):
        find_mapping(Path("no-such-mapping"))
