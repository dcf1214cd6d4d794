"""Alternatives to the best plan side by side: all internal, best value, few externals, AI-assisted, trained by a level."""

from pydantic import BaseModel, Field

from knowledge.workforce.allocation.alternatives import ALTERNATIVES, dominated
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import count
from tools import staffing as s
from tools.contract import Context, Effect, Input, Output, Tool


class AlternativesInput(Input):
    projects: list[str] = Field(default_factory=list, description="Names or ids; all projects when none is named.")


class Alternative(BaseModel):
    """`pareto` is False when another alternative that assumes nothing new is at least as good in places, cost and externals,
    and better in one; a cost that isn't known counts as the dearest known of its role."""

    name: str
    what: str
    plan: s.Plan
    externals: int
    external_percent: float
    pareto: bool


class AlternativesOutput(Output):
    projects: list[s.Names]
    alternatives: list[Alternative]


def run(given: AlternativesInput, context: Context) -> AlternativesOutput:
    staff, projects = s.staff_of(context, given.projects)
    changed = [(option, option.change(staff)) for option in ALTERNATIVES]
    breaks = s.breaks_of(context)
    problems = [s.assemble(then, breaks, objective=option.objective) for option, then in changed]
    answers = s.solved_side_by_side(problems, s.SECONDS / 2)
    plans = [
        s.plan_of(then, problem, answer) for (_, then), problem, answer in zip(changed, problems, answers, strict=True)
    ]
    externals = [sum(row.kind not in ("employee", "ai_agent") for row in plan.assignments) for plan in plans]
    points = [
        (plan.filled, answer["objective"] or 0.0, n) for plan, answer, n in zip(plans, answers, externals, strict=True)
    ]
    firm = [point for (option, _), point in zip(changed, points, strict=True) if not option.assumes]
    rows = [
        Alternative(
            name=option.name,
            what=option.what,
            plan=plan,
            externals=n,
            external_percent=round(100 * n / plan.filled, 1) if plan.filled else 0.0,
            pareto=not dominated(point, firm),
        )
        for (option, _), plan, n, point in zip(changed, plans, externals, points, strict=True)
    ]
    return AlternativesOutput(projects=projects, alternatives=rows, sources=[])


def render(output: AlternativesOutput) -> str:
    lines = [
        f"{count(len(output.alternatives), 'alternative')} for the same open demands, each checked like the plan itself: [[run]]",
        "\n| Alternative | Places filled | Cost | Externals | Worth a look |\n| --- | ---: | ---: | ---: | --- |",
    ]
    for row in output.alternatives:
        cost = "not known" if row.plan.objective is None else s.money(row.plan.objective, row.plan.currency)
        look = "yes" if row.pareto else "another is as good in all and better in one"
        lines.append(
            f"| {row.name} ({row.what}) | {row.plan.filled} of {row.plan.places} | {cost} | {row.externals} | {look} |"
        )
    return "\n".join(lines)


TOOL = Tool(
    name="staffing_alternatives",
    description="Alternatives for staffing projects side by side: all internal, cheapest, fewer externals, AI-assisted, trained.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=AlternativesInput,
    output=AlternativesOutput,
    examples=(
        "what are the alternatives for staffing {project}?",
        "compare staffing options for {project}: all internal, cheapest, with AI",
        "show me other ways to staff {project} and {project}",
        "what if we staff {project} only with employees, or at most 20% externals?",
        "cheapest versus all internal for {project}",
        "give me the trade-offs between cost and externals for the open demands",
    ),
    run=run,
    render=render,
)
