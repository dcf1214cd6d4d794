"""Plans as one viewer may see them, and the rows behind a plan for whoever changes it in one transaction."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.workforce.planning.plan import Function, PlanStatus
from knowledge.workforce.planning.states import Approval, Delegation, Plan, may_see
from knowledge.workforce.viewer import Viewer


def row_of(session: Session, id_: str) -> t.Plan | None:
    """The plan's row, by its id in any letter case."""
    return session.scalar(select(t.Plan).where(t.Plan.id == id_.strip().upper()))


def load(session: Session, row: t.Plan, today: date) -> Plan:
    """The plan of a row, whole."""
    return _plans(session, [row], today)[0]


def visible(session: Session, viewer: Viewer, today: date) -> list[Plan]:
    """Every plan that this viewer may see, the newest first."""
    rows = session.scalars(select(t.Plan).order_by(t.Plan.pk.desc())).all()
    return [plan for plan in _plans(session, rows, today) if may_see(viewer, plan)]


def visible_one(session: Session, viewer: Viewer, id_: str, today: date) -> Plan | None:
    """The plan, or None when there is none that this viewer may see."""
    row = row_of(session, id_)
    plan = load(session, row, today) if row is not None else None
    return plan if plan is not None and may_see(viewer, plan) else None


def _away(session: Session, emails: Iterable[str], today: date) -> frozenset[str]:
    """Which of these people are on leave on that day."""
    wanted = sorted(set(emails))
    if not wanted:
        return frozenset()
    email = func.lower(t.Contributor.email)
    found = session.scalars(
        select(email)
        .join(t.Leave, t.Leave.contributor_pk == t.Contributor.pk)
        .where(email.in_(wanted), t.Leave.start_date <= today, t.Leave.end_date >= today)
    )
    return frozenset(found)


def _plans(session: Session, rows: Sequence[t.Plan], today: date) -> list[Plan]:
    pks = [row.pk for row in rows]
    versions: dict[int, list[t.PlanVersion]] = defaultdict(list)
    approvals: dict[int, list[t.PlanApproval]] = defaultdict(list)
    steps: dict[int, list[t.PlanStep]] = defaultdict(list)
    executions: dict[int, t.PlanExecution] = {}
    for n in range(0, len(pks), 400):
        chunk = pks[n : n + 400]
        for version in session.scalars(
            select(t.PlanVersion).where(t.PlanVersion.plan_pk.in_(chunk)).order_by(t.PlanVersion.version)
        ):
            versions[version.plan_pk].append(version)
        for approval in session.scalars(
            select(t.PlanApproval).where(t.PlanApproval.plan_pk.in_(chunk)).order_by(t.PlanApproval.pk)
        ):
            approvals[approval.plan_pk].append(approval)
        for step in session.scalars(select(t.PlanStep).where(t.PlanStep.plan_pk.in_(chunk)).order_by(t.PlanStep.pk)):
            steps[step.plan_pk].append(step)
        for execution in session.scalars(select(t.PlanExecution).where(t.PlanExecution.plan_pk.in_(chunk))):
            executions[execution.plan_pk] = execution
    delegations = _delegations(session, today) if rows else ()
    return [
        _plan(row, versions[row.pk], approvals[row.pk], steps[row.pk], executions.get(row.pk), delegations)
        for row in rows
    ]


def _delegations(session: Session, today: date) -> tuple[Delegation, ...]:
    """Those that hold on the day; one for days of leave only where its giver is away."""
    d = t.PlanDelegation
    rows = session.scalars(select(d).where(d.start <= today, d.end >= today, d.ended_at.is_(None)).order_by(d.pk)).all()
    gone = _away(session, (row.giver for row in rows if row.when_away), today)
    roles: dict[str, set[str]] = defaultdict(set)
    ids: dict[str, set[str]] = defaultdict(set)
    if rows:
        for email, role in session.execute(
            select(t.AppUser.email, t.AppUserRole.role).join(t.AppUserRole, t.AppUserRole.user_pk == t.AppUser.pk)
        ):
            roles[email].add(role)
        email = func.lower(t.Contributor.email)
        for giver, id_ in session.execute(
            select(email, t.Contributor.id).where(email.in_({row.giver for row in rows}))
        ):
            ids[giver].add(id_)
    return tuple(
        Delegation(Function(r.function), r.giver, r.taker, r.start, r.end, r.when_away, frozenset(ids[r.giver]))
        for r in rows
        if (not r.when_away or r.giver in gone)
        and (r.function == Function.BUSINESS_OWNER.value or r.function in roles[r.giver])
    )


def _plan(
    row: t.Plan,
    versions: list[t.PlanVersion],
    approvals: list[t.PlanApproval],
    steps: list[t.PlanStep],
    execution: t.PlanExecution | None,
    delegations: tuple[Delegation, ...],
) -> Plan:
    current = next(version for version in versions if version.version == row.version)
    content: dict[str, Any] = json.loads(current.content)
    undone: dict[str, Any] | None = None
    if execution is not None and execution.undone_at is not None:
        at = execution.undone_at.isoformat()
        undone = {"at": at, "by": execution.undone_by, "reason": execution.undone_reason}
    kept = [a for a in approvals if a.version == row.version]
    return Plan(
        id=row.id,
        version=row.version,
        hash=current.hash,
        status=PlanStatus(row.status),
        kind=row.kind,
        title=row.title,
        requested_by=row.requested_by,
        created_at=row.created_at,
        content=content,
        approvals=tuple(
            Approval(Function(a.function), a.why, a.status, a.by, a.at, a.reason, a.for_email) for a in kept
        ),
        history=tuple(
            {
                "version": v.version,
                "hash": v.hash,
                "by": v.by,
                "at": v.at.isoformat(),
                "change": v.change,
                "differences": (v.differences or {}).get("fields", []),
            }
            for v in versions
        ),
        checklist=tuple(
            {
                "step": s.step,
                "function": s.function,
                "title": s.title,
                "due": s.due.isoformat(),
                "done_by": s.done_by,
                "done_at": s.done_at.isoformat() if s.done_at else None,
            }
            for s in steps
        ),
        submitted_at=row.submitted_at,
        expires_on=row.expires_on,
        reminded_on=row.reminded_on,
        executed_at=row.executed_at,
        undone=undone,
        written=execution.written if execution is not None else None,
        reason=row.reason,
        owner_id=row.owner_id,
        delegations=tuple(d for d in delegations if any(d.function.value == a.function for a in kept)),
    )
