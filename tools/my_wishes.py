"""What the person who asks is interested in, and how they prefer to work: theirs to set and to take back."""

from typing import Literal

from pydantic import Field

from knowledge.workforce.errors import BadInput
from knowledge.workforce.governance.sensitive import is_sensitive
from knowledge.workforce.viewer import Data
from knowledge.workforce.voice import WishKind
from tools.contract import Ambiguous, Context, Effect, Input, Output, Refused, Tool
from tools.my_record import Me, WishOut, no_own_record, own_source


class WishInput(Input):
    wish: str = Field(max_length=500, description="The interest or preference, in few words of the person's own.")
    wish_type: Literal["interest", "preference"] = Field(
        default="interest", description="Work they would like, or how they prefer to work."
    )
    withdraw: bool = Field(default=False, description="Whether they take it back.")


class WishOutput(Output):
    contributor: Me
    wish: WishOut
    withdrawn: bool
    wishes: list[WishOut]


def run(given: WishInput, context: Context) -> WishOutput:
    voice = context.registry.voice
    records = voice.own_records()
    if not records:
        raise no_own_record(context)
    if is_sensitive(given.wish):
        raise Refused(
            "I keep nothing about health, belief, family or anything like it. Say what work you would like, or how you "
            "prefer to work, without the reason.",
            reason="protected_characteristic",
            status="refused",
        )
    try:
        wish = voice.unwish(given.wish) if given.withdraw else voice.wish(WishKind(given.wish_type), given.wish)
    except BadInput as error:
        raise Ambiguous(str(error), reason="missing_detail", choices=()) from None
    return WishOutput(
        contributor=Me(id=records[0].id, name=records[0].name),
        wish=WishOut.of(wish),
        withdrawn=given.withdraw,
        wishes=[WishOut.of(one) for one in voice.wishes()],
        sources=[own_source(record.id, record.name, record.source) for record in records],
    )


def render(output: WishOutput) -> str:
    done = "Taken back" if output.withdrawn else "Noted as yours"
    lines = [f"{done}: {output.wish.text} ({output.wish.kind}). [[run]]"]
    if output.wishes:
        lines.append("You now say: " + "; ".join(f"{w.text} ({w.kind})" for w in output.wishes) + ".")
    lines.append("It changes no assignment by itself; say the word to take it back.")
    return "\n".join(lines)


TOOL = Tool(
    name="my_wishes",
    description="Note or take back what the person who asks is interested in or prefers, in their own record.",
    effect=Effect.PROPOSE,
    needs=Data.REGISTER,
    input=WishInput,
    output=WishOutput,
    examples=(
        "I'm interested in {skill} work",
        "I would like to work more with {skill}",
        "I'd love to do more data projects",
        "note that I prefer remote work",
        "I prefer working part time",
        "put me down as interested in mentoring",
        "I'm no longer interested in {skill}",
        "I want to move into project management",
    ),
    run=run,
    render=render,
)
