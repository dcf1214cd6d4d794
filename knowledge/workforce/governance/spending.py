"""Rules of money (CON-05 to CON-08, CON-10, CON-11): orders, rates, budgets, payment, dependence, tax forms."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from knowledge.workforce.governance.facts import ContributorFact, EngagementFact, Facts, RateLineFact
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.places import EU
from knowledge.workforce.governance.rule import Rule, field_of, shown
from knowledge.workforce.governance.working_days import booked_days, day_rate, terms
from knowledge.workforce.kinds import DemandStatus, EngagementType, Importance, SupplierType

ORDERED = frozenset({EngagementType.AGENCY, EngagementType.FREELANCE, EngagementType.SOW, EngagementType.AI_SERVICE})
_TYPES = frozenset({SupplierType.AGENCY.value, SupplierType.VENDOR.value})
LEAST_SUPPLIERS = 3
"""Suppliers of one type that must be paid in a currency before a share of it says anything."""


def without_order(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-05: no purchase order, an expired one, or more invoiced and committed than ordered."""
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds or engagement.type not in ORDERED:
            continue
        ref = f"engagement:{engagement.id}"
        if not engagement.po_number:
            evidence = [Evidence(ref, "po_number", None)]
            yield rule.of_engagement(contributor, engagement, engagement.start_date, evidence)
            continue
        if engagement.po_expires is not None and engagement.po_expires < facts.as_of:
            since = engagement.po_expires + timedelta(days=1)
            yield rule.of_engagement(contributor, engagement, since, field_of("engagement", engagement, "po_expires"))
            continue
        if engagement.po_amount is None:
            continue
        invoiced, committed = _spent(rule, facts, contributor, engagement)
        if invoiced + committed > engagement.po_amount:
            evidence = [
                *field_of("engagement", engagement, "po_number", "po_amount"),
                Evidence(ref, "invoiced", shown(invoiced)),
                Evidence(ref, "committed", shown(committed)),
            ]
            yield rule.of_engagement(contributor, engagement, None, evidence)


def above_rate_card(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-06: a rate above the most specific line of the rate card in its currency and unit."""
    lines: dict[tuple[str, str], list[RateLineFact]] = defaultdict(list)
    for line in facts.rate_card:
        lines[line.currency, line.unit].append(line)
    for contributor, engagement in facts.running():
        amount, currency, unit = terms(contributor, engagement)
        if contributor.kind not in rule.kinds or amount is None or currency is None or unit is None:
            continue
        line = _line(facts, contributor, engagement, lines.get((currency, unit), []))
        if line is not None and amount > line.max_rate:
            evidence = [
                Evidence(f"engagement:{engagement.id}", "rate_amount", shown(amount)),
                Evidence(f"engagement:{engagement.id}", "max_rate", shown(line.max_rate)),
                Evidence(
                    f"engagement:{engagement.id}",
                    "rate card line",
                    ", ".join(filter(None, (line.title, line.level, line.region, f"{currency} per {unit}"))),
                ),
            ]
            yield rule.of_engagement(contributor, engagement, engagement.start_date, evidence)


def over_budget(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-07: what is booked on a project, past and future, costs more than its budget, or nearly."""
    cost: dict[str, Decimal] = defaultdict(Decimal)
    left_out: dict[str, int] = defaultdict(int)
    hours = _hours(rule, facts, None, None)
    for booking in facts.assignments:
        project, contributor = facts.project(booking.project_id), facts.contributor(booking.contributor_id)
        if not booking.confirmed or project is None or contributor is None or contributor.kind not in rule.kinds:
            continue
        amount, currency, unit = terms(contributor, facts.running_of(contributor.id))
        rate = day_rate(amount, unit, contributor, hours)
        if rate is None or currency != project.budget_currency:
            left_out[project.id] += 1
            continue
        cost[project.id] += rate * booked_days(booking)
    for project in facts.projects:
        if project.budget_amount is None or project.id not in cost:
            continue
        warn = Decimal(str(rule.setting(facts, "warn_share", project.country)))
        if cost[project.id] > project.budget_amount:
            severity = rule.severities["above budget"]
        elif cost[project.id] > warn * project.budget_amount:
            severity = rule.severities["above warn_share"]
        else:
            continue
        ref = f"project:{project.id}"
        evidence = [
            Evidence(ref, "budget_amount", f"{project.budget_amount} {project.budget_currency}"),
            Evidence(ref, "booked cost", f"{cost[project.id].quantize(Decimal('0.01'))} {project.budget_currency}"),
            Evidence(ref, "bookings left out", str(left_out[project.id])),
        ]
        yield rule.gap(severity, ("project", project.id, project.name), None, None, evidence)


def late_payment(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-08: an external's invoice is past its due date and not paid."""
    for invoice in facts.invoices:
        engagement = facts.engagement(invoice.engagement_id)
        contributor = facts.contributor(engagement.contributor_id if engagement else None)
        if contributor is None or engagement is None or contributor.kind not in rule.kinds:
            continue
        if invoice.paid_at is not None and invoice.paid_at <= facts.as_of:
            continue
        country, region = facts.place(contributor, engagement)
        due = invoice.due_at
        if due is None and invoice.period_end is not None:
            key = "days_eu_gb" if country in EU or country == "GB" else "days"
            due = invoice.period_end + timedelta(days=rule.setting(facts, key, country, region))
        if due is None or facts.as_of <= due:
            continue
        evidence = [*field_of("invoice", invoice, "period_end", "due_at", "paid_at")]
        subject = ("invoice", invoice.id, f"{invoice.id}, {contributor.name}")
        yield rule.gap(rule.severity, subject, contributor.id, due + timedelta(days=1), evidence, due=due)


def concentration(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-10: too much of a currency's spend goes to one supplier, or a wanted skill is held by its people alone."""
    evidence: dict[str, list[Evidence]] = defaultdict(list)
    share = Decimal(str(rule.setting(facts, "share")))
    for (currency, _), by_supplier in _paid(facts, rule.setting(facts, "months")).items():
        total = sum(by_supplier.values(), Decimal(0))
        if len(by_supplier) < LEAST_SUPPLIERS or not total:
            continue
        for supplier, amount in by_supplier.items():
            if amount > share * total:
                text = f"{amount} of {total} {currency}"
                evidence[supplier].append(Evidence(f"supplier:{supplier}", "share of spend", text))
    for skill, level, supplier in _held_by_one(facts):
        evidence[supplier].append(Evidence(f"supplier:{supplier}", "only holders of", f"{skill} (level {level})"))
    for id_, found in sorted(evidence.items()):
        supplier = facts.supplier(id_)
        name = supplier.name if supplier else id_
        yield rule.gap(rule.severity, ("supplier", id_, name), None, None, found)


def without_tax_form(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-11: somebody who sent an invoice owes a W-9, or a W-8 for work in the United States."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds:
            continue
        engagements = facts.engagements_of.get(contributor.id, ())
        if not any(facts.invoices_of.get(engagement.id) for engagement in engagements):
            continue
        if contributor.country == "US":
            wanted = "W-9"
        elif any(engagement.country == "US" for engagement in engagements):
            wanted = "W-8"
        else:
            continue
        forms = facts.valid_records(contributor, "tax_form")
        if not any((form.value or "").strip().upper().startswith(wanted) for form in forms):
            dates = [i.received_at for e in engagements for i in facts.invoices_of.get(e.id, ()) if i.received_at]
            held = "; ".join(form.value or "unknown" for form in forms) or None
            evidence = [
                Evidence(f"contributor:{contributor.id}", "tax_form", held),
                Evidence(f"contributor:{contributor.id}", "tax_form wanted", wanted),
            ]
            yield rule.of_contributor(contributor, min(dates, default=None), evidence)


def _spent(
    rule: Rule, facts: Facts, contributor: ContributorFact, engagement: EngagementFact
) -> tuple[Decimal, Decimal]:
    """What is invoiced, and what the confirmed bookings from today to the engagement's end will cost."""
    amount, currency, unit = terms(contributor, engagement)
    invoices = facts.invoices_of.get(engagement.id, ())
    invoiced = sum((i.amount for i in invoices if i.amount is not None and i.currency in (currency, None)), Decimal(0))
    country, region = facts.place(contributor, engagement)
    rate = day_rate(amount, unit, contributor, _hours(rule, facts, country, region))
    if rate is None:
        return invoiced, Decimal(0)
    days = sum(
        (booked_days(b, facts.as_of, engagement.last_day) for b in facts.bookings_of.get(contributor.id, ())),
        Decimal(0),
    )
    return invoiced, rate * days


def _hours(rule: Rule, facts: Facts, country: str | None, region: str | None) -> Decimal | None:
    hours = rule.setting(facts, "hours_per_day", country, region)
    return Decimal(str(hours)) if hours is not None else None


def _line(
    facts: Facts, contributor: ContributorFact, engagement: EngagementFact, lines: list[RateLineFact]
) -> RateLineFact | None:
    """The most specific line that fits: a subdivision before a country, a named title or level before any."""
    country, region = facts.place(contributor, engagement)
    title = (engagement.title or contributor.title or "").casefold()
    level = (engagement.level or "").casefold()

    def rank(line: RateLineFact) -> tuple[int, int]:
        named = sum(part is not None for part in (line.title, line.level, line.region))
        return named, int(line.region is not None and line.region == region)

    fitting = [
        line
        for line in lines
        if (line.title is None or line.title.casefold() == title)
        and (line.level is None or line.level.casefold() == level)
        and (line.region is None or line.region in (country, region))
    ]
    return max(fitting, key=rank, default=None)


def _paid(facts: Facts, months: int) -> dict[tuple[str, str], dict[str, Decimal]]:
    """Currency and type of supplier to what each supplier was invoiced in the last months."""
    found: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    first = add_months(facts.as_of, -months)
    for charges in facts.charged.values():
        for day, currency, type_, supplier, amount in charges:
            if first < day <= facts.as_of and type_ in _TYPES:
                found[currency, type_][supplier] += amount
    return found


def _held_by_one(facts: Facts) -> list[tuple[str, int, str]]:
    """Must skills of open demands, with level, whose active holders all come from one supplier."""
    opened = {demand.id for demand in facts.demands if demand.status == DemandStatus.OPEN}
    wanted = {
        (need.skill, need.min_level)
        for need in facts.demand_skills
        if need.demand_id in opened and need.importance == Importance.MUST
    }
    holders: dict[str, list[tuple[int, str | None]]] = defaultdict(list)
    for holder in facts.skill_holders:
        contributor = facts.contributor(holder.contributor_id)
        if contributor is not None and contributor.status == "active":
            engagement = facts.running_of(contributor.id)
            supplier = (engagement.supplier_id if engagement else None) or contributor.supplier_id
            holders[holder.skill].append((holder.level, supplier))
    found: list[tuple[str, int, str]] = []
    for skill, level in sorted(wanted):
        suppliers = {supplier for held, supplier in holders[skill] if held >= level}
        only = next(iter(suppliers)) if len(suppliers) == 1 else None
        known = facts.supplier(only)
        if known is not None and known.type in (SupplierType.AGENCY, SupplierType.VENDOR):
            found.append((skill, level, known.id))
    return found
