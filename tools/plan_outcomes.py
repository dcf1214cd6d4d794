"""What came of the plans: accepted or not, how fast, filled, and cost against plan; or that there isn't enough to say."""

from collections import Counter
from datetime import date
from statistics import median

from pydantic import BaseModel, Field

from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.planning.states import Plan
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import count, day, percent
from tools.contract import Context, Effect, Input, Output, Tool

LEAST = 5
"""Executed plans with invoices below which nothing is said about money."""
METHOD = (
    "Method: plans by their last state; cost against plan compares the invoices of the engagements that a plan wrote with the "
    "cost that it named. What would have happened without a plan is not on record, so no saving can be proven."
)


class OutcomesInput(Input):
    start: date | None = Field(default=None, description="Only plans drafted from this day on.")
    end: date | None = Field(default=None, description="Only plans drafted up to this day.")


class CostOut(BaseModel):
    currency: str
    plans: int
    planned: float
    invoiced: float
    difference: float


class OutcomesOutput(Output):
    start: date | None
    end: date | None
    drafted: int
    submitted: int
    executed: int
    rejected: int
    undone: int
    accepted_share: float | None
    accepted_percent: float | None
    median_days_to_execution: float | None
    bookings: int
    bookings_confirmed: int
    measured: int
    least: int
    costs: list[CostOut]
    method: str


def run(given: OutcomesInput, context: Context) -> OutcomesOutput:
    plans = [
        plan
        for plan in context.registry.plans()
        if (given.start is None or plan.created_at.date() >= given.start)
        and (given.end is None or plan.created_at.date() <= given.end)
    ]
    states = Counter(plan.status for plan in plans)
    executed = [plan for plan in plans if plan.status is PlanStatus.EXECUTED]
    decided = len(executed) + states[PlanStatus.REJECTED]
    share = round(len(executed) / decided, 4) if decided else None
    days = [
        (plan.executed_at - plan.submitted_at).total_seconds() / 86_400
        for plan in executed
        if plan.executed_at is not None and plan.submitted_at is not None
    ]
    ids = {id_ for plan in executed if plan.undone is None for id_ in (plan.written or {}).get("assignments", ())}
    facts = context.registry.facts()
    costs, measured = _costs(executed, context)
    return OutcomesOutput(
        start=given.start,
        end=given.end,
        drafted=len(plans),
        submitted=sum(plan.submitted_at is not None for plan in plans),
        executed=len(executed),
        rejected=states[PlanStatus.REJECTED],
        undone=sum(plan.undone is not None for plan in executed),
        accepted_share=share,
        accepted_percent=None if share is None else round(share * 100, 2),
        median_days_to_execution=round(median(days), 1) if days else None,
        bookings=len(ids),
        bookings_confirmed=sum(row.id in ids and row.confirmed for row in facts.assignments),
        measured=measured,
        least=LEAST,
        costs=costs,
        method=METHOD,
    )


def _costs(executed: list[Plan], context: Context) -> tuple[list[CostOut], int]:
    """Cost against plan by currency, where the asker may see pay and there are enough plans to say anything."""
    if not context.viewer.reach(Data.INVOICES):
        return [], 0
    facts = context.registry.facts()
    sums: dict[str, list[float]] = {}
    for plan in executed:
        cost = next((o["cost"] for o in plan.content["options"] if o["id"] == plan.content["recommended"]), None)
        rows = [i for e in (plan.written or {}).get("engagements", ()) for i in facts.invoices_of.get(e, ())]
        paid = [i for i in rows if i.amount is not None]
        if cost is None or cost["amount"] is None or not paid or {i.currency for i in paid} != {cost["currency"]}:
            continue
        found = sums.setdefault(cost["currency"], [0.0, 0.0, 0.0])
        found[0] += 1
        found[1] += cost["amount"]
        found[2] += float(sum(i.amount for i in paid if i.amount is not None))
    measured = int(sum(found[0] for found in sums.values()))
    if measured < LEAST:
        return [], measured
    return [
        CostOut(currency=c, plans=int(n), planned=planned, invoiced=paid, difference=round(planned - paid, 2))
        for c, (n, planned, paid) in sorted(sums.items())
    ], measured


def render(output: OutcomesOutput) -> str:
    when = ""
    if output.start is not None and output.end is not None:
        when = f" drafted from {day(output.start)} to {day(output.end)}"
    said: list[str] = []
    if output.costs:
        for cost in output.costs:
            word = "less" if cost.difference >= 0 else "more"
            plans = count(cost.plans, "executed plan")
            said.append(
                f"**{cost.currency} {abs(cost.difference):,.0f} {word}** than planned was invoiced on {plans}: "
                f"{cost.invoiced:,.0f} against {cost.planned:,.0f}. [[run]]"
            )
    else:
        said.append(
            f"**Not enough data** to say what was saved: {count(output.measured, 'executed plan')} with invoices, and at least "
            f"{output.least} are needed. [[run]]"
        )
    line = (
        f"On record{when}: {count(output.drafted, 'plan')}, {output.submitted} submitted, {output.executed} executed, "
        f"{output.rejected} rejected, {output.undone} undone."
    )
    if output.accepted_share is not None:
        line += f" Of those decided, {percent(output.accepted_share)} were accepted."
    if output.median_days_to_execution is not None:
        line += f" Half were executed within {output.median_days_to_execution:g} days of being submitted."
    line += f" Of {count(output.bookings, 'booking')} that they wrote, {output.bookings_confirmed} are confirmed."
    return "\n\n".join([*said, line, output.method])


TOOL = Tool(
    name="plan_outcomes",
    description=(
        "Say what came of the engagement plans and of the assistant's advice: how many were accepted, how long it took, what was "
        "filled, and cost against plan, with the method and what is uncertain."
    ),
    effect=Effect.READ,
    needs=Data.PLANS,
    input=OutcomesInput,
    output=OutcomesOutput,
    examples=(
        "what came of the engagement plans?",
        "did the plans come out at the cost that was planned?",
        "how many of the plans were accepted?",
        "how long do plans take from submission to execution",
        "did the executed plans cost what they said?",
        "show the outcomes of the plans",
        "were the bookings of executed plans confirmed",
    ),
    run=run,
    render=render,
)
