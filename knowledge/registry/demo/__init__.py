"""The demonstration company: Alderquay Energy Services, invented, dated relative to any day, the same every time."""

from datetime import date

from knowledge.registry.demo.build import SOURCE, build

__all__ = ["SOURCE", "bundles", "tables"]


def bundles(today: date, size: int | None = None) -> list[tuple[str, dict[str, list[dict[str, str]]]]]:
    """Source name and bundle for each of the company's sources: its own register, and a partner's portal.

    `size` is the number of contributors, 400 unless told; never fewer than the company needs to be itself (240).
    """
    return [
        (source, {name: [dict(row) for row in rows] for name, rows in made.items()})
        for source, made in build(today, size).bundles
    ]


def tables(today: date, size: int | None = None) -> dict[str, list[dict[str, str]]]:
    """The bundle of the company's own register."""
    return bundles(today, size)[0][1]
