"""Importing a large bundle, beside a bare `executemany` of the same rows in the same run.

    python -m evals.benchmarks.importing [CONTRIBUTORS]

Each part runs in a process of its own, so that its peak of memory is its own: the bundle is written as CSV; the same rows
are put into tables with the same columns and indexes by `executemany`, without reading, checking or linking anything;
then the bundle is imported, and imported again.
"""

import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

SKILLS_EACH, ASSIGNMENTS_EACH = 8, 3
VOCABULARY, PROJECTS, UNITS = 2_000, 2_000, 200
KINDS = ("employee", "agency_worker", "freelancer", "vendor_worker", "partner")
DAY = date(2026, 1, 1)


def write_bundle(folder: Path, people: int) -> None:
    rng = random.Random(1)

    def table(name: str, header: str, rows: Iterable[tuple[object, ...]]) -> None:
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header.split(","))
            writer.writerows(rows)

    table("org_units", "id,name", [(f"U{n}", f"Unit {n}") for n in range(UNITS)])
    table("projects", "id,name,org_unit", [(f"P{n}", f"Project {n}", f"U{n % UNITS}") for n in range(PROJECTS)])
    people_header = (
        "id,kind,name,email,title,org_unit,manager_id,country,weekly_hours,status,start_date,"
        "rate_amount,rate_currency,rate_unit"
    )
    table("contributors", people_header, (_person(n, rng) for n in range(people)))
    skills = (
        (f"E{n // SKILLS_EACH}", f"Skill {(n * 7919) % VOCABULARY}", n % 5 + 1, "work", DAY)
        for n in range(people * SKILLS_EACH)
    )
    table("contributor_skills", "contributor_id,skill,level,evidence,last_used", skills)
    assignments = (_assignment(n) for n in range(people * ASSIGNMENTS_EACH))
    table("assignments", "id,contributor_id,project_id,fte,start_date,end_date,status", assignments)


def _person(n: int, rng: random.Random) -> tuple[object, ...]:
    manager = f"E{n // 10}" if n else ""
    pay = (50 + n % 100, "EUR", "hour")
    started = DAY - timedelta(days=n % 3000)
    who = (f"E{n}", rng.choice(KINDS), f"Name {n}", f"n{n}@x.example", f"Title {n % 500}")
    return (*who, f"U{n % UNITS}", manager, "NL", 40, "active", started, *pay)


def _assignment(n: int) -> tuple[object, ...]:
    starts = DAY + timedelta(days=n % 300)
    whose = (f"A{n}", f"E{n // ASSIGNMENTS_EACH}", f"P{n % PROJECTS}")
    return (*whose, "0.5", starts, starts + timedelta(days=60), "confirmed")


def bare(folder: Path, database: Path) -> dict[str, float]:
    """Seconds of `executemany` alone: the rows are already in memory, with every value as the table holds it."""
    import sqlite3

    from knowledge.registry.database import Database

    opened = Database(f"sqlite:///{database}")
    opened.migrate()
    opened.close()
    connection = sqlite3.connect(database)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=OFF")
    spent = 0.0
    for name, singular in (
        ("org_units", "org_unit"), ("projects", "project"), ("contributors", "contributor"),
        ("contributor_skills", "contributor_skill"), ("assignments", "assignment"),
    ):  # fmt: skip
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader)
            wanted = _targets(connection, singular, header)
            names = ["source", "row_key", "digest", *[target for target, _ in wanted]]
            rows = [
                ("hr", f"{n}", "0" * 32, *[row[at] if at is not None else 1 for _, at in wanted])
                for n, row in enumerate(reader)
            ]
        statement = f"INSERT INTO {singular} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        began = time.perf_counter()
        for at in range(0, len(rows), 2_000):
            with connection:
                connection.executemany(statement, rows[at : at + 2_000])
        spent += time.perf_counter() - began
    return {"seconds": spent}


def _targets(connection: object, singular: str, header: list[str]) -> list[tuple[str, int | None]]:
    """The table's columns that an import fills, each with the place of its value in the row (None: a number)."""
    import sqlite3

    assert isinstance(connection, sqlite3.Connection)
    columns = {row[1] for row in connection.execute(f"PRAGMA table_info({singular})")}
    found: list[tuple[str, int | None]] = []
    for at, name in enumerate(header):
        base = name.removesuffix("_id")
        if name == "id":
            found += [("id", at), ("source_id", at)]
        elif f"{base}_ref" in columns:
            found += [(f"{base}_ref", at), (f"{base}_pk", None)]
        elif name in columns:
            found.append((name, at))
    return [*found, ("skill_pk", None)] if "skill_pk" in columns else found


def imported(folder: Path, database: Path) -> dict[str, float]:
    from knowledge.registry.database import Database
    from knowledge.registry.importing import import_path
    from knowledge.registry.registry import Registry

    opened = Database(f"sqlite:///{database}")
    opened.migrate()
    registry = Registry(opened, lambda: date(2026, 11, 24))
    began = time.perf_counter()
    report = import_path(registry, folder, "hr", home=database.parent)
    spent = time.perf_counter() - began
    opened.close()
    return {"seconds": spent, "rejected": sum(counts.rejected for counts in report.tables.values())}


def _apart(part: str, folder: Path, database: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.benchmarks.importing", part, str(folder), str(database)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main(people: int) -> None:
    rows = people * (1 + SKILLS_EACH + ASSIGNMENTS_EACH)
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "bundle"
        folder.mkdir()
        write_bundle(folder, people)
        base = _apart("bare", folder, Path(home) / "bare.db")
        first = _apart("imported", folder, Path(home) / "registry.db")
        again = _apart("imported", folder, Path(home) / "registry.db")
    print(f"{people:,} contributors, {rows:,} rows in all")
    print(f"bare executemany   {base['seconds']:7.1f} s")
    ratio = first["seconds"] / base["seconds"]
    print(f"import             {first['seconds']:7.1f} s   {ratio:.2f} times   {first['megabytes']:,.0f} MB at most")
    share = again["seconds"] / first["seconds"]
    print(
        f"the same again     {again['seconds']:7.1f} s   {share:.2f} of the first   {again['megabytes']:,.0f} MB at most"
    )
    if first["rejected"]:
        print(f"{first['rejected']:,.0f} rows were rejected: the comparison does not hold")


if __name__ == "__main__":
    parts = {"bare": bare, "imported": imported}
    if len(sys.argv) > 1 and sys.argv[1] in parts:
        outcome = parts[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({**outcome, "megabytes": peak}))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
