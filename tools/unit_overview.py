"""One organisational unit: who heads it, where it belongs, and how many work in it."""

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.criteria import Criteria, Grouping
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import count, listed
from tools import candidates as c
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.naming import one


class UnitInput(Input):
    org_unit: str = Field(description="Name or id of the unit or department.")


class KindCount(BaseModel):
    kind: str
    contributors: int


class UnitOutput(Output):
    org_unit: str
    name: str
    function: str | None
    head: c.Who | None
    part_of: str | None
    units: list[str]
    contributors: int
    kinds: list[KindCount]


def run(given: UnitInput, context: Context) -> UnitOutput:
    entity = one(context, EntityType.ORG_UNIT, given.org_unit)
    units = context.registry.org_units()
    unit = next(unit for unit in units if unit.id == entity.id)
    head = context.registry.contributor(unit.head_id) if unit.head_id else None
    counts = context.registry.head_count(Grouping.KIND, Criteria(org_units=frozenset({unit.id})))
    sources = [SourceOut.of(Source("record", f"org_unit:{unit.id}", unit.name, location="registry"))]
    return UnitOutput(
        org_unit=unit.id,
        name=unit.name,
        function=unit.function,
        head=c.who(head) if head else None,
        part_of=next((above.name for above in units if above.id == unit.parent_id), None),
        units=[below.name for below in units if below.parent_id == unit.id],
        contributors=sum(found.n for found in counts),
        kinds=[KindCount(kind=found.kind.plural, contributors=found.n) for found in counts],
        sources=sources + ([c.record(head)] if head else []),
    )


def render(output: UnitOutput) -> str:
    said = [f"**{output.name}** ({output.org_unit}). [[org_unit:{output.org_unit}]]"]
    head = f"{output.head.name} [[contributor:{output.head.id}]]" if output.head else "none on record"
    kinds = listed([f"{row.contributors} {row.kind}" for row in output.kinds])
    work = f"{count(output.contributors, 'contributor')}, units below counted: {kinds} [[run]]" if kinds else None
    facts = [
        ("Head", head),
        ("Function", output.function),
        ("Part of", output.part_of),
        ("Units below", listed(output.units)),
        ("Who works there", work),
    ]
    return "\n".join(said + [f"- {label}: {value}" for label, value in facts if value])


TOOL = Tool(
    name="unit_overview",
    description="One department or unit: its head, what it is part of, the units below, and who works there by kind.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=UnitInput,
    output=UnitOutput,
    examples=(
        "Who leads {org_unit}?",
        "who is the head of {org_unit}",
        "who manages {org_unit}",
        "tell me about {org_unit}",
        "what is {org_unit}?",
        "which teams belong to {org_unit}",
        "what is {org_unit} part of",
    ),
    run=run,
    render=render,
)
