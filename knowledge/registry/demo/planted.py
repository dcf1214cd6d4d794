"""The gaps that the demonstration company has on purpose, and no others.

AGT-05 and AGT-07 are about the assistant's own oversight log and its shortlists; they depend on that log and are not
planted. CLS-09 counts from the day on which the platform work directive applies.

Two policies disagree on purpose: "Laptops and own devices" lets a freelancer use an own laptop for confidential data
after a check by IT, while "Information security" forbids confidential data on any device that the company does not
manage. A question about it must be answered with both.
"""

from datetime import date

from knowledge.registry.demo.build import build
from knowledge.registry.demo.planting import PlantedGap

__all__ = ["PlantedGap", "planted"]


def planted(today: date, size: int | None = None) -> tuple[PlantedGap, ...]:
    """Every gap that a scan on `today` must find in the company made for that day, and nothing else."""
    return tuple(gap for gap in build(today, size).gaps if gap.day is None or gap.day <= today)
