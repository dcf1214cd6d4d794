"""Writing plans: drafts, versions, approvals and states. The caller owns the transaction, which nobody else shares."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.workforce.planning.plan import Content, Function, PlanStatus, canonical, content_hash
from knowledge.workforce.planning.states import EXPIRES_DAYS

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


def new_id() -> str:
    """An id that can be read aloud, and that no other plan's id tells."""
    return "PLAN-" + "".join(secrets.choice(_LETTERS) + secrets.choice(_DIGITS) for _ in range(4))


def add(session: Session, content: Content, by: str, now: datetime) -> t.Plan:
    """A new plan, version 1, a draft."""
    row = t.Plan(
        id=new_id(),
        kind=content.kind.value,
        title=content.title,
        requested_by=by,
        status=PlanStatus.DRAFT.value,
        version=0,
        project_id=content.project_id,
        owner_id=content.owner_id,
        created_at=now,
    )
    session.add(row)
    session.flush()
    add_version(session, row, content.document(), by, now, "drafted", [])
    return row


def add_version(
    session: Session, row: t.Plan, document: dict[str, Any], by: str, now: datetime, change: str, fields: list[Any]
) -> None:
    """The next version, a draft again, with its approvals all open; earlier versions stay as they were."""
    row.version += 1
    row.status = PlanStatus.DRAFT.value
    row.title = document["title"]
    row.submitted_at = row.expires_on = row.reason = None
    session.add(
        t.PlanVersion(
            plan_pk=row.pk,
            version=row.version,
            content=canonical(document).decode(),
            hash=content_hash(document),
            by=by,
            at=now,
            change=change,
            differences={"fields": fields} if fields else None,
        )
    )
    for need in document["needs"]:
        session.add(
            t.PlanApproval(
                plan_pk=row.pk, version=row.version, function=need["function"], why=need["why"], status="open"
            )
        )
    session.flush()


def submit(session: Session, row: t.Plan, now: datetime, today: date) -> None:
    row.status = PlanStatus.SUBMITTED.value
    row.submitted_at = now
    row.expires_on = today + timedelta(days=EXPIRES_DAYS)
    row.reminded_on = today
    session.flush()


def decide(
    session: Session,
    row: t.Plan,
    functions: dict[Function, str],
    status: str,
    by: str,
    now: datetime,
    reason: str | None,
) -> bool:
    """Decide for these functions (each with whose right it is); whether every function has approved now."""
    parts = session.scalars(
        select(t.PlanApproval).where(t.PlanApproval.plan_pk == row.pk, t.PlanApproval.version == row.version)
    ).all()
    for part in parts:
        whose = functions.get(Function(part.function))
        if whose is not None and part.status == "open":
            part.status, part.by, part.at, part.reason = status, by, now, reason
            part.for_email = whose if whose != by else None
    if status == "rejected":
        row.status, row.reason = PlanStatus.REJECTED.value, reason
    session.flush()
    return all(part.status == "approved" for part in parts)


def close(session: Session, row: t.Plan, status: PlanStatus, reason: str | None) -> None:
    row.status, row.reason = status.value, reason
    session.flush()


def seen(session: Session, row: t.Plan, email: str, now: datetime) -> None:
    """Note when this person first saw this version."""
    key = (row.pk, row.version, email)
    if session.get(t.PlanViewing, key) is None:
        session.add(t.PlanViewing(plan_pk=row.pk, version=row.version, email=email, at=now))
        session.flush()


def seconds_looked(session: Session, row: t.Plan, email: str, now: datetime) -> int | None:
    """How long ago this person first saw this version; None when they were never shown it here."""
    viewing = session.get(t.PlanViewing, (row.pk, row.version, email))
    return None if viewing is None else max(int((now - viewing.at).total_seconds()), 0)
