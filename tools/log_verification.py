"""Is the oversight log whole: verified now, with what its proof rests on."""

from datetime import date
from typing import Any

from pydantic import Field

from knowledge.workforce.viewer import Data, Reach
from knowledge.workforce.wording import count
from tools.contract import Context, Effect, Input, Output, Refused, Tool
from tools.past import past_window


class VerificationInput(Input):
    start: date | None = Field(default=None, description="From this day on; the whole log is verified in any case.")
    end: date | None = Field(default=None, description="Up to this day, included.")


class VerificationOutput(Output):
    ok: bool
    events: int
    events_in_window: int | None
    start: date | None
    end: date | None
    root: str
    problems: list[dict[str, Any]]
    unpaired_intents: int
    unanchored_events: int
    unanchored_seconds: int


def run(given: VerificationInput, context: Context) -> VerificationOutput:
    if context.log is None or Reach.ALL not in context.viewer.reach(Data.LOG):
        raise Refused("Verifying the oversight log takes the role auditor.", reason="role", status="not_permitted")
    start, end = past_window(given.start, given.end, context.today)
    found = context.log.verified()
    inside = None
    if start is not None or end is not None:
        inside = context.log.counted(start=start, end=end)
    return VerificationOutput(
        ok=found["ok"],
        events=found["events"],
        events_in_window=inside,
        start=start,
        end=end,
        root=found["root"],
        problems=found["problems"][:20],
        unpaired_intents=found["unpaired_intents"],
        unanchored_events=found["unanchored"]["events"],
        unanchored_seconds=found["unanchored"]["seconds"],
    )


def render(output: VerificationOutput) -> str:
    if output.ok:
        said = [f"**The log is whole**: {count(output.events, 'event')} checked, root `{output.root[:16]}…`. [[run]]"]
    else:
        said = [f"**The log is not whole**: {count(len(output.problems), 'problem')}. [[run]]"]
        said += [f"- event {p['seq']}: {p['detail']} ({p['kind']})" for p in output.problems]
    if output.events_in_window is not None:
        when = f"{output.start or 'the beginning'} to {output.end or 'today'}"
        said.append(
            f"{count(output.events_in_window, 'event')} of it are from {when}: to alter one would change the root."
        )
    said.append(
        f"{count(output.unanchored_events, 'event')} lie after the last signed checkpoint: until the next one, those alone "
        "could be changed unseen. `workforce audit prove` and `workforce audit verify --checkpoint` show it to somebody who "
        "doesn't trust us."
    )
    return "\n\n".join(said)


TOOL = Tool(
    name="log_verification",
    description=(
        "Verify that the oversight log is whole and unaltered: hashes, sequence, signed checkpoints, pairs of intent and outcome."
    ),
    effect=Effect.READ,
    needs=Data.LOG,
    input=VerificationInput,
    output=VerificationOutput,
    examples=(
        "Prove the log was not altered between 1 Jan and 31 Mar.",
        "is the audit log complete?",
        "verify the oversight log",
        "has anybody tampered with the log?",
        "can you show that no event was deleted last quarter?",
        "is the log intact?",
    ),
    run=run,
    render=render,
)
