"""What if: the same staff under one change, and what that changes in the plan. Nobody is proposed for termination."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from knowledge.workforce.allocation.staffing import Role, Staff
from knowledge.workforce.kinds import ContributorKind, Importance
from knowledge.workforce.people import HeldSkill
from knowledge.workforce.window import Window


def slipped(staff: Staff, project: str, weeks: int) -> Staff:
    """A project's demands start and end later (earlier for negative weeks); bookings stay as they are."""
    by = timedelta(weeks=weeks)

    def moved(role: Role) -> Role:
        window = role.demand.window
        start = max(window.start + by, min(window.start, staff.today))
        later = Window(start, max(window.end + by, start))
        return replace(role, demand=replace(role.demand, window=later))

    return replace(
        staff, roles=tuple(moved(role) if role.demand.project_id == project else role for role in staff.roles)
    )


def frozen(staff: Staff, kinds: frozenset[ContributorKind]) -> Staff:
    """No new work for these kinds; what they are booked on goes on."""
    return replace(staff, frozen=staff.frozen | kinds)


def converted(staff: Staff, contributor: str) -> Staff:
    """A contributor becomes an employee, at the same rate."""
    people = tuple(
        replace(person, kind=ContributorKind.EMPLOYEE) if person.id == contributor else person
        for person in staff.people
    )
    return replace(staff, people=people)


def trained(staff: Staff, skill: str, contributors: frozenset[str] = frozenset()) -> Staff:
    """Those who have a skill (all, or these people) are one level higher in it; who doesn't have it learns level 1 when named."""

    def better(skills: tuple[HeldSkill, ...], *, named: bool) -> tuple[HeldSkill, ...]:
        wanted = skill.casefold()
        raised = tuple(
            replace(held, level=min(held.level + 1, 5)) if held.name.casefold() == wanted else held for held in skills
        )
        has = any(held.name.casefold() == wanted for held in skills)
        return raised if has or not named else (*raised, HeldSkill(skill, 1))

    people = tuple(
        replace(person, skills=better(person.skills, named=person.id in contributors))
        if not contributors or person.id in contributors
        else person
        for person in staff.people
    )
    return replace(staff, people=people)


@dataclass(frozen=True)
class Difference:
    """What a scenario changes against today's plan. Roles are ids; `moved` are contributors whose roles change."""

    lost: tuple[tuple[str, int], ...]
    gained: tuple[tuple[str, int], ...]
    skills_short: tuple[tuple[str, int], ...]
    moved: tuple[str, ...]


def difference(before: dict[str, Any], after: dict[str, Any], roles: Sequence[Role]) -> Difference:
    """From the answer of today's plan to that of the scenario."""
    by_id = {role.id: role for role in roles}
    filled = [Counter(row["demand"] for row in answer["assignments"]) for answer in (before, after)]
    ids = list(dict.fromkeys([*(role.id for role in roles), *filled[0], *filled[1]]))
    open_before = {row["demand"]: row["missing"] for row in before["unfilled"]}
    open_after = {row["demand"]: row["missing"] for row in after["unfilled"]}
    lost: list[tuple[str, int]] = []
    gained: list[tuple[str, int]] = []
    for id_ in ids:
        more_open = open_after.get(id_, 0) - open_before.get(id_, 0)
        if more_open > 0:
            lost.append((id_, more_open))
        elif more_open < 0:
            gained.append((id_, -more_open))
    short: Counter[str] = Counter()
    for id_, n in lost:
        needs = by_id[id_].demand.skills if id_ in by_id else ()
        short.update({need.name: n for need in needs if need.importance is Importance.MUST})
    work = [_work(answer) for answer in (before, after)]
    people = sorted(set(work[0]) | set(work[1]))
    moved = tuple(who for who in people if work[0].get(who) != work[1].get(who))
    return Difference(tuple(lost), tuple(gained), tuple(short.most_common()), moved)


def _work(answer: dict[str, Any]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in answer["assignments"]:
        found.setdefault(row["contributor"], set()).add(row["demand"])
    return {who: frozenset(roles) for who, roles in found.items()}
