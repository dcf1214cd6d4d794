"""Which functions must agree to a plan, and why: written once."""

from collections.abc import Iterable

from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.planning.plan import Check, Cost, Function, Need, Result
from knowledge.workforce.planning.work import Work

FINANCE_FROM = 2_500.0
"""From this cost on, in whatever currency it is, finance agrees; an unknown cost counts as above it."""


def needs_for(
    work: Work,
    kinds: Iterable[ContributorKind],
    cost: Cost,
    checks: Iterable[Check],
    requested_by: str,
    *,
    spends: bool = True,
) -> tuple[Need, ...]:
    """The functions in the order in which they are shown. There is always at least one."""
    wanted, why = frozenset(kinds), dict[Function, list[str]]()

    def add(function: Function, reason: str) -> None:
        why.setdefault(function, []).append(reason)

    if work.owner_id and work.owner_email and work.owner_email != requested_by:
        add(Function.BUSINESS_OWNER, f"{work.owner_name or 'its owner'} owns {work.project_name or 'the project'}")
    if any(kind.external for kind in wanted):
        add(Function.PROCUREMENT, "an external contributor is engaged")
    if ContributorKind.FREELANCER in wanted:
        add(Function.LEGAL, "a freelancer's status has to be determined")
    if ContributorKind.AGENCY_WORKER in wanted:
        add(Function.HR, "an agency worker's assignment is limited in time and owed equal treatment")
    if ContributorKind.AI_AGENT in wanted:
        add(Function.IT, "an AI agent gets work, tools and data")
        add(Function.LEGAL, "an AI agent's risk and data have to be assessed")
    if ContributorKind.EMPLOYEE in wanted:
        add(Function.HR, "an employee's work changes")
    if any(kind.external for kind in wanted):
        add(Function.IT, "accounts are opened for somebody from outside")
    if spends:
        if cost.amount is None:
            add(Function.FINANCE, "the cost is not fully known")
        elif cost.amount >= FINANCE_FROM:
            add(Function.FINANCE, "the cost is above what needs no approval")
        if (
            work.budget is not None
            and cost.amount is not None
            and cost.currency == work.currency
            and cost.amount > work.budget
        ):
            add(Function.FINANCE, "the cost is above the budget")
    for check in checks:
        if check.result in (Result.BLOCKED, Result.WARNED) and check.owner_function in set(Function):
            add(Function(check.owner_function), f"{check.rule} is theirs")
    if not why:
        add(Function.FINANCE, "nobody else has to agree")
    return tuple(Need(f, "; ".join(dict.fromkeys(why[f]))) for f in Function if f in why)
