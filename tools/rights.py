"""Telling somebody that they may not see something, with the contract's reason, and nothing of what there is."""

from typing import Annotated, Literal

from pydantic import Field

from knowledge.workforce.people import Contributor
from knowledge.workforce.viewer import Data, Reach, Viewer
from tools.contract import Context, Refused, Said

AskedAbout = Annotated[
    Literal["pay"] | None,
    Said(
        {
            "pay": (
                "rate", "rates", "day rate", "day rates", "hourly rate", "hourly rates", "cost", "costs", "earn", "earns",
                "earning", "salary", "salaries", "paid", "pays", "wage", "wages", "charge", "charges", "price", "compensation",
                "how expensive", "make a year", "make a month", "make an hour", "gets paid", "invoice us",
            )
        }
    ),
    Field(default=None, description="`pay` when the question is about rates, cost or pay."),
]  # fmt: skip
"""What a question about people is after, where rights differ."""


def reason(viewer: Viewer, data: Data) -> str:
    """Why this person may not see `data` of somebody: `unit_scope` where they would see it in an own unit."""
    if Reach.OWN_UNITS in viewer.reach(data):
        return "unit_scope"
    return "pay_of_others" if data is Data.PAY else "role"


def refusal(viewer: Viewer, data: Data, whose: str = "") -> Refused:
    """The answer to who may not see `data`: the same whether there is any or not."""
    of = f" of {whose}" if whose else ""
    why = reason(viewer, data)
    own = " You see it for your own units." if why == "unit_scope" else ""
    return Refused(f"You may not see {data.value}{of}.{own}", reason=why, status="not_permitted")


def sees(context: Context, data: Data, person: Contributor) -> bool:
    return context.viewer.sees(data, contributor_id=person.id, unit=person.org_unit, external=person.kind.external)


def require(context: Context, data: Data, person: Contributor) -> None:
    """Raise `Refused` unless this person may see `data` of that one."""
    if not sees(context, data, person):
        raise refusal(context.viewer, data, person.name)


def require_any(context: Context, data: Data) -> None:
    """Raise `Refused` for who sees `data` of nobody but themselves."""
    if not context.viewer.reach(data) - {Reach.OWN}:
        raise refusal(context.viewer, data)
