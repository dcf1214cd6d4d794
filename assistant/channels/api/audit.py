"""The oversight log over HTTP. Auditors read every event, others their own; reading is logged."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from assistant.audit.reading import Filter
from assistant.audit.vocabulary import EventKind
from assistant.channels.api.resources import Limit
from assistant.channels.http.identity import Asker, Opened
from assistant.journal import record
from knowledge.workforce.viewer import Data, Reach

router = APIRouter(prefix="/api/v1/audit", tags=["oversight log"])


@router.get("/events")
def events(
    viewer: Asker,
    opened: Opened,
    actor: str | None = None,
    subject: str | None = None,
    tool: str | None = None,
    kind: str | None = None,
    run: str | None = None,
    from_: Annotated[str | None, Query(alias="from")] = None,
    to: str | None = None,
    limit: Limit = 50,
    cursor: Annotated[str | None, Query(description="From the `next` of the page before.")] = None,
) -> dict[str, Any]:
    """Events in order, without payloads: those of a run are shown by `/audit/runs/{run}`."""
    if cursor is not None and not cursor.isdigit():
        raise HTTPException(422, "cursor: send back the `next` of the page before.")
    everything = Reach.ALL in viewer.reach(Data.LOG)
    if not everything and actor not in (None, viewer.email):
        raise HTTPException(403, "Others' events take the role auditor.")
    chosen = Filter.parse(
        from_=from_,
        to=to,
        actor=actor if everything else viewer.email,
        subject=subject,
        tool=tool,
        kind=kind,
        run=run,
        after=int(cursor or 0),
        limit=limit + 1,
    )
    found = list(opened.log.events(chosen))
    record(
        opened.log, EventKind.AUDIT_READ, viewer=viewer, channel="api", payload={"action": "events", "after": cursor}
    )
    shown = found[:limit]
    return {"items": shown, "next": str(shown[-1]["seq"]) if len(found) > limit else None}
