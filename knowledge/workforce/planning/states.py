"""The life of a plan: which step leads where, who may see it, and for which functions somebody may decide."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from knowledge.workforce.errors import Conflict
from knowledge.workforce.planning.plan import Function, PlanStatus
from knowledge.workforce.viewer import Data, Reach, Role, Viewer

EXPIRES_DAYS = 30
"""How long a submitted plan waits for its approvals."""
REMIND_AFTER_DAYS = (3, 7, 14, 27)
"""How many days after it was submitted approvers are reminded of a plan; after the last they hear no more."""
OVER = frozenset({PlanStatus.EXECUTED, PlanStatus.WITHDRAWN, PlanStatus.EXPIRED})
"""States that nothing leads out of. A rejected plan can be revised: its next version is a draft."""
_FROM: dict[str, frozenset[PlanStatus]] = {
    "submit": frozenset({PlanStatus.DRAFT}),
    "approve": frozenset({PlanStatus.SUBMITTED}),
    "reject": frozenset({PlanStatus.SUBMITTED}),
    "withdraw": frozenset({PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.REJECTED}),
    "revise": frozenset({PlanStatus.DRAFT, PlanStatus.SUBMITTED, PlanStatus.REJECTED}),
    "undo": frozenset({PlanStatus.EXECUTED}),
}
_APPROVING = {
    Role.HR: Function.HR,
    Role.PROCUREMENT: Function.PROCUREMENT,
    Role.IT: Function.IT,
    Role.FINANCE: Function.FINANCE,
    Role.LEGAL: Function.LEGAL,
}


@dataclass(frozen=True, slots=True)
class Approval:
    """One function's part. `by` is who decided, `for_` whom they stood in for."""

    function: Function
    why: str
    status: str = "open"
    by: str | None = None
    at: datetime | None = None
    reason: str | None = None
    for_: str | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "function": self.function.value,
            "why": self.why,
            "status": self.status,
            "by": self.by,
            "at": self.at.isoformat() if self.at else None,
            "reason": self.reason,
            "on_behalf_of": self.for_,
        }


@dataclass(frozen=True, slots=True)
class Delegation:
    """That somebody lets another decide for a function, on these days; `when_away` limits it to days of leave.

    `giver_ids` are the giver's own contributor ids: an owner lends what they own, and nothing else.
    """

    function: Function
    giver: str
    taker: str
    start: date
    end: date
    when_away: bool = False
    giver_ids: frozenset[str] = frozenset()

    def holds_for(self, plan: "Plan") -> bool:
        """Whether the function of this plan is the giver's to lend."""
        return self.function is not Function.BUSINESS_OWNER or plan.owner_id in self.giver_ids


@dataclass(frozen=True)
class Plan:
    """A plan as it stands. `content` is the version's document; `owner_id` is the owner of its project; `delegations` are
    those that hold today."""

    id: str
    version: int
    hash: str
    status: PlanStatus
    kind: str
    title: str
    requested_by: str
    created_at: datetime
    content: dict[str, Any]
    approvals: tuple[Approval, ...] = ()
    history: tuple[dict[str, Any], ...] = ()
    checklist: tuple[dict[str, Any], ...] = ()
    submitted_at: datetime | None = None
    expires_on: date | None = None
    reminded_on: date | None = None
    executed_at: datetime | None = None
    undone: dict[str, Any] | None = None
    written: dict[str, Any] | None = None
    reason: str | None = None
    owner_id: str | None = None
    delegations: tuple[Delegation, ...] = field(default=())

    @property
    def open_functions(self) -> frozenset[Function]:
        return frozenset(a.function for a in self.approvals if a.status == "open")

    def as_json(self) -> dict[str, Any]:
        """The plan document of the public contract."""
        content = {k: v for k, v in self.content.items() if k not in ("needs", "change")}
        return {
            "id": self.id,
            "version": self.version,
            "hash": self.hash,
            "status": self.status.value,
            **content,
            "title": self.title,
            "requested_by": self.requested_by,
            "created_at": self.created_at.isoformat(),
            "writes": self.content["change"],
            "approvals": [approval.as_json() for approval in self.approvals],
            "history": list(self.history),
            "checklist": list(self.checklist),
            "submitted_at": self.submitted_at.isoformat() if self.submitted_at else None,
            "expires_on": self.expires_on.isoformat() if self.expires_on else None,
            "executed_at": self.executed_at.isoformat() if self.executed_at else None,
            "undone": self.undone,
            "written": self.written,
            "reason": self.reason,
        }


def submitted_on(expires_on: date) -> date:
    """The day of submission of a plan that expires on that day."""
    return expires_on - timedelta(days=EXPIRES_DAYS)


def reminder_due(expires_on: date, reminded_on: date, today: date) -> bool:
    """Whether a day of reminding has come since approvers last heard of the plan. `reminded_on` begins as the first day."""
    begun = submitted_on(expires_on)
    return any(reminded_on < begun + timedelta(days=days) <= today for days in REMIND_AFTER_DAYS)


def functions_of(viewer: Viewer, plan: Plan) -> dict[Function, str]:
    """The functions that this person may decide for, each with whose right it is: their own, or a delegator's."""
    own = {_APPROVING[role]: viewer.email for role in viewer.roles if role in _APPROVING}
    if is_owner(viewer, plan):
        own[Function.BUSINESS_OWNER] = viewer.email
    lent = {d.function: d.giver for d in plan.delegations if d.taker == viewer.email and d.holds_for(plan)}
    named = {approval.function for approval in plan.approvals}
    return {function: by for function, by in {**lent, **own}.items() if function in named}


def is_owner(viewer: Viewer, plan: Plan) -> bool:
    """Whether the project is this person's."""
    return (plan.owner_id is not None and plan.owner_id == viewer.contributor_id) or (
        plan.content.get("project_id") in viewer.projects
    )


def may_see(viewer: Viewer, plan: Plan) -> bool:
    """Own plans, all for leaders and auditors, and those that one is to approve."""
    reach = viewer.reach(Data.PLANS)
    if Reach.ALL in reach or (reach and plan.requested_by == viewer.email):
        return True
    return bool(functions_of(viewer, plan))


def require(action: str, plan: Plan) -> None:
    """Raise `Conflict` unless the plan's state allows the step."""
    if plan.status not in _FROM[action]:
        wanted = " or ".join(sorted(status.value for status in _FROM[action]))
        raise Conflict(f"{plan.id} is {plan.status.value}, and only a plan that is {wanted} can be {_DONE[action]}.")


_DONE = {
    "submit": "submitted",
    "approve": "approved",
    "reject": "rejected",
    "withdraw": "withdrawn",
    "revise": "revised",
    "undo": "undone",
}


def bound_to(plan: Plan, version: int | None, hash_: str | None) -> None:
    """Raise `Conflict` unless version and hash are those of the plan as it stands; None means whatever it is now."""
    if version is not None and version != plan.version:
        raise Conflict(f"{plan.id} is at version {plan.version}, not {version}; look at it again and decide anew.")
    if hash_ is not None and hash_.casefold() != plan.hash:
        raise Conflict(f"The hash is not that of {plan.id} version {plan.version}; look at it again and decide anew.")
