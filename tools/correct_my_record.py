"""Something in one's own record is wrong: it goes to whoever owns that data. Nothing changes before they answer."""

from pydantic import Field as Described

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import Data
from knowledge.workforce.voice import IDENTIFYING, Field
from tools.contract import Ambiguous, Choice, Context, Effect, Input, Output, Tool
from tools.my_record import CorrectionOut, Me, correction_line, no_own_record, own_source
from tools.naming import one


class CorrectionInput(Input):
    field: Field | None = Described(default=None, description="What is wrong; leave out when it is a skill's level.")
    skill: str | None = Described(default=None, description="The skill whose level is wrong or missing.")
    level: int | None = Described(
        default=None, ge=1, le=5, description="The level that is right, when a skill is meant."
    )
    value: str | None = Described(
        default=None, description="What is right, if they said: dates as YYYY-MM-DD, countries by ISO code."
    )
    reason: str | None = Described(default=None, max_length=500, description="Why, in the person's own words.")


class CorrectionOutput(Output):
    contributor: Me
    raised: list[CorrectionOut]
    value_given: bool


def run(given: CorrectionInput, context: Context) -> CorrectionOutput:
    voice = context.registry.voice
    records = voice.own_records()
    if not records:
        raise no_own_record(context)
    skill = one(context, EntityType.SKILL, given.skill).name if given.skill else None
    field = Field.SKILL if skill else given.field
    if field is None or (field is Field.SKILL and skill is None):
        raise _which(skill_named=field is Field.SKILL)
    value = str(given.level) if field is Field.SKILL and given.level else _meant(context, field, given.value)
    try:
        raised = voice.correct(field, value=value, skill=skill, reason=given.reason)
    except BadInput as error:
        raise Ambiguous(str(error), reason="missing_detail", choices=()) from None
    return CorrectionOutput(
        contributor=Me(id=records[0].id, name=records[0].name),
        raised=[CorrectionOut.of(correction) for correction in raised],
        value_given=value is not None,
        sources=[own_source(record.id, record.name, record.source) for record in records],
    )


_NAMED = {
    Field.MANAGER: EntityType.CONTRIBUTOR,
    Field.ORG_UNIT: EntityType.ORG_UNIT,
    Field.COUNTRY: EntityType.COUNTRY,
}


def _meant(context: Context, field: Field, value: str | None) -> str | None:
    """The value as the registry keeps it: people say names where it holds ids and codes."""
    if value is None or field not in _NAMED:
        return value
    return one(context, _NAMED[field], value).id


def _which(*, skill_named: bool) -> Ambiguous:
    if skill_named:
        return Ambiguous("Which skill do you mean, and which level is right?", reason="missing_detail", choices=())
    choices = tuple(Choice(field.value, field.label) for field in Field)
    return Ambiguous("What in your record is wrong?", reason="missing_detail", choices=choices)


def render(output: CorrectionOutput) -> str:
    first = output.raised[0]
    lines = [f"Noted; nothing has changed yet. It is with {first.owner}, who will accept or decline it: [[run]]"]
    lines += [correction_line(correction) for correction in output.raised]
    if not output.value_given:
        lines.append("You can also say what is right.")
    elif any(first.what == field.label for field in IDENTIFYING):
        lines.append("What you said is right is kept for hr alone.")
    return "\n".join(lines)


TOOL = Tool(
    name="correct_my_record",
    description="Pass on that something in the asker's own record is wrong or contested, to whoever owns that data.",
    effect=Effect.PROPOSE,
    needs=Data.REGISTER,
    input=CorrectionInput,
    output=CorrectionOutput,
    examples=(
        "my phone number is wrong",
        "I contest my level in {skill}",
        "my {skill} level should be 4",
        "my job title is out of date, it should be Senior Analyst",
        "please correct my address",
        "I live in {city} now, my record is wrong",
        "my start date is wrong",
        "the name you have for me is misspelt",
        "I also know {skill}, that's missing from my record",
        "my manager is wrong in your records",
        "my weekly hours are not right",
    ),
    run=run,
    render=render,
)
