"""Who could do the work: the shortlist over every kind of contributor, and what else there is to choose from."""

import re
from collections import defaultdict
from decimal import Decimal
from statistics import median

from knowledge.workforce.kinds import ContributorKind, RateUnit, SupplierType
from knowledge.workforce.money import Rate
from knowledge.workforce.planning.work import Field, Fit, NearMiss, Work
from tools import candidates as c
from tools import shortlist
from tools.contract import Context, Halt
from tools.plan_work import ALL_KINDS

MOST = 200
_BELOW = re.compile(r"(?P<skill>.+) below level (?P<level>\d)")
_LACKS = re.compile(r"no (?P<skill>.+)")


def field_of(work: Work, countries: list[str], context: Context) -> tuple[Field, list[c.Candidate]]:
    """The field, and the shortlist's own rows for whoever shows them."""
    found = _shortlist(work, countries, context)
    rows = found.candidates if found is not None else []
    fits = [fit for row in rows if (fit := _fit(row, context)) is not None]
    return (
        Field(
            fits=fits,
            suppliers=_suppliers(context),
            near=tuple(_near(found, work)) if found is not None else (),
            typical=_typical(fits),
            considered=found.considered if found is not None else 0,
        ),
        rows,
    )


def _shortlist(work: Work, countries: list[str], context: Context) -> shortlist.ShortlistOutput | None:
    """The ranking, or None where the work names nothing that anybody could be ranked by."""
    stored = context.registry.demand(work.demand_id) if work.demand_id else None
    given = shortlist.ShortlistInput(
        demand=work.demand_id,
        skills=[name for name, _ in work.skills] if stored is None else [],
        min_level=min((level for _, level in work.skills), default=1) if stored is None else 1,
        count=work.count,
        fte=min(work.fte, 1.0),
        start=work.window.start,
        end=work.window.end,
        kinds=[] if stored is not None and stored.kinds_allowed else ALL_KINDS,  # pyright: ignore[reportArgumentType]
        countries=countries,
        limit=MOST,
    )
    if stored is None and not work.skills:
        return None
    try:
        return shortlist.run(given, context)
    except Halt:
        return None


def _fit(row: c.Candidate, context: Context) -> Fit | None:
    facts = context.registry.facts()
    contributor = facts.contributor(row.contributor.id)
    if contributor is None:
        return None
    agent = facts.agent_of.get(contributor.id)
    owner = facts.contributor(agent.owner_id) if agent is not None else None
    if owner is not None and (owner.status != "active" or owner.kind is ContributorKind.AI_AGENT):
        owner = None
    rate = row.rate
    hidden = rate is None and contributor.rate_amount is not None
    return Fit(
        id=contributor.id,
        name=contributor.name,
        kind=contributor.kind,
        share=min(row.availability or 0.0, 1.0),
        rate=Rate(Decimal(str(rate.amount)), rate.currency, RateUnit(rate.unit)) if rate is not None else None,
        rate_hidden=hidden,
        weekly_hours=float(contributor.weekly_hours) if contributor.weekly_hours else None,
        skills=tuple(skill.rsplit(" (level", 1)[0] for skill in row.skills),
        supplier_id=contributor.supplier_id,
        supplier=row.supplier,
        country=row.country,
        blocked_by=tuple(row.blocked_by),
        score=row.score,
        overseer=owner.name if owner is not None else None,
        overseer_id=owner.id if owner is not None else None,
    )


def _suppliers(context: Context) -> dict[str, tuple[str, ...]]:
    """Suppliers by type whose agreement still runs."""
    found: dict[str, list[str]] = defaultdict(list)
    for supplier in context.registry.suppliers():
        if supplier.type is None or supplier.type is SupplierType.PLATFORM:
            continue
        if supplier.agreement_expires is None or supplier.agreement_expires >= context.today:
            found[supplier.type.value].append(supplier.name)
    return {kind: tuple(names) for kind, names in found.items()}


def _near(found: shortlist.ShortlistOutput, work: Work) -> list[NearMiss]:
    """Whom one skill keeps out, by the shortlist's own exclusions."""
    levels = {name.casefold(): level for name, level in work.skills}
    misses: list[NearMiss] = []
    for excluded in found.excluded:
        if match := _BELOW.fullmatch(excluded.reason):
            misses.insert(0, NearMiss(match["skill"], int(match["level"]), tuple(excluded.examples)))
        elif (match := _LACKS.fullmatch(excluded.reason)) and len(levels) > 1:
            level = levels.get(match["skill"].casefold(), 1)
            misses.append(NearMiss(match["skill"], level, tuple(excluded.examples)))
    return misses


def _typical(fits: list[Fit]) -> dict[ContributorKind, Rate]:
    """The median rate of those of each kind who have the skills, in the currency and unit that most of them have."""
    rates: dict[ContributorKind, dict[tuple[str, RateUnit], list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for fit in fits:
        if fit.rate is not None:
            rates[fit.kind][fit.rate.currency, fit.rate.unit].append(fit.rate.amount)
    typical: dict[ContributorKind, Rate] = {}
    for kind, groups in rates.items():
        (currency, unit), amounts = max(groups.items(), key=lambda group: len(group[1]))
        typical[kind] = Rate(median(amounts), currency, unit)
    return typical
