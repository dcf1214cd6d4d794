"""Who fits one demand, and why: exclusions first, then a score whose factors sum to it.

The weights are published here and nowhere else. Every factor's value lies between 0 and 1; the score is the sum of the
contributions, each value × weight. Whoever is only partly available ranks below everybody who is fully available.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.workforce.availability import Availability
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, Evidence, Importance
from knowledge.workforce.people import Contributor, HeldSkill
from knowledge.workforce.work import Demand

WEIGHTS: Mapping[str, float] = {
    "availability": 0.30,
    "must_skills": 0.25,
    "nice_skills": 0.15,
    "evidence": 0.10,
    "rate": 0.12,
    "time_zone": 0.08,
}
_EVIDENCE = {Evidence.SELF: 0.4, Evidence.MANAGER: 0.7, Evidence.CERTIFICATE: 0.85, Evidence.WORK: 1.0}
_OLD_DAYS = 3 * 365
"""A skill last used this long ago counts half."""
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason of a score: contribution = value × weight."""

    name: str
    value: float
    weight: float

    @property
    def contribution(self) -> float:
        return round(self.value * self.weight, 6)


@dataclass(frozen=True, slots=True)
class Match:
    """One contributor against one demand. `blocked_by` lists every condition that fails, the first first."""

    contributor: Contributor
    availability: Availability
    factors: tuple[Factor, ...]
    blocked_by: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def score(self) -> float:
        return round(sum(factor.contribution for factor in self.factors), 6)


def match(
    demand: Demand, contributor: Contributor, free: Availability, today: date, *, breaks: tuple[str, ...] = ()
) -> Match:
    """Score one contributor. `breaks` are the critical rules that booking them would break."""
    held = {skill.name.casefold(): skill for skill in contributor.skills}
    must = [need for need in demand.skills if need.importance is Importance.MUST]
    nice = [need for need in demand.skills if need.importance is Importance.NICE]
    blocked = [*_exclusions(demand, contributor, free, held), *breaks]
    remarks: list[str] = []
    wanted = min(demand.fte, 1.0)
    met = [held.get(need.name.casefold()) for need in must]
    rate, rate_remark = _rate(demand, contributor)
    if rate_remark:
        remarks.append(rate_remark)
    values = {
        "availability": min(free.share / wanted, 1.0) if wanted > 0 else 1.0,
        "must_skills": _mean([min(skill.level / 5, 1.0) if skill else 0.0 for skill in met], empty=1.0),
        "nice_skills": _mean(
            [1.0 if (skill := held.get(n.name.casefold())) and skill.level >= n.min_level else 0.0 for n in nice],
            empty=1.0,
        ),
        "evidence": _mean([_trust(skill, today) for skill in met if skill], empty=_UNKNOWN),
        "rate": rate,
        "time_zone": _time_zone(demand, contributor),
    }
    factors = tuple(Factor(name, round(values[name], 4), weight) for name, weight in WEIGHTS.items())
    return Match(contributor, free, factors, tuple(dict.fromkeys(blocked)), tuple(remarks))


def rank(demand: Demand, matches: list[Match]) -> list[Match]:
    """Those who may be recommended, best first: full matches, then partly available ones; equals by id."""
    wanted = min(demand.fte, 1.0)
    fit = [match for match in matches if not match.blocked_by]
    return sorted(fit, key=lambda m: (m.availability.share + 1e-9 < wanted, -m.score, m.contributor.id))


def _exclusions(
    demand: Demand, contributor: Contributor, free: Availability, held: Mapping[str, HeldSkill]
) -> list[str]:
    failing: list[str] = []
    if contributor.status is not ContributorStatus.ACTIVE:
        failing.append("not active")
    for need in demand.skills:
        if need.importance is not Importance.MUST:
            continue
        skill = held.get(need.name.casefold())
        if skill is None:
            failing.append(f"no {need.name}")
        elif skill.level < need.min_level:
            failing.append(f"{need.name} below level {need.min_level}")
    if demand.kinds_allowed and contributor.kind not in demand.kinds_allowed:
        failing.append("kind not allowed")
    if not demand.kinds_allowed and contributor.kind is ContributorKind.AI_AGENT:
        failing.append("an AI agent works on tasks, not on roles")
    if demand.countries_allowed and contributor.country not in demand.countries_allowed:
        failing.append("country not allowed")
    limit, rate = demand.max_rate, contributor.rate
    if limit is not None and rate is not None and rate.comparable(limit) and rate.amount > limit.amount:
        failing.append("rate above the maximum")
    if free.share <= 0:
        failing.append("not available in the window")
    return failing


def _rate(demand: Demand, contributor: Contributor) -> tuple[float, str | None]:
    limit, rate = demand.max_rate, contributor.rate
    if rate is None:
        return (0.0, None) if contributor.rate_hidden else (0.0, "rate unknown")
    if limit is None:
        return _UNKNOWN, None
    if not rate.comparable(limit):
        return 0.0, f"rate {rate} can't be compared with {limit}"
    if limit.amount <= 0:
        return 0.0, None
    return max(float(1 - rate.amount / limit.amount), 0.0) * 0.5 + 0.5, None


def _time_zone(demand: Demand, contributor: Contributor) -> float:
    if not demand.time_zones_allowed:
        return 1.0
    if contributor.time_zone is None:
        return _UNKNOWN
    return 1.0 if contributor.time_zone in demand.time_zones_allowed else 0.0


def _trust(skill: HeldSkill, today: date) -> float:
    trust = _EVIDENCE.get(skill.evidence, _UNKNOWN) if skill.evidence else _UNKNOWN
    old = skill.last_used is not None and (today - skill.last_used).days > _OLD_DAYS
    return trust / 2 if old else trust


def _mean(values: list[float], *, empty: float) -> float:
    return sum(values) / len(values) if values else empty
