"""A plan as one person may see it: costs, rates and budgets only to who may see them (see `viewer`)."""

from typing import Any

from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.planning.states import Plan, is_owner
from knowledge.workforce.viewer import Data, Reach, Viewer

_HIDDEN = "not shown to you"


def shown_to(plan: Plan, viewer: Viewer) -> dict[str, Any]:
    """The plan document without what this person may not see. Its hash stays that of the whole version."""
    document = plan.as_json()
    reach = viewer.reach(Data.PAY)
    if Reach.ALL in reach or plan.requested_by == viewer.email or is_owner(viewer, plan):
        return document
    externals = Reach.EXTERNALS in reach
    document["budget"] = {"amount": None, "currency": None}
    document["options"] = [_option(option, externals=externals) for option in document["options"]]
    writes = document["writes"]
    document["writes"] = {**writes, "engagements": [_contract(row, externals) for row in writes["engagements"]]}
    return document


def _option(option: dict[str, Any], *, externals: bool) -> dict[str, Any]:
    kinds = {ContributorKind(person["kind"]) for person in option["people"]}
    if externals and kinds and all(kind.external for kind in kinds):
        return option
    cost = {"amount": None, "currency": None, "basis": _HIDDEN, "rate_date": None}
    return {**option, "cost": cost, "people": [{**person, "rate": None} for person in option["people"]]}


def _contract(row: dict[str, Any], externals: bool) -> dict[str, Any]:
    if externals and row["type"] not in ("employment", "ai_service"):
        return row
    return {**row, "rate_amount": None, "rate_currency": None, "rate_unit": None}
