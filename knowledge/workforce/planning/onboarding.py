"""What each function does before somebody can start, by the kind of sourcing: the one table of steps.

`rule` is the governance rule that the step keeps from becoming a gap. `days` are working days that it usually takes; they
are the product's assumption until a company changes them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.planning.plan import Step

_E, _A, _F, _V, _P, _AI = (
    ContributorKind.EMPLOYEE,
    ContributorKind.AGENCY_WORKER,
    ContributorKind.FREELANCER,
    ContributorKind.VENDOR_WORKER,
    ContributorKind.PARTNER,
    ContributorKind.AI_AGENT,
)
_EXTERNAL = frozenset({_A, _F, _V, _P})


@dataclass(frozen=True, slots=True)
class Usual:
    """A step that a kind of sourcing usually takes. `after` puts it behind the earlier ones; the others run beside."""

    function: str
    title: str
    kinds: frozenset[ContributorKind]
    days: int
    rules: tuple[str, ...] = ()
    after: bool = False


USUAL: tuple[Usual, ...] = (
    Usual(
        "legal",
        "Determine the status of the engagement and file the facts",
        frozenset({_F}),
        5,
        ("CLS-01", "CLS-02", "CLS-03", "CLS-04", "CLS-09"),
    ),
    Usual(
        "procurement",
        "Compare offers and agree the rate against the rate card",
        _EXTERNAL | {_AI},
        5,
        ("CON-06", "CON-03", "CON-04", "CON-11"),
    ),
    Usual("legal", "Have the contract signed by both sides", _EXTERNAL | {_AI}, 3, ("CON-01",), after=True),
    Usual("legal", "Have the non-disclosure and IP terms signed", _EXTERNAL, 2, ("CON-02",)),
    Usual("procurement", "Raise the purchase order", _EXTERNAL | {_AI}, 2, ("CON-05",)),
    Usual("hr", "Check the right to work, or the supplier's attestation of it", _EXTERNAL, 2, ("PPL-01",)),
    Usual("hr", "Check the assignment's length and equal pay with the agency", frozenset({_A}), 2),
    Usual("hr", "Agree the change of work with the person and their manager", frozenset({_E}), 3),
    Usual(
        "it",
        "Open the accounts that the tasks need, with an end date",
        _EXTERNAL,
        2,
        ("ACC-01", "ACC-02", "PPL-02"),
        after=True,
    ),
    Usual(
        "it",
        "Register the agent's purpose, tools, data and owner, and assess its risk",
        frozenset({_AI}),
        5,
        ("AGT-01", "AGT-02", "AGT-03"),
        after=True,
    ),
    Usual("hr", "Tell the people concerned that AI is used", frozenset({_AI}), 2, ("AGT-04",)),
    Usual("hr", "Assign the mandatory training", _EXTERNAL, 1, ("PPL-03", "PPL-07")),
    Usual("finance", "Reserve the budget", frozenset(ContributorKind), 1, ("CON-07",)),
    Usual("business_owner", "Name who accepts the deliverables", frozenset(ContributorKind), 1),
)


def steps_for(kinds: Iterable[ContributorKind], start: date) -> tuple[Step, ...]:
    """The checklist for these kinds of contributor, each step due before the work starts, in order."""
    wanted = frozenset(kinds)
    chosen = [usual for usual in USUAL if usual.kinds & wanted]
    return tuple(
        Step(
            id=f"S{n}",
            function=usual.function,
            title=usual.title,
            days=usual.days,
            due=_before(start, 1 if usual.after else usual.days + 1),
            rule=usual.rules[0] if usual.rules else None,
        )
        for n, usual in enumerate(chosen, 1)
    )


def lead_days(kinds: Iterable[ContributorKind]) -> int:
    """Working days until somebody of these kinds can start: the longest of what runs side by side, then what comes after."""
    wanted = frozenset(kinds)
    chosen = [usual for usual in USUAL if usual.kinds & wanted]
    beside = max((usual.days for usual in chosen if not usual.after), default=0)
    return beside + sum(usual.days for usual in chosen if usual.after)


def mending(kinds: Iterable[ContributorKind]) -> dict[str, str]:
    """Rule id to the step that keeps it from becoming a gap, for these kinds."""
    wanted = frozenset(kinds)
    return {rule: usual.title for usual in USUAL if usual.kinds & wanted for rule in usual.rules}


def _before(day: date, working: int) -> date:
    """The day that many working days earlier."""
    while working:
        day -= timedelta(days=1)
        if day.weekday() < 5:
            working -= 1
    return day
