"""What is planned: the work with its dates, effort and skills, and who could do it, as the drafting gets them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.workforce.governance.working_days import FULL_TIME_HOURS, WEEK_DAYS, working_days
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.money import Rate
from knowledge.workforce.planning.plan import Cost
from knowledge.workforce.window import Window

DAYS_IN_MONTH = Decimal(52) * WEEK_DAYS / 12
"""Working days that a monthly rate pays for."""
DAYS_IN_YEAR = Decimal(52) * WEEK_DAYS


@dataclass(frozen=True, slots=True)
class Work:
    """The work to plan. `assumptions` say what was not given and so taken for granted."""

    title: str
    text: str
    window: Window
    skills: tuple[tuple[str, int], ...] = ()
    count: int = 1
    fte: float = 1.0
    project_id: str | None = None
    project_name: str | None = None
    owner_id: str | None = None
    owner_email: str | None = None
    owner_name: str | None = None
    objective: str | None = None
    demand_id: str | None = None
    budget: float | None = None
    currency: str | None = None
    kinds: frozenset[ContributorKind] = frozenset()
    country: str | None = None
    data_class: str | None = None
    description: str | None = None
    assumptions: tuple[str, ...] = ()
    basis: str = "the request"

    @property
    def hours(self) -> float:
        """Hours of work over the window: places × share × working days × a full-time day."""
        days = working_days(self.window.start, self.window.end)
        return round(self.count * self.fte * days * float(FULL_TIME_HOURS) / WEEK_DAYS, 1)

    @property
    def wanted(self) -> float:
        """Full-time equivalents wanted."""
        return self.count * self.fte


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody who could do the work. `share` is what of their own time is free over the window, 0 to 1."""

    id: str
    name: str
    kind: ContributorKind
    share: float
    rate: Rate | None = None
    rate_hidden: bool = False
    weekly_hours: float | None = None
    skills: tuple[str, ...] = ()
    supplier_id: str | None = None
    supplier: str | None = None
    country: str | None = None
    blocked_by: tuple[str, ...] = ()
    score: float = 0.0
    overseer: str | None = None
    overseer_id: str | None = None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """People whom a skill, or its level, keeps out and who come nearest: whom training could bring in."""

    skill: str
    level: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """Everybody who could do the work, best first, and what else there is to choose from."""

    fits: Sequence[Fit]
    suppliers: dict[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    near: Sequence[NearMiss] = ()
    typical: dict[ContributorKind, Rate] = field(default_factory=dict[ContributorKind, Rate])
    considered: int = 0


def cost_of(rate: Rate | None, share: float, window: Window, weekly_hours: float | None, today: date) -> Cost:
    """What a share of somebody's time costs over a window.

    The rate's own unit is counted out: hours, working days, or working days as parts of a month or year. Nothing is
    converted between currencies.
    """
    if rate is None:
        return Cost(None, None, "rate unknown or not shown to you")
    days = Decimal(working_days(window.start, window.end))
    hours = Decimal(str(weekly_hours)) if weekly_hours else FULL_TIME_HOURS
    units = {"hour": days * hours / WEEK_DAYS, "day": days, "month": days / DAYS_IN_MONTH, "year": days / DAYS_IN_YEAR}
    amount = rate.amount * units[rate.unit.value] * Decimal(str(share))
    return Cost(
        float(round(amount, 0)), rate.currency, f"{rate} × {float(round(share, 2)):g} of {days} working days", today
    )


def total(costs: Sequence[Cost], today: date) -> Cost:
    """The sum of costs in one currency; unknown as soon as one is, or as currencies differ."""
    currencies = {cost.currency for cost in costs}
    if not costs or any(cost.amount is None for cost in costs):
        return Cost(None, None, "not every rate is known")
    if len(currencies) > 1:
        return Cost(None, None, "in several currencies, which are not added up")
    amount = sum(cost.amount or 0 for cost in costs)
    return Cost(amount, currencies.pop(), "; ".join(cost.basis for cost in costs[:4]), today)
