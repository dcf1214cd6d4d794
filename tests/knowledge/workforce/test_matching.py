from datetime import date
from decimal import Decimal

import pytest

from knowledge.workforce.availability import Availability
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, Evidence, Importance, RateUnit
from knowledge.workforce.matching import WEIGHTS, match, rank
from knowledge.workforce.money import Rate
from knowledge.workforce.people import Contributor, HeldSkill
from knowledge.workforce.window import Window
from knowledge.workforce.work import Demand, SkillNeed

TODAY = date(2026, 11, 24)
EUR = Rate(Decimal(800), "EUR", RateUnit.DAY)


def person(**more: object) -> Contributor:
    given: dict[str, object] = {
        "id": "C",
        "kind": ContributorKind.EMPLOYEE,
        "name": "Ada",
        "status": ContributorStatus.ACTIVE,
        "source": "hr",
        "country": "DE",
        "rate": Rate(Decimal(700), "EUR", RateUnit.DAY),
        "skills": (HeldSkill("Python", 4, Evidence.WORK),),
    }
    return Contributor(**{**given, **more})  # pyright: ignore[reportArgumentType]


def free(share: float) -> Availability:
    return Availability(share, share, 1 - share, (), (), (), ())


def demand(**more: object) -> Demand:
    given: dict[str, object] = {
        "title": "Engineer",
        "window": Window(TODAY, TODAY),
        "skills": (SkillNeed("Python", 3), SkillNeed("SQL", 1, Importance.NICE)),
        "max_rate": EUR,
    }
    return Demand(**{**given, **more})  # pyright: ignore[reportArgumentType]


def test_factors_sum_to_the_score_and_weights_to_one() -> None:
    found = match(demand(), person(), free(1.0), TODAY)
    assert found.blocked_by == ()
    assert found.score == pytest.approx(sum(f.value * f.weight for f in found.factors))
    assert sum(WEIGHTS.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("wanted", "who", "share", "reason"),
    [
        ({}, {"status": ContributorStatus.ONBOARDING}, 1.0, "not active"),
        ({}, {"skills": ()}, 1.0, "no Python"),
        ({}, {"skills": (HeldSkill("Python", 2),)}, 1.0, "Python below level 3"),
        ({"kinds_allowed": frozenset({ContributorKind.FREELANCER})}, {}, 1.0, "kind not allowed"),
        ({"countries_allowed": frozenset({"NL"})}, {}, 1.0, "country not allowed"),
        ({}, {"rate": Rate(Decimal(801), "EUR", RateUnit.DAY)}, 1.0, "rate above the maximum"),
        ({}, {}, 0.0, "not available in the window"),
        ({}, {"kind": ContributorKind.AI_AGENT}, 1.0, "an AI agent works on tasks, not on roles"),
    ],
)
def test_each_exclusion(wanted: dict[str, object], who: dict[str, object], share: float, reason: str) -> None:
    assert match(demand(**wanted), person(**who), free(share), TODAY).blocked_by == (reason,)


def test_every_failing_condition_is_told() -> None:
    found = match(demand(), person(skills=()), free(0.0), TODAY, breaks=("TEN-01",))
    assert found.blocked_by == ("no Python", "not available in the window", "TEN-01")


def test_unlike_rates_are_incomparable_and_rank_lower() -> None:
    like = match(demand(), person(), free(1.0), TODAY)
    unlike = match(demand(), person(rate=Rate(Decimal(1), "GBP", RateUnit.HOUR)), free(1.0), TODAY)
    unknown = match(demand(), person(rate=None), free(1.0), TODAY)
    assert unlike.blocked_by == unknown.blocked_by == ()
    assert like.score > unlike.score
    assert "can't be compared" in unlike.remarks[0]
    assert unknown.remarks == ("rate unknown",)


def test_partly_available_people_rank_below_every_full_match() -> None:
    weak = match(demand(), person(id="A", skills=(HeldSkill("Python", 3, Evidence.SELF),), rate=None), free(1.0), TODAY)
    strong = match(demand(), person(id="B", skills=(HeldSkill("Python", 5), HeldSkill("SQL", 5))), free(0.9), TODAY)
    assert [m.contributor.id for m in rank(demand(), [strong, weak])] == ["A", "B"]


def test_old_evidence_counts_less() -> None:
    fresh = match(demand(), person(skills=(HeldSkill("Python", 4, Evidence.WORK, date(2026, 6, 1)),)), free(1.0), TODAY)
    stale = match(demand(), person(skills=(HeldSkill("Python", 4, Evidence.WORK, date(2020, 6, 1)),)), free(1.0), TODAY)
    assert fresh.score > stale.score
