"""The company goes through the importer, and the rules find in it exactly what was planted."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.registry.database import Database
from knowledge.registry.demo import bundles
from knowledge.registry.demo.planted import planted
from knowledge.registry.importing import import_tables
from knowledge.registry.registry import Registry
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.governance.rules import RULES
from knowledge.workforce.governance.scan import scan
from knowledge.workforce.viewer import OPERATOR


@pytest.mark.parametrize("today", [date(2026, 12, 14), date(2028, 2, 29)], ids=str)
def test_the_gaps_found_are_those_planted(today: date, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/demo.db")
    try:
        database.migrate()
        registry = Registry(database, lambda: today)
        for again in (False, True):
            for source, tables in bundles(today):
                report = import_tables(registry, tables, source, home=tmp_path)
                assert report.rejects is None
                for counts in report.tables.values():
                    assert (counts.unchanged if again else counts.created) == counts.read
        with registry.reading(OPERATOR) as reading:
            found = scan(reading.facts(today)).gaps
            doubles = reading.suspected_duplicates(Criteria())
        rules = {rule.id for rule in RULES}
        assert {(gap.rule, gap.subject_type, gap.subject_id, gap.severity) for gap in found} == {
            (gap.rule, gap.subject_type, gap.subject_id, gap.severity) for gap in planted(today) if gap.rule in rules
        }
        assert {gap.subject_id for gap in found if gap.accepted} == {
            gap.subject_id for gap in planted(today) if gap.rule in rules and gap.accepted
        }
        assert len(doubles) == 2
    finally:
        database.close()
