"""Invoices and whether they are paid."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.registry.reading_files import FiledInvoice, Files
from knowledge.source import Source
from knowledge.workforce.viewer import Data, Reach, Role
from knowledge.workforce.wording import cell, count, listed
from tools.candidates import KindName, Who
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.people_in_scope import in_scope

SHOWN = 10


class InvoicesInput(Input):
    contributor: str | None = Field(default=None, description="Only this person's.")
    org_unit: str | None = Field(default=None, description="Only this unit's and those below it.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Only of people in these places.")
    kinds: list[KindName] = Field(default_factory=list[KindName], description="Only of these kinds of contributor.")


class InvoiceOut(BaseModel):
    id: str
    contributor: Who
    amount: float | None
    currency: str | None
    received_at: date | None
    due_at: date | None
    paid_at: date | None
    state: str


class Total(BaseModel):
    state: str
    currency: str
    amount: float
    invoices: int


class InvoicesOutput(Output):
    on: date
    found: int
    late: int
    unpaid: int
    totals: list[Total]
    totals_only: bool
    invoices: list[InvoiceOut]
    whose: str | None


def run(given: InvoicesInput, context: Context) -> InvoicesOutput:
    ids = in_scope(
        context,
        Data.INVOICES,
        contributor=given.contributor,
        org_unit=given.org_unit,
        countries=given.countries,
        cities=given.cities,
        chosen=given.kinds,
    )
    rows = Files(context.registry).invoices(ids)
    shown = [] if (totals_only := _totals_only(context)) else [_out(row) for row in rows]
    names = {row.contributor.id: row.contributor.name for row in shown[:SHOWN]}
    return InvoicesOutput(
        on=context.today,
        found=len(rows),
        late=sum(row.state == "late" for row in rows),
        unpaid=sum(row.state != "paid" for row in rows),
        totals=_totals(rows),
        totals_only=totals_only,
        invoices=shown,
        whose=given.contributor,
        sources=[SourceOut.of(Source("record", f"contributor:{i}", n, location="registry")) for i, n in names.items()],
    )


def _totals_only(context: Context) -> bool:
    """Leaders see totals; who also sees invoices by another right sees them."""
    viewer = context.viewer
    others = {Role.FINANCE, Role.PROCUREMENT, Role.MANAGER} & viewer.roles
    return Reach.ALL in viewer.reach(Data.INVOICES) and Role.LEADER in viewer.roles and not others


def _out(row: FiledInvoice) -> InvoiceOut:
    person = row.contributor
    return InvoiceOut(
        id=row.id,
        contributor=Who(id=person.id, name=person.name, kind=person.kind.value),
        amount=float(row.amount) if row.amount is not None else None,
        currency=row.currency,
        received_at=row.received_at,
        due_at=row.due_at,
        paid_at=row.paid_at,
        state=row.state,
    )


def _totals(rows: list[FiledInvoice]) -> list[Total]:
    sums: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        if row.amount is not None:
            sums.setdefault((row.state, row.currency or ""), []).append(float(row.amount))
    return [Total(state=s, currency=c, amount=round(sum(a), 2), invoices=len(a)) for (s, c), a in sorted(sums.items())]


def render(output: InvoicesOutput) -> str:
    if not output.found:
        return f"There are no invoices of that kind on record on {output.on}. [[run]]"
    totals = listed([f"{t.currency} {t.amount:,.2f} {t.state}" for t in output.totals])
    head = (
        f"**{count(output.found, 'invoice')}** on {output.on}: {output.unpaid} unpaid, of which {output.late} late. "
        f"In all {totals}. [[run]]"
    )
    if output.totals_only:
        return f"{head}\n\nYou see totals; single invoices are for finance, and for managers of the unit."
    rows = ["| Invoice | Whose | Amount | Due | Paid | State |", "| --- | --- | ---: | --- | --- | --- |"]
    for row in output.invoices[:SHOWN]:
        amount = f"{row.currency or ''} {row.amount:,.2f}".strip() if row.amount is not None else ""
        whose = f"{cell(row.contributor.name)} [[contributor:{row.contributor.id}]]"
        rows.append(
            f"| {cell(row.id)} | {whose} | {amount} | {row.due_at or 'unknown'} | {row.paid_at or 'no'} | {row.state} |"
        )
    return f"{head}\n\n" + "\n".join(rows)


TOOL = Tool(
    name="invoices",
    description="Invoices of contributors, and which are paid, due or late, as far as the asker may see.",
    effect=Effect.READ,
    needs=Data.INVOICES,
    input=InvoicesInput,
    output=InvoicesOutput,
    examples=(
        "has {contributor}'s invoice been paid",
        "show the invoices of {contributor}",
        "open invoices in {org_unit}",
        "which invoices are still open?",
        "when was {contributor} last paid",
        "total of unpaid invoices",
        "invoice status for {contributor}",
    ),
    run=run,
    render=render,
)
