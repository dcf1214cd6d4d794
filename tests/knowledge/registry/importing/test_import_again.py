"""An export imported again: who is gone is proposed, who is back is taken back, and a dry run shows each change."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import select

from knowledge.registry import tables as t
from knowledge.registry.importing import ImportReport, import_path
from knowledge.registry.registry import Registry
from knowledge.workforce.viewer import Role, Viewer
from knowledge.workforce.voice import CorrectionStatus

Importing = Callable[..., ImportReport]
HEAD = "id,kind,name,title,end_date\n"
ALL = [f"E{n},employee,Name {n},Welder,\n" for n in range(6)]
HR = Viewer(email="hr@x.example", roles=frozenset({Role.HR}))


def end_of(registry: Registry, person: str) -> date | None:
    with registry.database.session() as session:
        return session.scalar(select(t.Contributor.end_date).where(t.Contributor.source_id == person))


def proposals(registry: Registry, status: CorrectionStatus | None = CorrectionStatus.OPEN) -> list[str]:
    return [found.record.rpartition(":")[2] for found in registry.voice(HR).queue(status)]


def test_who_is_not_in_the_export_any_more_is_proposed_and_a_person_decides(
    importing: Importing, registry: Registry, bundle: Callable[..., Path]
) -> None:
    importing(bundle(contributors=HEAD + "".join(ALL)))
    gone = bundle(contributors=HEAD + "".join(ALL[:5]))
    warnings = importing(gone, dry_run=True).warnings
    assert any("E5" in warning and "would be proposed" in warning for warning in warnings)
    assert proposals(registry) == []
    assert any("an end is proposed" in warning for warning in importing(gone).warnings)
    importing(gone)
    assert proposals(registry) == ["E5"]
    assert end_of(registry, "E5") is None
    (proposal,) = registry.voice(HR).queue(CorrectionStatus.OPEN)
    registry.voice(HR).decide(proposal.id, accept=True, value=None, reason=None)
    ended = end_of(registry, "E5")
    assert ended is not None
    assert ended.isoformat() == proposal.value
    importing(bundle(contributors=HEAD + "".join(ALL)))
    assert end_of(registry, "E5") is None
    assert proposals(registry, CorrectionStatus.WITHDRAWN) == ["E5"]


def test_a_part_proposes_nobody(
    registry: Registry, importing: Importing, bundle: Callable[..., Path], tmp_path: Path
) -> None:
    importing(bundle(contributors=HEAD + "".join(ALL)))
    report = importing(bundle(contributors=HEAD + ALL[0]))
    assert any("looks like a part" in warning for warning in report.warnings)
    import_path(registry, bundle(contributors=HEAD + "".join(ALL[:5])), "hr", partial=True, home=tmp_path)
    assert proposals(registry) == []


def test_who_has_ended_or_was_rejected_has_not_left(
    importing: Importing, registry: Registry, bundle: Callable[..., Path]
) -> None:
    importing(bundle(contributors=HEAD + "".join(ALL) + "E9,employee,Old,Welder,2026-01-31\n"))
    report = importing(bundle(contributors=HEAD + "".join(ALL[:5]) + "E5,wizard,Name 5,Welder,\n"))
    assert report.tables["contributors"].rejected == 1
    assert proposals(registry) == []


def test_a_dry_run_shows_each_change(importing: Importing, registry: Registry, bundle: Callable[..., Path]) -> None:
    importing(bundle(contributors=HEAD + "".join(ALL)))
    changed = [ALL[0].replace("Welder", "Fitter"), ALL[1].replace("Welder,", "Welder,2027-01-31"), *ALL[2:]]
    report = importing(bundle(contributors=HEAD + "".join(changed)), dry_run=True)
    assert [tuple(d) for d in report.differences] == [
        ("contributors", "E0", "title", "Welder", "Fitter"),
        ("contributors", "E1", "end_date", "nothing", "2027-01-31"),
    ]
    assert "  contributors E0: title Welder → Fitter" in report.summary()
    assert report.as_json()["dry_run"] is True
    assert end_of(registry, "E1") is None
