"""The life of a gap: opened, accepted for a time by who may, assigned, resolved when the facts change, opened again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from knowledge.workforce.errors import BadInput, NotPermitted
from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.gap import Acceptance, Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.rules import BY_ID
from knowledge.workforce.kinds import ContributorKind, Severity
from knowledge.workforce.viewer import OPERATOR, Role, Viewer

ACCEPTED_MONTHS = 12
"""How long a gap may be accepted where its rule says nothing else (`accept_months` in the catalogue or in settings)."""
BUSINESS_OWNER = "business_owner"


class GapEventKind(StrEnum):
    OPENED = "opened"
    ACCEPTED = "accepted"
    EXCEPTED = "excepted"
    REOPENED = "reopened"
    RESOLVED = "resolved"
    ASSIGNED = "assigned"


class GapStatus(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    RESOLVED = "resolved"


STATUS_AFTER = {
    GapEventKind.OPENED: GapStatus.OPEN,
    GapEventKind.REOPENED: GapStatus.OPEN,
    GapEventKind.ACCEPTED: GapStatus.ACCEPTED,
    GapEventKind.EXCEPTED: GapStatus.ACCEPTED,
    GapEventKind.RESOLVED: GapStatus.RESOLVED,
}
"""What each event makes of a gap; an assignment changes nothing of that."""


@dataclass(frozen=True, slots=True)
class GapEvent:
    """One thing that happened to a gap, on `day`. `by` is None for what happened by itself; `to` is whom it was given to."""

    gap: str
    kind: GapEventKind
    day: date
    at: datetime | None = None
    by: str | None = None
    to: str | None = None
    severity: Severity | None = None
    reason: str | None = None
    evidence: str | None = None
    expires: date | None = None

    def as_json(self) -> dict[str, str | None]:
        return {
            "gap": self.gap,
            "event": self.kind.value,
            "day": self.day.isoformat(),
            "at": self.at.isoformat(timespec="seconds") if self.at else None,
            "by": self.by,
            "to": self.to,
            "severity": self.severity.value if self.severity else None,
            "reason": self.reason,
            "evidence": self.evidence,
            "expires": self.expires.isoformat() if self.expires else None,
        }


@dataclass(frozen=True, slots=True)
class Standing:
    """What people have decided about a gap, as it holds on a day."""

    acceptance: Acceptance | None = None
    severity: Severity | None = None
    """The severity that was accepted: one that has become worse since is open again."""
    assigned_to: str | None = None


def standing_on(events: Iterable[GapEvent], day: date) -> dict[str, Standing]:
    """Gap to what holds on the day, from events in the order in which they happened."""
    held: dict[str, Standing] = {}
    for event in events:
        if event.day > day:
            continue
        known = held.get(event.gap, Standing())
        match event.kind:
            case GapEventKind.ACCEPTED:
                accepted = Acceptance(event.by, event.day, event.expires, event.reason, event.evidence)
                held[event.gap] = replace(known, acceptance=accepted, severity=event.severity)
            case GapEventKind.ASSIGNED:
                held[event.gap] = replace(known, assigned_to=event.to)
            case GapEventKind.REOPENED:
                held[event.gap] = replace(known, acceptance=None)
            case GapEventKind.RESOLVED:
                held.pop(event.gap, None)
            case GapEventKind.OPENED | GapEventKind.EXCEPTED:
                pass
    return {gap: _in_time(standing, day) for gap, standing in held.items()}


def _in_time(standing: Standing, day: date) -> Standing:
    """Without an acceptance that has run out; it holds on its last day."""
    accepted = standing.acceptance
    over = accepted is not None and (accepted.expires is None or accepted.expires < day)
    return replace(standing, acceptance=None) if over else standing


def decided(gap: Gap, standings: Mapping[str, Standing]) -> Gap:
    """The gap with what people decided about it. An acceptance doesn't cover a gap that has become worse."""
    standing = standings.get(gap.id)
    if standing is None:
        return gap
    worse = standing.severity is not None and gap.severity.rank < standing.severity.rank
    accepted = gap.accepted or (None if worse else standing.acceptance)
    return replace(gap, accepted=accepted, assigned_to=standing.assigned_to)


def must_answer_for(viewer: Viewer, gap: Gap, facts: Facts, *, to: str) -> None:
    """Raise `NotPermitted` unless this person owns gaps of this kind: the rule's function, never whom it concerns."""
    myself = facts.contributor(viewer.contributor_id)
    if myself is not None and myself.kind is ContributorKind.AI_AGENT:
        raise NotPermitted(f"An AI agent may not {to}; that is for people.")
    if gap.contributor_id is not None and gap.contributor_id == viewer.contributor_id:
        raise NotPermitted(f"{viewer.email} may not {to} {gap.id}: it concerns themselves.")
    if viewer.email == OPERATOR.email:
        raise NotPermitted(f"{viewer.email} decides nothing; act as somebody of {gap.owner_function} with --as.")
    if gap.owner_function == BUSINESS_OWNER:
        if Role.LEADER in viewer.roles or _of_the_business(viewer, gap, facts):
            return
    elif Role(gap.owner_function) in viewer.roles:
        return
    owner = gap.owner_function.replace("_", " ")
    raise NotPermitted(f"{viewer.email} may not {to} {gap.id}; gaps of {gap.rule} are for {owner}.")


def last_day_of_acceptance(gap: Gap, facts: Facts, until: date | None) -> date:
    """The last day on which an acceptance made today holds: the one asked for, at most the rule's maximum.

    Raises `BadInput` when the rule's gaps can't be accepted, or the day is past or beyond the maximum.
    """
    rule = BY_ID[gap.rule]
    contributor = facts.contributor(gap.contributor_id)
    place = facts.place(contributor, facts.running_of(contributor.id)) if contributor is not None else (None, None)
    default = rule.settings.get("accept_months", ACCEPTED_MONTHS)
    months: int = facts.setting(rule.id, "accept_months", default, country=place[0], region=place[1])
    if months <= 0:
        raise BadInput(f"Gaps of {rule.id} can't be accepted: {rule.remedy}")
    latest = add_months(facts.as_of, months)
    if until is None:
        return latest
    if until < facts.as_of:
        raise BadInput(f"{until.isoformat()} is past; an acceptance ends today or later.")
    if until > latest:
        span = f"{months} month{'s' if months != 1 else ''}"
        raise BadInput(f"Gaps of {rule.id} may be accepted for {span} at most, until {latest.isoformat()}.")
    return until


def _of_the_business(viewer: Viewer, gap: Gap, facts: Facts) -> bool:
    """Whether a manager answers for the unit of whom it concerns, or owns the project."""
    if Role.MANAGER not in viewer.roles:
        return False
    contributor = facts.contributor(gap.contributor_id)
    return (contributor is not None and contributor.org_unit in viewer.units) or (
        gap.subject_type == "project" and gap.subject_id in viewer.projects
    )
