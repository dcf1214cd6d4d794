"""Every row of the demonstration company can be taken, and the company is the size and shape that it says."""

from collections import Counter
from datetime import date
from random import Random

import pytest

from knowledge.registry.demo import bundles, tables
from knowledge.registry.demo.names import Names
from knowledge.registry.importing.schema import BUNDLE, Unknown
from knowledge.workforce.kinds import ContributorKind

DAYS = (date(2026, 11, 24), date(2027, 2, 28), date(2028, 2, 29), date(2026, 7, 1))
SUBJECTS = {"contributor": "contributors", "supplier": "suppliers", "engagement": "engagements"}


@pytest.mark.parametrize("today", DAYS)
def test_every_row_is_valid_under_the_bundle(today: date) -> None:
    for source, made in bundles(today):
        ids = {name: {row["id"] for row in rows if "id" in row} for name, rows in made.items()}
        for name, rows in made.items():
            schema = BUNDLE[name]
            seen: Counter[tuple[str, ...]] = Counter()
            for row in rows:
                for column in schema.columns:
                    text = row.get(column.name, "").strip()
                    assert text or not column.required, (source, name, row, column.name)
                    if text:
                        column.type.parse(text)
                    if text and column.refers and column.refers.unknown is Unknown.REJECT:
                        target = column.refers.table
                        target = SUBJECTS[row[target[1:]]] if target.startswith("*") else target
                        assert text in ids[target], (source, name, row, column.name)
                for start, end in schema.spans:
                    if row.get(start) and row.get(end):
                        assert row[start] <= row[end], (source, name, row)
                seen[tuple(row.get(column, "") for column in schema.key)] += 1
            if not schema.repeats:
                assert seen.most_common(1)[0][1] == 1, (source, name, seen.most_common(1))


def test_the_same_day_gives_the_same_company() -> None:
    first = bundles(DAYS[0])
    first[0][1]["contributors"][0]["name"] = "changed by the caller"
    tables(DAYS[1], 500)
    tables(DAYS[2], 500)
    assert tables(DAYS[0])["contributors"][0]["name"] != "changed by the caller"
    again = bundles(DAYS[0])
    again[0][1]["contributors"][0]["name"] = "changed by the caller"
    assert first == again


def test_size_and_shape() -> None:
    made = bundles(DAYS[0])
    people = [row for _, one in made for row in one["contributors"]]
    assert len(people) == 401  # 400, and the record of somebody long gone that has been reduced
    assert {row["kind"] for row in people} == set(ContributorKind)
    assert sum(len(one["suppliers"]) for _, one in made) == 15
    main = made[0][1]
    assert len(main["org_units"]) == 12
    assert len(main["projects"]) == 25
    assert len(main["demands"]) == 60
    assert {"EUR", "USD", "GBP", "INR", "PLN"} <= {row["rate_currency"] for row in people if row.get("rate_currency")}


def test_names_that_questions_use_are_unique_but_for_two_priyas() -> None:
    people = tables(DAYS[0])["contributors"]
    given = Counter(row["name"].split()[0] for row in people)
    assert given["Priya"] == 2
    for name in ("Tom", "Lena", "Marco", "Aisha", "Dana", "Jonas", "Mei", "Sam", "Kwame"):
        assert given[name] == 1, name


def test_more_people_make_more_projects() -> None:
    small, large = tables(DAYS[0], 10), tables(DAYS[0], 1500)
    assert len(small["contributors"]) < 245
    assert len(large["contributors"]) > 1480
    assert len(large["projects"]) > 90
    assert len(large["demands"]) == 225


def test_a_good_part_of_the_people_is_free() -> None:
    made = tables(DAYS[0])
    today = DAYS[0].isoformat()
    load: Counter[str] = Counter()
    for row in made["assignments"]:
        if row["status"] == "confirmed" and row["start_date"] <= today <= row["end_date"]:
            load[row["contributor_id"]] += int(float(row["fte"]) * 10)
    active = [row["id"] for row in made["contributors"] if row["status"] == "active"]
    idle = sum(load[person] == 0 for person in active) / len(active)
    busy = sum(load[person] >= 5 for person in active) / len(active)
    assert 0.05 < idle < 0.35
    assert busy > 0.6


def test_a_large_company_does_not_run_out_of_names() -> None:
    names = Names(Random(1))
    assert len({names.new(("german",)) for _ in range(20_000)}) == 20_000
