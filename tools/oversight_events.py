"""What the assistant did, for whom and how it ended: the oversight log, as the asker may see it."""

import re
from collections import Counter
from datetime import date
from typing import Any, Literal

from pydantic import Field

from knowledge.workforce.viewer import Data, Reach
from knowledge.workforce.wording import cell, count
from tools.contract import Context, Effect, Input, NotFound, Output, Refused, Tool
from tools.naming import people
from tools.past import past_window

SHOWN = 20
MOST = 2_000
What = Literal["everything", "questions", "refusals", "approvals", "plans", "models", "changes"]
_KINDS: dict[str, tuple[str, ...]] = {
    "everything": (),
    "questions": ("question", "answer"),
    "refusals": ("refusal",),
    "approvals": ("approval.decided",),
    "plans": ("plan.drafted", "plan.submitted", "approval.decided", "plan.executed"),
    "models": ("model.call", "configuration"),
    "changes": ("import", "policies.changed", "user.changed", "configuration", "erasure", "identity.decided"),
}
_MEANT: tuple[tuple[str, What], ...] = (
    (r"\brefus\w+|\bdeclin\w+|\bturned (?:down|away)\b", "refusals"),
    (r"\bapprov\w+|\brejected\b|\bsigned off\b", "approvals"),
    (r"\bprompts?\b|\bmodels?\b|\bversions?\b", "models"),
    (r"\bplans?\b", "plans"),
    (r"\bimports?\b|\bconfiguration\b|\bsettings? changed\b", "changes"),
    (r"\bquestions?\b|\basked\b", "questions"),
)


class EventsInput(Input):
    contributor: str | None = Field(default=None, description="Only what concerned this person or AI agent.")
    what: What | None = Field(default=None, description="Which events; by default those that the query speaks of.")
    start: date | None = Field(default=None, description="From this day on.")
    end: date | None = Field(default=None, description="Up to this day, included.")
    query: str | None = Field(
        default=None, description="The question in the person's words; it may name an engagement."
    )


class EventsOutput(Output):
    what: str
    about: str
    start: date | None
    end: date | None
    events: list[dict[str, Any]]
    total: int
    shown: int
    reasons: dict[str, int]
    own_only: bool


def run(given: EventsInput, context: Context) -> EventsOutput:
    if context.log is None:
        raise Refused("The oversight log can't be read from here.", reason="role", status="not_permitted")
    everything = Reach.ALL in context.viewer.reach(Data.LOG)
    text = given.query or ""
    meant: What | None = next((kind for pattern, kind in _MEANT if re.search(pattern, text, re.I)), None)
    what: What = meant or given.what or "everything"
    start, end = past_window(given.start, given.end, context.today)
    subject, about = _subject(given, context)
    found = context.log.look_up(
        kinds=_KINDS[what],
        actor=None if everything else context.viewer.email,
        subject=subject,
        start=start,
        end=end,
        limit=MOST,
    )
    reasons = Counter(str(event["reason"]) for event in found if event.get("reason"))
    return EventsOutput(
        what=what,
        about=about,
        start=start,
        end=end,
        events=found[-SHOWN:],
        total=len(found),
        shown=min(len(found), SHOWN),
        reasons=dict(reasons.most_common()),
        own_only=not everything,
    )


def _subject(given: EventsInput, context: Context) -> tuple[str | None, str]:
    """Whom the events are to concern: a person named, or the one behind an engagement that the query names."""
    if given.contributor:
        entity = people(context, given.contributor)[0]
        return entity.id, f" about {entity.name} ({entity.id})"
    facts = context.registry.facts()
    for word in re.findall(r"[\w/-]*\d[\w/-]*", given.query or ""):
        engagement = facts.engagement(word)
        if engagement is not None:
            whose = facts.contributor(engagement.contributor_id)
            name = whose.name if whose else engagement.contributor_id
            return engagement.contributor_id, f" about {name}, engaged under {engagement.id}"
        if re.fullmatch(r"ENG[-_]?\w+", word, re.I):
            raise NotFound(f"There is no engagement {word} in the registry.", near=())
    return None, ""


def render(output: EventsOutput) -> str:
    when = f" from {output.start or 'the beginning'} to {output.end or 'today'}" if output.start or output.end else ""
    whose = " of yours" if output.own_only else ""
    what = {"everything": "event", "refusals": "refusal"}.get(output.what, "event")
    if not output.total:
        return f"The oversight log holds no {what}s{whose}{output.about}{when} ({output.what}). [[run]]"
    said = [f"**{count(output.total, what)}**{whose} in the oversight log{output.about}{when}. [[run]]"]
    if output.reasons:
        said.append(
            "Reasons: " + ", ".join(f"{reason.replace('_', ' ')} {n}" for reason, n in output.reasons.items()) + "."
        )
    rows = ["| No. | When (UTC) | What | Who | Tool | Outcome |", "| ---: | --- | --- | --- | --- | --- |"]
    for event in output.events:
        outcome = " ".join(filter(None, (event.get("decision") or event.get("status"), event.get("reason"))))
        kind = " ".join(filter(None, (event["kind"], event["phase"] if event["phase"] != "single" else None)))
        rows.append(
            f"| {event['seq']} | {str(event['at'])[:19].replace('T', ' ')} | {kind} | {cell(str(event.get('actor') or ''))} "
            f"| {cell(str(event.get('tool') or ''))} | {cell(outcome)} |"
        )
    said.append("\n".join(rows))
    if output.shown < output.total:
        said.append(f"The last {output.shown} of {output.total}; `workforce audit export` gives all.")
    return "\n\n".join(said)


TOOL = Tool(
    name="oversight_events",
    description=(
        "The oversight log: what the assistant did, for whom, with which tool and outcome; refused questions and why, approvals "
        "and plans, models and configuration, for a person, an engagement or a time."
    ),
    effect=Effect.READ,
    needs=Data.LOG,
    input=EventsInput,
    output=EventsOutput,
    examples=(
        "Show every AI action touching engagement ENG-1042, in order.",
        "Which questions were refused and why?",
        "what did the assistant do about {contributor} last month?",
        "show the log of AI actions concerning {contributor}",
        "which prompts and model versions were live on 3 June",
        "what was asked and answered yesterday?",
        "list all approvals that were decided this quarter",
        "who used the assistant last week and for what?",
        "was {contributor} recommended by the assistant, and when?",
        "show me the audit trail",
        "which plans did the AI draft and who approved them?",
    ),
    run=run,
    render=render,
)
