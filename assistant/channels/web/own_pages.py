"""One's own record and what one says about it; the corrections that one answers for; settings and health."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from assistant import health
from assistant.audit.vocabulary import EventKind
from assistant.channels.http.identity import Opened
from assistant.channels.web.shell import CHANNEL, PageRoute, SignedIn, Writing, render
from assistant.journal import record
from knowledge.workforce import voice
from knowledge.workforce.errors import NoSuchThing
from knowledge.workforce.viewer import Role, Viewer

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Text = Annotated[str, Form(max_length=500)]


@router.get("/me", response_class=HTMLResponse)
def me(request: Request, viewer: SignedIn, opened: Opened) -> Response:
    """What is held about this person, by source, and the corrections that wait for their answer."""
    try:
        mine, nothing = opened.direct.use("my_record", {}, viewer, CHANNEL)[0], ""
    except NoSuchThing as error:
        mine, nothing = None, str(error)
    queue = opened.registry.voice(viewer).queue(voice.CorrectionStatus.OPEN)
    return render(
        request,
        "me.html",
        viewer,
        mine=mine,
        nothing=nothing,
        queue=[q.as_json() for q in queue],
        fields=list(voice.Field),
    )


@router.post("/me/corrections")
def contest(
    viewer: Writing,
    opened: Opened,
    field: Annotated[voice.Field, Form()],
    skill: Text = "",
    value: Text = "",
    reason: Text = "",
) -> Response:
    """Contest a field of one's own record."""
    given = {"field": field.value, "skill": skill.strip(), "value": value.strip(), "reason": reason.strip()}
    return _used(opened, viewer, "correct_my_record", {name: text for name, text in given.items() if text})


@router.post("/me/wishes")
def wish(
    viewer: Writing,
    opened: Opened,
    wish: Annotated[str, Form(min_length=1, max_length=500)],
    wish_type: Annotated[str, Form(pattern="^(interest|preference)$")] = "interest",
    withdraw: Annotated[bool, Form()] = False,
) -> Response:
    """Say or take back an interest or preference."""
    return _used(opened, viewer, "my_wishes", {"wish": wish, "wish_type": wish_type, "withdraw": withdraw})


@router.post("/me/corrections/{correction}/withdraw")
def withdraw(viewer: Writing, opened: Opened, correction: str) -> Response:
    """Take back a correction of one's own."""
    return _decided(opened, viewer, opened.registry.voice(viewer).withdraw(correction))


@router.post("/corrections/{correction}/{answer}")
def decide(
    viewer: Writing,
    opened: Opened,
    correction: str,
    answer: Annotated[str, "accept or decline"],
    reason: Text = "",
    value: Text = "",
) -> Response:
    """Answer a correction as the owner of that data."""
    if answer not in ("accept", "decline"):
        raise HTTPException(404, "There is no such step.")
    said: dict[str, Any] = {"accept": answer == "accept", "reason": reason.strip() or None}
    if said["accept"]:
        said["value"] = value.strip() or None
    return _decided(opened, viewer, opened.registry.voice(viewer).decide(correction, **said))


@router.get("/settings", response_class=HTMLResponse)
def settings(request: Request, viewer: SignedIn, opened: Opened, check: Annotated[bool, Query()] = False) -> Response:
    """Who one is here; for admins, what is set and whether everything is sound."""
    admin = Role.ADMIN in viewer.roles
    found = health.examine(opened) if check and admin else []
    chosen = opened.settings
    values = {
        "Model": chosen.chosen_model,
        "Embeddings": chosen.embeddings,
        "Today": chosen.day().isoformat(),
        "Database": opened.database.engine.dialect.name,
        "Policy index": "a Chroma server" if chosen.chroma_url else "embedded",
        "Slack": "configured" if chosen.slack_bot_token else "not configured",
        "Conversations are kept": f"{chosen.conversation_days} days",
        "Longest question": f"{chosen.question_max_characters:,} characters",
    }
    with opened.registry.reading(viewer) as reading:
        sources = reading.freshness()
    return render(
        request,
        "settings.html",
        viewer,
        admin=admin,
        found=found,
        values=values if admin else {},
        sources=sources,
        units=sorted(viewer.units),
        projects=sorted(viewer.projects),
        contributor=viewer.contributor_id,
        tokens=opened.registry.users.tokens(viewer.email),
    )


@router.post("/settings/tokens/{token}/revoke")
def revoke(viewer: Writing, opened: Opened, token: int) -> Response:
    """End one of one's own API tokens."""
    opened.registry.users.revoke_token(viewer.email, token)
    payload = {"email": viewer.email, "token_revoked": token}
    record(opened.log, EventKind.USER_CHANGED, viewer=viewer, channel=CHANNEL, payload=payload)
    return RedirectResponse("/settings", status_code=303)


def _used(opened: Opened, viewer: Viewer, tool: str, arguments: dict[str, Any]) -> Response:
    opened.direct.use(tool, arguments, viewer, CHANNEL)
    return RedirectResponse("/me", status_code=303)


def _decided(opened: Opened, viewer: Viewer, decided: voice.Correction) -> Response:
    record(
        opened.log,
        EventKind.CORRECTION_DECIDED,
        viewer=viewer,
        channel=CHANNEL,
        decision=decided.status.value,
        reason=decided.decision_reason,
        payload=decided.told,
    )
    return RedirectResponse("/me", status_code=303)
