"""What is held about the person who asks: by source, with what they contested and what they wish for."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from knowledge.source import Source
from knowledge.workforce.governance.sensitive import is_sensitive
from knowledge.workforce.viewer import Data
from knowledge.workforce.voice import Correction, OwnRecord, Wish
from knowledge.workforce.wording import count, day, listed
from tools.contract import Context, Effect, Input, NotFound, Output, SourceOut, Tool

_NOT_IN_A_CONVERSATION = "held, not shown in a conversation"
_ENTRIES_SHOWN = 8


class MyRecordInput(Input):
    """Takes nothing: who asks is known from the sign-in."""


class Me(BaseModel):
    id: str
    name: str


class FieldOut(BaseModel):
    field: str
    value: str


class MySkill(BaseModel):
    name: str
    level: int
    evidence: str | None
    last_used: date | None
    age_days: int | None = Field(description="Days since it was last used.")
    source: str


class EntryOut(BaseModel):
    kind: str
    text: str
    source: str


class RecordOut(BaseModel):
    record: str
    source: str
    imported_at: datetime | None
    fields: list[FieldOut]
    held_not_shown: list[str]
    skills: list[MySkill]
    entries: list[EntryOut]


class CorrectionOut(BaseModel):
    id: str
    what: str
    was: str | None
    value: str | None
    owner: str
    status: str
    raised_on: date
    decision_reason: str | None

    @classmethod
    def of(cls, correction: Correction) -> "CorrectionOut":
        return cls(
            id=correction.id,
            what=correction.what,
            was=correction.was,
            value=correction.value,
            owner=correction.owner.value,
            status=correction.status.value,
            raised_on=correction.raised_at.date(),
            decision_reason=correction.decision_reason,
        )


class WishOut(BaseModel):
    kind: str
    text: str
    since: date

    @classmethod
    def of(cls, wish: Wish) -> "WishOut":
        return cls(kind=wish.kind.value, text=wish.text, since=wish.since)


class MyRecordOutput(Output):
    contributor: Me
    records: list[RecordOut]
    corrections: list[CorrectionOut]
    wishes: list[WishOut]


def own_source(record_id: str, name: str, source: str) -> SourceOut:
    """The person's own record as a source."""
    return SourceOut.of(Source("record", f"contributor:{record_id}", name, location=source))


def no_own_record(context: Context) -> NotFound:
    """Nobody's record carries the asker's e-mail address."""
    return NotFound(
        f"No record carries the e-mail {context.viewer.email}, so there is none of yours. Records are told by their "
        "e-mail address: if yours has another, whoever keeps it can correct that.",
        reason="no_such_person",
    )


def run(_: MyRecordInput, context: Context) -> MyRecordOutput:
    voice = context.registry.voice
    records = voice.own_records()
    if not records:
        raise no_own_record(context)
    return MyRecordOutput(
        contributor=Me(id=records[0].id, name=records[0].name),
        records=[_record(record) for record in records],
        corrections=[CorrectionOut.of(correction) for correction in voice.mine()],
        wishes=[WishOut.of(wish) for wish in voice.wishes()],
        sources=[own_source(record.id, record.name, record.source) for record in records],
    )


def _record(record: OwnRecord) -> RecordOut:
    return RecordOut(
        record=record.record,
        source=record.source,
        imported_at=record.imported_at,
        fields=[
            FieldOut(field=f.field, value=_NOT_IN_A_CONVERSATION if is_sensitive(f.value) else f.value)
            for f in record.fields
        ],
        held_not_shown=[*record.kept_back, *(f.field for f in record.extra)],
        skills=[
            MySkill(
                name=s.name,
                level=s.level,
                evidence=s.evidence,
                last_used=s.last_used,
                age_days=s.age_days,
                source=s.source,
            )
            for s in record.skills
        ],
        entries=[EntryOut(kind=e.kind, text=e.text, source=e.source) for e in record.entries],
    )


def render(output: MyRecordOutput) -> str:
    parts = [_one(record, output.contributor.id) for record in output.records]
    if output.wishes:
        said = "; ".join(f"{wish.text} ({wish.kind})" for wish in output.wishes)
        parts.append(f"You say you are interested in, or prefer: {said}. [[run]]")
    if output.corrections:
        lines = [correction_line(correction) for correction in output.corrections[:10]]
        parts.append("\n".join(["What you contested: [[run]]", *lines]))
    parts.append("If something is wrong, say what: it goes to whoever owns that data, and you get an answer.")
    return "\n\n".join(parts)


def _one(record: RecordOut, id_: str) -> str:
    when = f", imported {day(record.imported_at.date())}" if record.imported_at else ""
    lines = [f"**{record.source}** holds your record {record.record}{when}: [[contributor:{id_}]]"]
    lines += [f"- {f.field.replace('_', ' ').capitalize()}: {f.value}" for f in record.fields]
    if record.skills:
        lines.append("- Skills: " + "; ".join(skill_line(skill) for skill in record.skills))
    for kind in dict.fromkeys(entry.kind for entry in record.entries):
        texts = [entry.text for entry in record.entries if entry.kind == kind]
        more = f"; and {count(len(texts) - _ENTRIES_SHOWN, 'more')}" if len(texts) > _ENTRIES_SHOWN else ""
        lines.append(f"- {kind.capitalize()}: {'; '.join(texts[:_ENTRIES_SHOWN])}{more}")
    if record.held_not_shown:
        names = listed([name.replace("_", " ") for name in record.held_not_shown])
        lines.append(f"- Held and not shown here (hr can show you): {names}")
    return "\n".join(lines)


def skill_line(skill: MySkill) -> str:
    """A skill with its level, evidence and age."""
    known = f", known by {skill.evidence}" if skill.evidence else ", no evidence on record"
    used = f", last used {day(skill.last_used)} ({skill.age_days} days ago)" if skill.last_used else ""
    return f"{skill.name} level {skill.level}{known}{used}"


def correction_line(c: CorrectionOut) -> str:
    """A correction with its state, and whose answer it waits for or got."""
    change = f": {c.was or 'nothing'} → {c.value}" if c.value else ""
    answer = f", {c.status} by {c.owner}" if c.status in ("accepted", "declined") else f", {c.status}"
    waits = f", with {c.owner}" if c.status == "open" else ""
    reason = f" ({c.decision_reason})" if c.decision_reason else ""
    return f"- {c.id}, {c.what}{change}{answer}{waits}{reason}"


TOOL = Tool(
    name="my_record",
    description="What is held about the person who asks: their own record by source, what they contested, their wishes.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=MyRecordInput,
    output=MyRecordOutput,
    examples=(
        "What do you hold about me?",
        "show me my own record",
        "what data do you have on me?",
        "which systems have information about me",
        "what's in my profile?",
        "what happened to my corrections?",
        "was my correction accepted?",
        "what skills are recorded for me",
        "what is my rate?",
        "what's my manager's name?",
        "what start date do you have for me?",
    ),
    run=run,
    render=render,
)
