"""`/api/v1/me`: what is held about the person asking, what they contest and wish for; and the queue of who answers."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from assistant.audit.vocabulary import EventKind
from assistant.channels.http.identity import Asker, Opened
from assistant.journal import record
from knowledge.workforce import voice
from knowledge.workforce.viewer import Viewer

router = APIRouter(prefix="/api/v1", tags=["own record"])

Text = Annotated[str | None, Field(max_length=500)]


class Contested(BaseModel):
    """What is wrong in one's own record, and what is right, if known."""

    model_config = ConfigDict(extra="forbid")

    field: voice.Field
    value: Text = Field(default=None, description="What is right; for a skill its level, 1 to 5.")
    skill: Text = Field(default=None, description="Whose level is wrong or missing, when the field is `skill`.")
    reason: Text = None


class Wished(BaseModel):
    """An interest or preference of one's own."""

    model_config = ConfigDict(extra="forbid")

    wish: str = Field(min_length=1, max_length=500)
    wish_type: Literal["interest", "preference"] = "interest"
    withdraw: bool = False


class Answered(BaseModel):
    """What the owner of the data says: the reason, and when accepting the right value where none was given."""

    model_config = ConfigDict(extra="forbid")

    reason: Text = None
    value: Text = None


@router.get("/me")
def me(viewer: Asker, opened: Opened) -> dict[str, Any]:
    """What is held about you, by source, with your corrections and wishes."""
    output, _ = opened.direct.use("my_record", {}, viewer, "api")
    return {"email": viewer.email, **output}


@router.post("/me/corrections")
def contest(body: Contested, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Contest a field of your record; it goes to whoever owns that data."""
    output, _ = opened.direct.use("correct_my_record", body.model_dump(mode="json", exclude_none=True), viewer, "api")
    return output


@router.post("/me/corrections/{correction}/withdraw")
def withdraw(correction: str, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Take back a correction of yours that is still open."""
    return _logged(opened, viewer, opened.registry.voice(viewer).withdraw(correction))


@router.post("/me/wishes")
def wish(body: Wished, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """Say what you are interested in, or how you prefer to work."""
    output, _ = opened.direct.use("my_wishes", body.model_dump(mode="json"), viewer, "api")
    return output


@router.get("/corrections")
def queue(viewer: Asker, opened: Opened, status: voice.CorrectionStatus | None = None) -> dict[str, Any]:
    """The corrections that you answer for; the open ones unless a status is given."""
    found = opened.registry.voice(viewer).queue(status or voice.CorrectionStatus.OPEN)
    return {"items": [correction.as_json() for correction in found], "next": None}


@router.post("/corrections/{correction}/accept")
def accept(correction: str, body: Answered, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """The person is right: the value holds until its source says something new."""
    decided = opened.registry.voice(viewer).decide(correction, accept=True, reason=body.reason, value=body.value)
    return _logged(opened, viewer, decided)


@router.post("/corrections/{correction}/decline")
def decline(correction: str, body: Answered, viewer: Asker, opened: Opened) -> dict[str, Any]:
    """The record stays as it is; the person reads why."""
    return _logged(opened, viewer, opened.registry.voice(viewer).decide(correction, accept=False, reason=body.reason))


def _logged(opened: Opened, viewer: Viewer, decided: voice.Correction) -> dict[str, Any]:
    kind, decision = EventKind.CORRECTION_DECIDED, decided.status.value
    reason, payload = decided.decision_reason, decided.told
    record(opened.log, kind, viewer=viewer, channel="api", decision=decision, reason=reason, payload=payload)
    return decided.as_json()
