"""One supplier: type, agreement, owner, and the people who come from it."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import count, day
from tools import candidates as c
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.naming import several

_PEOPLE_SHOWN = 10


class SupplierInput(Input):
    supplier: str = Field(description="Name or id of the supplier.")


class SupplierRow(BaseModel):
    id: str
    name: str
    type: str | None
    country: str | None
    owner: str | None
    agreement_expires: date | None
    active_contributors: int
    contributors: list[c.Who]


class SupplierOutput(Output):
    supplier: str
    suppliers: list[SupplierRow]


def run(given: SupplierInput, context: Context) -> SupplierOutput:
    rows: list[SupplierRow] = []
    sources: list[SourceOut] = []
    for entity in several(context, EntityType.SUPPLIER, given.supplier)[:5]:
        supplier = context.registry.supplier(entity.id)
        if supplier is None:
            continue
        owner = context.registry.contributor(supplier.owner_id) if supplier.owner_id else None
        people = context.registry.contributors(Criteria(suppliers=frozenset({supplier.id})))
        rows.append(
            SupplierRow(
                id=supplier.id,
                name=supplier.name,
                type=supplier.type.value if supplier.type else None,
                country=supplier.country,
                owner=owner.name if owner else supplier.owner_id,
                agreement_expires=supplier.agreement_expires,
                active_contributors=len(people),
                contributors=[c.who(person) for person in people[:_PEOPLE_SHOWN]],
            )
        )
        sources.append(SourceOut.of(Source("record", f"supplier:{supplier.id}", supplier.name, location="registry")))
        sources += [c.record(person) for person in people[:_PEOPLE_SHOWN]]
    return SupplierOutput(supplier=given.supplier, suppliers=rows, sources=sources)


def render(output: SupplierOutput) -> str:
    return "\n\n".join(_one(row) for row in output.suppliers)


def _one(row: SupplierRow) -> str:
    kind = f", {row.type}" if row.type else ""
    said = [f"**{row.name}** ({row.id}){kind}. [[supplier:{row.id}]]"]
    expires = day(row.agreement_expires) if row.agreement_expires else None
    facts = [("Owner with us", row.owner), ("Country", row.country), ("Agreement until", expires)]
    said += [f"- {label}: {value}" for label, value in facts if value]
    said.append(f"- Active contributors: {count(row.active_contributors, 'contributor')} [[run]]")
    said += [f"  - {person.name} [[contributor:{person.id}]]" for person in row.contributors]
    return "\n".join(said)


TOOL = Tool(
    name="supplier_overview",
    description="One supplier, agency or vendor: type, who owns the relationship, agreement, and its people with us.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=SupplierInput,
    output=SupplierOutput,
    examples=(
        "Who owns the relationship with {supplier}?",
        "tell me about the vendor {supplier}",
        "when does the agreement with {supplier} end?",
        "what kind of supplier is {supplier}?",
        "how many people do we have from {supplier}",
        "who is our contact for the agency {supplier}?",
    ),
    run=run,
    render=render,
)
