"""A full scan by all rules against hand-written SQL of the five heaviest, and a look again after one change.

Targets at 100,000 contributors: the scan takes no more than 4 times the SQL, a look again under 100 ms. The gaps of both
ways are compared, so that the SQL answers the same question. Run: `python -m evals.benchmarks.gaps [PEOPLE [ROUNDS]]`.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from evals.benchmarks.gaps_company import tables
from knowledge.registry.database import Database
from knowledge.registry.facts import load_facts
from knowledge.registry.importing import import_tables
from knowledge.registry.registry import Registry
from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.rescan import LiveScan
from knowledge.workforce.governance.rules import RULES
from knowledge.workforce.governance.scan import Report, scan
from knowledge.workforce.governance.slices import Slice

TODAY = date(2026, 11, 24)
PEOPLE = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 3

_OPEN = "(a.granted_at IS NULL OR a.granted_at <= :day) AND (a.active OR a.revoked_at > :day)"
_RUNS = """e.contributor_pk = c.pk AND (e.start_date IS NULL OR e.start_date <= :day)
    AND (e.end_date IS NULL OR e.end_date >= :day) AND (e.closed_at IS NULL OR e.closed_at > :day)"""


def _valid(type_: str, more: str = "TRUE") -> str:
    """That a contributor has a valid record of a type: on themselves, on the running engagement, or on its supplier."""
    return f"""EXISTS (SELECT 1 FROM record r WHERE r.type = '{type_}' AND r.status = 'valid'
        AND (r.issued IS NULL OR r.issued <= :day) AND (r.expires IS NULL OR r.expires >= :day) AND {more}
        AND ((r.subject_type = 'contributor' AND r.subject_pk = c.pk)
          OR (r.subject_type = 'engagement' AND r.subject_pk IN (SELECT e.pk FROM engagement e WHERE {_RUNS}))
          OR (r.subject_type = 'supplier' AND r.subject_pk IN (SELECT coalesce(e.supplier_pk, c.supplier_pk)
                                                               FROM engagement e WHERE {_RUNS}))))"""


SQL = {
    "PPL-01": f"""SELECT c.id FROM contributor c
        WHERE c.kind IN ('employee', 'agency_worker', 'freelancer') AND c.status IN ('active', 'onboarding')
        AND NOT {_valid("right_to_work", "(c.kind = 'employee' OR lower(r.value) = 'attestation')")}""",
    "PPL-02": f"""SELECT c.id FROM contributor c WHERE c.kind NOT IN ('partner', 'ai_agent')
        AND EXISTS (SELECT 1 FROM access a WHERE a.contributor_pk = c.pk AND {_OPEN}
            AND (a.level = 'privileged' OR a.data_class IN ('confidential', 'restricted')))
        AND NOT {_valid("background_check", "(r.issued IS NULL OR date(r.issued, '+36 months') >= :day)")}""",
    "PPL-03": f"""SELECT DISTINCT c.id FROM (
            SELECT r.*, row_number() OVER (PARTITION BY r.subject_pk, lower(r.type)
                ORDER BY coalesce(r.issued, '0001-01-01') DESC, coalesce(r.expires, '9999-12-31') DESC) AS place
            FROM record r WHERE r.type LIKE 'training:%' AND r.subject_type = 'contributor'
            AND (r.issued IS NULL OR r.issued <= :day)) t
        JOIN contributor c ON c.pk = t.subject_pk
        WHERE t.place = 1 AND c.kind NOT IN ('partner', 'ai_agent') AND (t.status <> 'valid' OR t.expires < :day)
        AND EXISTS (SELECT 1 FROM access a WHERE a.contributor_pk = c.pk AND {_OPEN})""",
    "CON-02": f"""SELECT c.id FROM contributor c WHERE c.kind <> 'ai_agent'
        AND EXISTS (SELECT 1 FROM access a WHERE a.contributor_pk = c.pk AND {_OPEN}
            AND a.data_class IN ('confidential', 'restricted'))
        AND (NOT {_valid("nda")} OR (c.kind <> 'partner' AND NOT {_valid("ip_assignment")}))""",
    "ACC-03": f"""SELECT a.id FROM access a WHERE {_OPEN} AND (a.reviewed_by_ref = a.granted_by_ref
        OR julianday(:day) - julianday(coalesce(a.reviewed_at, a.granted_at))
            > CASE a.level WHEN 'privileged' THEN 90 ELSE 180 END)""",
}
"""The five rules that take the longest, as one would write them by hand for SQLite and this company."""


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def by_hand(database: Database) -> dict[str, set[str]]:
    with database.session() as session:
        return {
            rule: set(session.scalars(text(query), {"day": TODAY.isoformat()}).all()) for rule, query in SQL.items()
        }


def full(database: Database, facts: Facts) -> None:
    """All rules, and the SQL, turn about; and which rules are the heaviest."""
    scans: list[float] = []
    queries: list[float] = []
    report = Report(facts.as_of, (), ())
    for _ in range(ROUNDS + 1):
        seconds, report = timed(lambda: scan(facts))
        scans.append(seconds)
        seconds, found = timed(lambda: by_hand(database))
        queries.append(seconds)
        for rule, subjects in found.items():
            assert subjects == {gap.subject_id for gap in report.gaps if gap.rule == rule}, rule
    each = {rule.id: timed(lambda rule=rule: list(rule.check(rule, facts)))[0] for rule in RULES}
    heaviest = ", ".join(f"{id_} {each[id_] * 1000:,.0f} ms" for id_ in sorted(each, key=lambda id_: -each[id_])[:7])
    first, second = statistics.median(scans[1:]), statistics.median(queries[1:])
    print(f"first scan {scans[0]:.2f} s; then all {len(RULES)} rules {first:.2f} s, {len(report.gaps):,} gaps")
    print(f"SQL of {', '.join(SQL)}: {second:.2f} s, the same gaps: ratio {first / second:.2f} (target 4)")
    print(f"heaviest: {heaviest}")


def again(facts: Facts) -> None:
    """One change of one contributor in each table, for contributors of several kinds."""
    seconds, live = timed(lambda: LiveScan(facts))
    print(f"kept up to date from: {seconds:.2f} s")
    times: dict[str, list[float]] = {}
    for contributor in [facts.contributors[n] for n in range(0, min(PEOPLE, 2_000), 97)]:
        for table, part in changes(live.part(contributor.id)):
            times.setdefault(table, []).append(timed(lambda id_=contributor.id, part=part: live.change(id_, part))[0])
    for table, taken in times.items():
        middle, worst = statistics.median(taken) * 1000, max(taken) * 1000
        print(f"after a change in {table}: {middle:,.0f} ms, at most {worst:,.0f} ms of {len(taken)} (target 100)")
    assert {gap.id for gap in live.report.gaps} == {gap.id for gap in scan(live.facts).gaps}


def changes(part: Slice) -> list[tuple[str, Slice]]:
    """The contributor's part with one row changed, for each table that has one."""
    who = part.contributors[0]
    found = [("contributors", replace(part, contributors=(replace(who, manager_id=None),)))]
    if part.engagements:
        found.append(("engagements", replace(part, engagements=(replace(part.engagements[0], signed_at=None),))))
    if part.access:
        privileged = (replace(part.access[0], level="privileged"), *part.access[1:])
        found.append(("access", replace(part, access=privileged)))
    for table in ("records", "invoices", "assignments", "classifications"):
        if rows := getattr(part, table):
            found.append((table, replace(part, **{table: rows[1:]})))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        database = Database(f"sqlite:///{home}/company.sqlite3")
        database.migrate()
        registry = Registry(database, lambda: TODAY)
        seconds, _ = timed(lambda: import_tables(registry, tables(PEOPLE, TODAY), "company", home=home))
        print(f"{PEOPLE:,} contributors, imported in {seconds:.0f} s")
        with database.session() as session:
            seconds, facts = timed(lambda: load_facts(session, TODAY))
        print(f"facts loaded in {seconds:.2f} s")
        full(database, facts)
        again(facts)
        database.close()


if __name__ == "__main__":
    main()
