"""Alternatives to the best plan: the same staff under another wish, and which of them no other beats in everything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from knowledge.workforce.allocation.scenarios import trained
from knowledge.workforce.allocation.staffing import Role, Staff
from knowledge.workforce.kinds import ContributorKind, Importance

EXTERNAL_SHARE = 0.2
"""What "few externals" means: at most this share of the places filled."""
AI_REVIEW_SHARE = 0.2
"""Of the time that an agent takes over, what people need to review it."""
AI_SHARE = 0.25
"""How much of a role's time an agent takes over where AI-assisted work is asked for; never all of it."""


@dataclass(frozen=True)
class Option:
    """One alternative: its name, what it means, its objective and how it changes the staff. `assumes` marks those that need
    something that isn't there yet (training, agents), which so prove no other to be worse."""

    name: str
    what: str
    objective: str
    change: Callable[[Staff], Staff]
    assumes: bool = False


def _internal(staff: Staff) -> Staff:
    return replace(staff, frozen=staff.frozen | {kind for kind in ContributorKind if kind.external})


def _few_externals(staff: Staff) -> Staff:
    return replace(staff, limits=replace(staff.limits, external_share_max=EXTERNAL_SHARE))


def _trained(staff: Staff) -> Staff:
    """Everybody one level up in each must skill of the roles."""
    skills = {need.name for role in staff.roles for need in role.demand.skills if need.importance is Importance.MUST}
    for skill in sorted(skills):
        staff = trained(staff, skill)
    return staff


def _assisted(staff: Staff) -> Staff:
    """Each role takes less of a person's time; the person stays, with the review on top."""
    left = 1 - AI_SHARE * (1 - AI_REVIEW_SHARE)

    def lighter(role: Role) -> Role:
        return replace(role, demand=replace(role.demand, fte=round(role.demand.fte * left, 4)))

    return replace(staff, roles=tuple(lighter(role) for role in staff.roles))


def _same(staff: Staff) -> Staff:
    return staff


ALTERNATIVES = (
    Option("Best coverage", "as many places as possible, then the cheapest", "coverage", _same),
    Option("Best value", "a place is filled only where it is worth its cost", "balanced", _same),
    Option("All internal", "employees only", "coverage", _internal),
    Option("Few externals", f"at most {EXTERNAL_SHARE:.0%} of the places with externals", "coverage", _few_externals),
    Option("Trained", "everybody one level up in the skills asked for", "coverage", _trained, assumes=True),
    Option(
        "AI-assisted",
        f"agents do {AI_SHARE:.0%} of each role, people review it",
        "coverage",
        _assisted,
        assumes=True,
    ),
)

Point = tuple[int, float, int]
"""Places filled (more is better), cost and externals (less is better)."""


def dominated(point: Point, others: Sequence[Point]) -> bool:
    """Whether another point is at least as good in everything and better in something."""
    return any(_as_good(other, point) and not _as_good(point, other) for other in others)


def _as_good(a: Point, b: Point) -> bool:
    return a[0] >= b[0] and a[1] <= b[1] + 0.005 and a[2] <= b[2]
