"""Why somebody ranks where they do for a role, or is left out: the stored factors, one by one."""

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import listed, percent, span
from tools import candidates as c
from tools import shortlist
from tools.contract import Context, Effect, Output, SourceOut, Tool
from tools.naming import one


class ExplainInput(shortlist.ShortlistInput):
    contributors: list[str] = Field(min_length=1, max_length=5, description="Whose place is to be explained.")


class Difference(BaseModel):
    factor: str
    points: float


class ExplainOutput(Output):
    role: shortlist.DemandOut
    fit: int
    candidates: list[c.Candidate]
    differences: list[Difference]


def run(given: ExplainInput, context: Context) -> ExplainOutput:
    wanted = [one(context, EntityType.CONTRIBUTOR, name) for name in given.contributors]
    demand, ranked, matches = shortlist.ranking(given, context)
    places = {found.contributor.id: n for n, found in enumerate(ranked, 1)}
    by_id = {found.contributor.id: found for found in matches}
    must = [need.name for need in demand.skills]
    rows: list[c.Candidate] = []
    sources: list[SourceOut] = []
    for entity in wanted:
        found = by_id.get(entity.id)
        person = found.contributor if found else context.registry.contributor(entity.id)
        if person is None:
            continue
        rows.append(
            c.candidate(
                person,
                rank=places.get(entity.id),
                free=found.availability if found else None,
                skills=must,
                score=found.score if found else 0.0,
                factors=found.factors if found else (),
                blocked_by=found.blocked_by if found else ("not active, or outside what the role asks for",),
                remarks=found.remarks if found else (),
            )
        )
        sources.append(c.record(person))
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0))
    return ExplainOutput(
        role=shortlist.role_of(demand),
        fit=len(ranked),
        candidates=rows,
        differences=_differences(rows),
        sources=sources,
    )


def _differences(rows: list[c.Candidate]) -> list[Difference]:
    """By how much each factor sets the first apart from the second, the largest first."""
    if len(rows) < 2 or rows[1].rank is None:
        return []
    second = {factor.name: factor.contribution for factor in rows[1].factors}
    found = [
        Difference(factor=f.name, points=round(f.contribution - second.get(f.name, 0.0), 3)) for f in rows[0].factors
    ]
    return sorted((d for d in found if d.points), key=lambda d: -abs(d.points))


def render(output: ExplainOutput) -> str:
    role = output.role
    name = f"{role.title} ({role.id})" if role.id else role.title
    when = f"{span(Window(role.start, role.end))}, {percent(role.fte)} of full time"
    said = [f"For {name}, {when}: [[run]]"]
    for row in output.candidates:
        who = f"**{row.contributor.name}** [[contributor:{row.contributor.id}]]"
        if row.rank is None:
            said.append(f"{who} is not recommended: {row.why_not}.")
            continue
        factors = "; ".join(f"{f.name} {f.value:g} × {f.weight:g} = {f.contribution:g}" for f in row.factors)
        remarks = f" {listed(row.remarks)}." if row.remarks else ""
        said.append(f"{who} is number {row.rank} of {output.fit}, score {row.score:g}: {factors}.{remarks}")
    if output.differences:
        first, second = output.candidates[0].contributor.name, output.candidates[1].contributor.name
        told = listed([f"{d.factor} ({d.points:+g})" for d in output.differences[:3]])
        said.append(f"What sets {first} apart from {second}: {told}. Nothing else counts.")
    return "\n\n".join(said)


TOOL = Tool(
    name="explain_ranking",
    description="Why named people rank where they do for a demand or role, or are left out: factor by factor.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=ExplainInput,
    output=ExplainOutput,
    examples=(
        "Why is {contributor} ranked above {contributor} for {demand}?",
        "why isn't {contributor} on the shortlist for {demand}",
        "why not {contributor} for {demand}?",
        "explain the ranking of {contributor} for {demand}",
        "compare {contributor} and {contributor} for {demand}",
        "why was {contributor} left out of {demand}",
    ),
    explains="shortlist",
    run=run,
    render=render,
)
