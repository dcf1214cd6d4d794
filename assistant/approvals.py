"""The one way to draft, submit, approve, reject and withdraw a plan, behind every channel.

Each step is one transaction that no other writer of the database shares: the plan's state, what execution writes, and the
log's events are durable together or not at all. So of two approvals at once one counts, a plan is executed exactly once,
and a process that is killed on the way leaves the plan as it was before.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from assistant.audit.events import Event
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind
from knowledge.registry import plan_execution, plan_writing, plans
from knowledge.registry import tables as t
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput, Conflict, NoSuchThing, NotPermitted
from knowledge.workforce.planning.plan import Content, Function, PlanStatus
from knowledge.workforce.planning.revision import revised
from knowledge.workforce.planning.states import Plan, bound_to, functions_of, is_owner, reminder_due, require
from knowledge.workforce.viewer import OPERATOR, Data, Viewer
from knowledge.workforce.wording import listed

REASON_MAX = 2_000


@dataclass(frozen=True, slots=True)
class Bound:
    """What a decision is bound to; None is "as it stands now", which only the command line may say."""

    version: int | None = None
    hash: str | None = None
    reason: str | None = None


@dataclass
class _Step:
    """One step's transaction: its session, its plan's row, and the events it has to tell."""

    session: Session
    row: t.Plan
    plan: Plan
    now: datetime
    today: date
    events: list[Event]


@dataclass(frozen=True)
class Approvals:
    """Plans of one installation. Channels that can tell approvers look at each plan's `reminded_on` after a sweep."""

    registry: Registry
    log: OversightLog

    def draft(
        self, content: Content, viewer: Viewer, channel: str, run: str | None = None, conversation: str | None = None
    ) -> Plan:
        """Keep a new draft. Raises `NotPermitted` for who may not draft."""
        if not viewer.reach(Data.DRAFTING):
            raise NotPermitted(
                f"{viewer.email} may not draft plans; that takes the role manager, leader, procurement or hr."
            )
        drafted: list[Plan] = []

        def work(connection: Connection) -> list[Event]:
            with Session(bind=connection, expire_on_commit=False) as session:
                row = plan_writing.add(session, content, viewer.email, datetime.now(UTC))
                drafted.append(plans.load(session, row, self.registry.today()))
                session.commit()
            plan = drafted[0]
            payload = {"title": plan.title, "hash": plan.hash, "version": plan.version, "kind": plan.kind}
            people = tuple((person.id, "candidate") for option in content.options for person in option.people)
            return [
                _event(
                    EventKind.PLAN_DRAFTED,
                    plan,
                    viewer,
                    channel,
                    run=run,
                    conversation=conversation,
                    payload=payload,
                    subjects=people,
                )
            ]

        self.log.together(work)
        return drafted[0]

    def proposer(self, viewer: Viewer, channel: str, run: str, conversation: str | None) -> Callable[[Content], Plan]:
        """What a tool is given to keep a draft with, in one run of one person."""
        return lambda content: self.draft(content, viewer, channel, run, conversation)

    def submit(self, id_: str, viewer: Viewer, bound: Bound, channel: str) -> Plan:
        """Ask the functions for their approvals. Only the person who asked for the plan may."""

        def step(s: _Step) -> None:
            if s.plan.requested_by != viewer.email:
                raise NotPermitted(f"Only {s.plan.requested_by}, who asked for {s.plan.id}, can submit it.")
            require("submit", s.plan)
            bound_to(s.plan, bound.version, bound.hash)
            if blocks := _blocks(s.plan):
                verb = "blocks" if len(blocks) == 1 else "block"
                raise Conflict(
                    f"{s.plan.id} can't be submitted while {listed(blocks)} {verb} it; change the plan, or let the rule's owner "
                    "accept an exception and draft it anew."
                )
            plan_writing.submit(s.session, s.row, s.now, s.today)
            approvers = [approval.function.value for approval in s.plan.approvals]
            s.events.append(
                _event(
                    EventKind.PLAN_SUBMITTED,
                    s.plan,
                    viewer,
                    channel,
                    payload={"hash": s.plan.hash, "version": s.plan.version, "approvals": approvers},
                )
            )

        return self._change(id_, viewer, channel, step)

    def approve(self, id_: str, viewer: Viewer, bound: Bound, channel: str) -> Plan:
        """Approve for every open function of this person; the last approval executes the plan."""

        def step(s: _Step) -> None:
            functions = self._deciding(s, viewer, bound, "approve")
            complete = plan_writing.decide(s.session, s.row, functions, "approved", viewer.email, s.now, bound.reason)
            s.events += self._decided(s, viewer, functions, "approved", bound.reason, channel)
            if complete:
                written = plan_execution.execute(s.session, s.row, s.plan.content, s.now)
                payload = {"version": s.plan.version, "hash": s.plan.hash, "written": written}
                s.events.append(
                    _event(EventKind.PLAN_EXECUTED, s.plan, viewer, channel, status="executed", payload=payload)
                )

        return self._change(id_, viewer, channel, step)

    def reject(self, id_: str, viewer: Viewer, bound: Bound, channel: str) -> Plan:
        """Reject for every open function of this person; the plan can then be revised or withdrawn."""

        def step(s: _Step) -> None:
            functions = self._deciding(s, viewer, bound, "reject")
            plan_writing.decide(s.session, s.row, functions, "rejected", viewer.email, s.now, bound.reason)
            s.events += self._decided(s, viewer, functions, "rejected", bound.reason, channel)

        return self._change(id_, viewer, channel, step)

    def withdraw(self, id_: str, viewer: Viewer, bound: Bound, channel: str) -> Plan:
        """Take a plan back that has not been executed. Only the person who asked for it may."""

        def step(s: _Step) -> None:
            if s.plan.requested_by != viewer.email:
                raise NotPermitted(f"Only {s.plan.requested_by}, who asked for {s.plan.id}, can withdraw it.")
            require("withdraw", s.plan)
            bound_to(s.plan, bound.version, bound.hash)
            plan_writing.close(s.session, s.row, PlanStatus.WITHDRAWN, bound.reason)
            s.events.append(_event(EventKind.PLAN_WITHDRAWN, s.plan, viewer, channel, reason=bound.reason))

        return self._change(id_, viewer, channel, step)

    def revise(self, id_: str, viewer: Viewer, edits: dict[str, str], bound: Bound, channel: str) -> Plan:
        """A new version with a person's own words; every approval is open again."""

        def step(s: _Step) -> None:
            if s.plan.requested_by != viewer.email:
                raise NotPermitted(f"Only {s.plan.requested_by}, who asked for {s.plan.id}, can change it.")
            require("revise", s.plan)
            bound_to(s.plan, bound.version, bound.hash)
            document, fields = revised(s.plan.content, edits, viewer.email, s.now)
            plan_writing.add_version(s.session, s.row, document, viewer.email, s.now, bound.reason or "edited", fields)
            payload = {"from": s.plan.version, "fields": fields}
            s.events.append(_event(EventKind.PLAN_REVISED, s.plan, viewer, channel, payload=payload))

        return self._change(id_, viewer, channel, step)

    def undo(self, id_: str, viewer: Viewer, bound: Bound, channel: str) -> Plan:
        """Remove what an executed plan wrote. The person who asked for it or one of its approvers may."""

        def step(s: _Step) -> None:
            if viewer.email != s.plan.requested_by and viewer.email not in {a.by for a in s.plan.approvals}:
                raise NotPermitted(f"Only who asked for {s.plan.id} or approved it can undo it.")
            require("undo", s.plan)
            bound_to(s.plan, bound.version, bound.hash)
            removed = plan_execution.undo(s.session, s.row, viewer.email, bound.reason, s.now)
            s.events.append(
                _event(
                    EventKind.PLAN_UNDONE, s.plan, viewer, channel, reason=bound.reason, payload={"removed": removed}
                )
            )

        return self._change(id_, viewer, channel, step)

    def done(self, id_: str, step_id: str, viewer: Viewer, channel: str) -> Plan:
        """Tick a line of an executed plan's checklist, for one's own function or as the person who asked for the plan."""

        def step(s: _Step) -> None:
            require("undo", s.plan)
            line = s.session.scalar(
                select(t.PlanStep).where(t.PlanStep.plan_pk == s.row.pk, t.PlanStep.step == step_id)
            )
            if line is None:
                raise NoSuchThing(f"{s.plan.id} has no step {step_id}.")
            mine = line.function in viewer.role_names or viewer.email == s.plan.requested_by
            if not mine and not (line.function == Function.BUSINESS_OWNER.value and is_owner(viewer, s.plan)):
                raise NotPermitted(f"Step {step_id} of {s.plan.id} is {line.function}'s to tick.")
            if line.done_at is not None:
                raise Conflict(f"Step {step_id} of {s.plan.id} was done already.")
            line.done_by, line.done_at = viewer.email, s.now
            s.events.append(_event(EventKind.PLAN_STEP_DONE, s.plan, viewer, channel, payload={"step": step_id}))

        return self._change(id_, viewer, channel, step)

    def show(self, id_: str, viewer: Viewer, channel: str) -> Plan:
        """The plan as it stands; that an approver has seen this version is noted, once."""
        with self.registry.database.session() as session:
            plan = plans.visible_one(session, viewer, id_, self.registry.today())
        if plan is None:
            raise _nowhere(id_)
        overdue = (
            plan.status is PlanStatus.SUBMITTED
            and plan.expires_on is not None
            and plan.expires_on < self.registry.today()
        )
        deciding = plan.status is PlanStatus.SUBMITTED and set(functions_of(viewer, plan)) & plan.open_functions
        if not overdue and not deciding:
            return plan

        def step(s: _Step) -> None:
            if s.plan.status is PlanStatus.SUBMITTED and deciding:
                known = plan_writing.seconds_looked(s.session, s.row, viewer.email, s.now) is not None
                plan_writing.seen(s.session, s.row, viewer.email, s.now)
                if not known:
                    shown = {"version": s.plan.version, "hash": s.plan.hash}
                    s.events.append(_event(EventKind.PLAN_SEEN, s.plan, viewer, channel, payload=shown))

        return self._change(id_, viewer, channel, step)

    def all(self, viewer: Viewer) -> list[Plan]:
        """Every plan that this person may see, the newest first. Overdue ones are closed on the way."""
        self.sweep()
        with self.registry.database.session() as session:
            return plans.visible(session, viewer, self.registry.today())

    def sweep(self) -> list[str]:
        """Close what nobody decided in time, and note who is due a reminder; the plans that approvers are to be reminded of."""
        today = self.registry.today()
        with self.registry.database.session() as session:
            waiting = session.execute(
                select(t.Plan.id, t.Plan.expires_on, t.Plan.reminded_on).where(
                    t.Plan.status == PlanStatus.SUBMITTED.value
                )
            ).all()
        due = [r for r in waiting if r.expires_on < today or reminder_due(r.expires_on, r.reminded_on, today)]
        reminded: list[str] = []

        def step(s: _Step) -> None:
            expires_on, reminded_on = s.row.expires_on, s.row.reminded_on
            if s.plan.status is not PlanStatus.SUBMITTED or expires_on is None or reminded_on is None:
                return
            if reminder_due(expires_on, reminded_on, s.today):
                s.row.reminded_on = s.today
                open_ = sorted(function.value for function in s.plan.open_functions)
                s.events.append(_event(EventKind.PLAN_REMINDED, s.plan, OPERATOR, "clock", payload={"open": open_}))
                reminded.append(s.plan.id)

        for row in due:
            self._change(row.id, OPERATOR, "clock", step)
        return reminded

    def _change(self, id_: str, viewer: Viewer, channel: str, step: Callable[[_Step], None]) -> Plan:
        """Carry out one step on the plan as it stands, alone in its transaction."""
        result: list[Plan] = []
        refused: list[Exception] = []
        today = self.registry.today()

        def work(connection: Connection) -> list[Event]:
            with Session(bind=connection, expire_on_commit=False) as session:
                row = plans.row_of(session, id_)
                plan = plans.visible_one(session, viewer, id_, today) if row is not None else None
                if row is None or plan is None:
                    raise _nowhere(id_)
                s = _Step(session, row, plan, datetime.now(UTC), today, [])
                if plan.status is PlanStatus.SUBMITTED and row.expires_on is not None and row.expires_on < today:
                    plan_writing.close(session, row, PlanStatus.EXPIRED, "not decided in time")
                    s.events.append(
                        _event(EventKind.PLAN_EXPIRED, plan, OPERATOR, "clock", reason="not decided in time")
                    )
                    s.plan = plans.load(session, row, today)
                try:
                    step(s)
                except (Conflict, NotPermitted) as error:
                    if not s.events:
                        raise
                    refused.append(error)
                session.flush()
                session.expire_all()
                result.append(plans.load(session, row, today))
                session.commit()
            return s.events

        try:
            self.log.together(work)
        except (Conflict, NotPermitted) as error:
            self._refused(id_, viewer, channel, error)
            raise
        if refused:
            raise refused[0]
        return result[-1]

    def _refused(self, id_: str, viewer: Viewer, channel: str, error: Exception) -> None:
        """A refused step is on the record with its reason."""
        decision = "not_permitted" if isinstance(error, NotPermitted) else "conflict"
        roles = ",".join(viewer.role_names)
        self.log.append(
            Event(
                EventKind.REFUSAL,
                actor=viewer.email,
                role=roles,
                channel=channel,
                plan=id_.strip().upper()[:40],
                decision=decision,
                reason=str(error),
            )
        )

    def _deciding(self, s: _Step, viewer: Viewer, bound: Bound, action: str) -> dict[Function, str]:
        """The open functions that this person decides for now, else `NotPermitted` or `Conflict` with the reason."""
        if s.plan.requested_by == viewer.email:
            raise NotPermitted(f"Nobody decides on their own request, and {s.plan.id} is yours.")
        functions = functions_of(viewer, s.plan)
        functions = {f: whose for f, whose in functions.items() if whose != s.plan.requested_by}
        if not functions:
            wanted = listed([approval.function.label for approval in s.plan.approvals])
            raise NotPermitted(f"{viewer.email} may not {action} {s.plan.id}; that is for {wanted}.")
        require(action, s.plan)
        bound_to(s.plan, bound.version, bound.hash)
        if bound.reason is not None and len(bound.reason) > REASON_MAX:
            raise BadInput(f"The reason has {len(bound.reason):,} characters and may have {REASON_MAX:,}; shorten it.")
        open_ = {f: whose for f, whose in functions.items() if f in s.plan.open_functions}
        if not open_:
            given = listed([f.label for f in functions])
            raise Conflict(f"{given} has decided on {s.plan.id} already; there is nothing left for you to decide.")
        return open_

    def _decided(
        self, s: _Step, viewer: Viewer, functions: dict[Function, str], decision: str, reason: str | None, channel: str
    ) -> list[Event]:
        """One event a function, with what the approver saw and for how long."""
        seconds = plan_writing.seconds_looked(s.session, s.row, viewer.email, s.now)
        return [
            _event(
                EventKind.APPROVAL_DECIDED,
                s.plan,
                viewer,
                channel,
                decision=decision,
                reason=reason,
                on_behalf_of=whose if whose != viewer.email else None,
                payload={
                    "function": function.value,
                    "version": s.plan.version,
                    "hash": s.plan.hash,
                    "seconds_looked": seconds,
                },
            )
            for function, whose in functions.items()
        ]


def _event(kind: EventKind, plan: Plan, viewer: Viewer, channel: str, **fields: Any) -> Event:
    roles = ",".join(viewer.role_names)
    return Event(kind, actor=viewer.email, role=roles, channel=channel, plan=plan.id, **fields)


def _nowhere(id_: str) -> NoSuchThing:
    return NoSuchThing(f"There is no plan {id_.strip()[:60]!r} that you may see; 'workforce plan list' shows yours.")


def _blocks(plan: Plan) -> list[str]:
    """The rules whose critical gap nobody accepted."""
    return [
        check["rule"] for check in plan.content["checks"] if check["result"] == "blocked" and not check["accepted_by"]
    ]
