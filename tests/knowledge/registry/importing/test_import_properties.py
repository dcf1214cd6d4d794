"""What holds for any bundle: exact counts, idempotence, and that a dry run tells the truth."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport
from knowledge.registry.registry import Registry

ids = st.sampled_from(["E1", "E2", "E3", "E4", "", " E1 "])
contributors = st.tuples(
    ids,
    st.sampled_from(["employee", "freelancer", "robot", ""]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
    st.sampled_from(["2024-01-01", "2024-02-30", "", "01-01-2024"]),
    st.sampled_from(["2023-12-31", "2025-01-01", ""]),
)
skills = st.tuples(ids, st.sampled_from(["go", "rust", ""]), st.sampled_from(["1", "5", "6", "x"]))


def as_csv(header: list[str], rows: list[tuple[str, ...]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    return buffer.getvalue().encode()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(contributors, max_size=12), held=st.lists(skills, max_size=12))
def test_counts_are_exact_and_a_second_import_changes_nothing(
    people: list[tuple[str, ...]],
    held: list[tuple[str, ...]],
    registry: Registry,
    importing: Callable[..., ImportReport],
    tmp_path: Path,
) -> None:
    registry.forget(["hr"])
    folder = tmp_path / "bundle"
    folder.mkdir(exist_ok=True)
    (folder / "contributors.csv").write_bytes(as_csv(["id", "kind", "name", "start_date", "end_date"], people))
    (folder / "contributor_skills.csv").write_bytes(as_csv(["contributor_id", "skill", "level"], held))

    dry = importing(folder, dry_run=True)
    first = importing(folder)
    second = importing(folder)

    # An oracle of its own: what the rules let in, told row by row.
    taken: set[str] = set()
    seen: set[str] = set()
    for id_, kind, name, start, end in people:
        own = id_.strip()
        fresh = bool(own) and own not in seen
        seen.add(own)
        dated = start in ("2024-01-01", "") and not (start and end == "2023-12-31")
        if fresh and kind in ("employee", "freelancer") and name.strip() and dated:
            taken.add(own)
    assert first.tables["contributors"].created == len(taken)
    assert dry.as_json()["tables"] == first.as_json()["tables"]
    for name, read in (("contributors", len(people)), ("contributor_skills", len(held))):
        one, two = first.tables[name], second.tables[name]
        assert one.read == two.read == read == one.created + one.rejected
        assert (two.created, two.updated, two.unchanged, two.rejected) == (0, 0, one.created, one.rejected)
    with registry.database.session() as session:
        assert set(session.scalars(select(t.Contributor.id))) == taken
        stored = session.scalar(select(func.count(t.ContributorSkill.pk)))
        assert stored == first.tables["contributor_skills"].created
    if first.rejects:
        with first.rejects.open(encoding="utf-8", newline="") as file:
            rejected = sum(counts.rejected for counts in first.tables.values())
            assert len(list(csv.DictReader(file))) == rejected
