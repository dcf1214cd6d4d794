"""What people do in the demonstration company: titles, the skills that go with them, and what a day of it costs."""

import csv
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Occupation:
    """`day_rate` is an experienced external's day in euro at Hamburg prices.

    `units` are those that have such people, `weight` how common they are, `externals` whether the crowd of
    externals holds some.
    """

    title: str
    units: tuple[str, ...] = ()
    day_rate: int = 0
    skills: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    weight: int = 0
    externals: bool = False


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of the CSV files beside this module."""
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OCCUPATIONS: dict[str, Occupation] = {
    row["title"]: Occupation(
        title=row["title"],
        units=tuple(row["units"].split(";")),
        day_rate=int(row["day_rate"]),
        skills=tuple(row["skills"].split(";")),
        systems=tuple(row["systems"].split(";")),
        weight=int(row["weight"]),
        externals=row["externals"] == "true",
    )
    for row in table("occupations.csv")
}

HEAD = Occupation("Head of unit", (), 900, ("leadership", "budgeting", "stakeholder management"))
PARTNER = Occupation("Partner specialist", (), 0, ("energy markets", "market research", "stakeholder management"))

SYSTEMS: dict[str, tuple[str, str]] = {
    "Mail": ("standard", "internal"),
    "Code hosting": ("standard", "internal"),
    "Design library": ("standard", "internal"),
    "Field app": ("standard", "internal"),
    "Service desk": ("standard", "internal"),
    "Partner portal": ("standard", "public"),
    "Meter data lake": ("standard", "confidential"),
    "Customer records": ("standard", "confidential"),
    "ERP": ("standard", "confidential"),
    "HR records": ("standard", "restricted"),
    "Cloud console": ("privileged", "confidential"),
}
"""Level and data class of an account in each system."""
