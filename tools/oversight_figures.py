"""How people decide on what the assistant proposes, and what came of it: counted from the oversight log alone."""

from collections import defaultdict
from datetime import date
from typing import Any

from pydantic import Field

from knowledge.workforce.viewer import Data, Reach
from knowledge.workforce.wording import cell, count
from tools.contract import Context, Effect, Input, Output, Refused, Tool
from tools.past import past_window

MOST = 50_000


class FiguresInput(Input):
    start: date | None = Field(default=None, description="From this day on.")
    end: date | None = Field(default=None, description="Up to this day, included.")


class FiguresOutput(Output):
    start: date | None
    end: date | None
    questions: int
    answers: dict[str, int]
    refusals: dict[str, int]
    drafted: int
    executed: int
    decided: int
    rejected: int
    approvers: list[dict[str, Any]]
    own_only: bool


def run(given: FiguresInput, context: Context) -> FiguresOutput:
    if context.log is None:
        raise Refused("The oversight log can't be read from here.", reason="role", status="not_permitted")
    everything = Reach.ALL in context.viewer.reach(Data.LOG)
    actor = None if everything else context.viewer.email
    start, end = past_window(given.start, given.end, context.today)
    kinds = ("question", "answer", "refusal", "plan.drafted", "approval.decided", "plan.executed")
    events = context.log.look_up(kinds=kinds, actor=actor, subject=None, start=start, end=end, limit=MOST)
    answers: dict[str, int] = defaultdict(int)
    refusals: dict[str, int] = defaultdict(int)
    by_approver: dict[str, dict[str, int]] = defaultdict(lambda: {"approved": 0, "rejected": 0})
    counted: dict[str, int] = defaultdict(int)
    for event in events:
        counted[event["kind"]] += 1
        if event["kind"] == "answer":
            answers[str(event.get("status"))] += 1
        elif event["kind"] == "refusal":
            refusals[str(event.get("reason"))] += 1
        elif event["kind"] == "approval.decided":
            decision = "rejected" if event.get("decision") == "rejected" else "approved"
            by_approver[str(event.get("actor"))][decision] += 1
    approvers = [
        {"approver": who, **n, "rejected_percent": round(100 * n["rejected"] / (n["approved"] + n["rejected"]))}
        for who, n in sorted(by_approver.items())
    ]
    return FiguresOutput(
        start=start,
        end=end,
        questions=counted["question"],
        answers=dict(answers),
        refusals=dict(refusals),
        drafted=counted["plan.drafted"],
        executed=counted["plan.executed"],
        decided=counted["approval.decided"],
        rejected=sum(n["rejected"] for n in by_approver.values()),
        approvers=approvers,
        own_only=not everything,
    )


def render(output: FiguresOutput) -> str:
    when = f" from {output.start or 'the beginning'} to {output.end or 'today'}" if output.start or output.end else ""
    whose = " of yours" if output.own_only else ""
    asked = (
        f"**{count(output.questions, 'question')}**{whose} in the log{when}, {count(output.drafted, 'plan')} drafted"
    )
    said = [f"{asked} and {output.executed} executed. [[run]]"]
    if output.approvers:
        rows = ["| Approver | Approved | Rejected | Rejected, percent |", "| --- | ---: | ---: | ---: |"]
        columns = ("approver", "approved", "rejected", "rejected_percent")
        rows += ["| " + " | ".join(cell(str(row[column])) for column in columns) + " |" for row in output.approvers]
        said.append("\n".join(rows))
    else:
        said.append("Nobody has approved or rejected anything yet, so there is no rate to tell.")
    if output.refusals:
        reasons = ", ".join(f"{reason.replace('_', ' ')} {n}" for reason, n in sorted(output.refusals.items()))
        said.append(f"Refused: {reasons}.")
    said.append(
        "What that saved in money or time can't be told from the log: not enough data on what would have happened without it."
    )
    return "\n\n".join(said)


TOOL = Tool(
    name="oversight_figures",
    description=(
        "How often people approve, change or reject what the assistant proposes, by approver; questions, refusals, plans."
    ),
    effect=Effect.READ,
    needs=Data.LOG,
    input=FiguresInput,
    output=FiguresOutput,
    examples=(
        "How often do approvers change or reject what the AI proposes? by approver",
        "what is the override rate of the assistant's plans?",
        "what did the AI save us this quarter? be honest",
        "how many questions were refused last month?",
        "how often was the assistant used?",
        "does anybody rubber-stamp the AI's proposals?",
    ),
    run=run,
    render=render,
)
