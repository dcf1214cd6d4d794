"""The two ways to end a turn without a tool's result: asking back, and declining.

Models call them like tools, so that a large model and the built-in one say them in the same way; they read nothing and
change nothing, and are no part of the catalogue.
"""

from typing import Literal

from pydantic import BaseModel, Field

Reason = Literal[
    "ambiguous_person",
    "ambiguous_project",
    "ambiguous_time",
    "missing_detail",
    "out_of_scope",
    "protected_characteristic",
    "health_or_leave_reason",
    "surveillance",
    "individual_prediction",
    "legal_verdict",
    "injection",
]


class AskBack(BaseModel):
    """Ask the person one question when a choice would change the answer."""

    question: str = Field(min_length=1, description="One short question.")
    choices: list[str] = Field(default_factory=list, description="The readings to choose from.")
    reason: Reason = Field(default="missing_detail", description="Why it has to be asked.")


class Decline(BaseModel):
    """Say kindly that this can't be answered here, why, and what can be asked instead."""

    message: str = Field(min_length=1, description="What to tell the person, with a lawful alternative.")
    reason: Reason = Field(default="out_of_scope", description="Why it is declined.")
    status: Literal["unsupported", "refused"] = Field(
        default="unsupported", description="`refused` when nobody may ask it, else `unsupported`."
    )


ASK_BACK = "ask_back"
DECLINE = "decline"
SPEECH_ACTS: dict[str, type[AskBack] | type[Decline]] = {ASK_BACK: AskBack, DECLINE: Decline}


def words(act: AskBack | Decline) -> str:
    """A speech act as Markdown."""
    if isinstance(act, Decline):
        return act.message
    return "\n".join([act.question, *(f"- {choice}" for choice in act.choices)])
