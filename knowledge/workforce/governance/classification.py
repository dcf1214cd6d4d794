"""Rules of classification (CLS): they ask for a review, and never give a verdict."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from knowledge.workforce.governance.facts import ContributorFact, EngagementFact, Facts
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.places import EU
from knowledge.workforce.governance.rule import Rule, field_of, shown
from knowledge.workforce.kinds import EngagedVia, EngagementType

CONTROL = ("sets_hours", "supervised_daily", "exclusive", "client_tools")


def no_current_determination(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CLS-01: a freelancer's running engagement was never determined, too long ago, or before its terms changed."""
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds:
            continue
        row = facts.classification_of.get(engagement.id)
        if row is None:
            evidence = [Evidence(f"engagement:{engagement.id}", "classification", None)]
            yield rule.of_engagement(contributor, engagement, engagement.start_date, evidence)
            continue
        country, region = facts.place(contributor, engagement)
        holds_until = add_months(row.decided_at, rule.setting(facts, "max_age_months", country, region))
        evidence = [Evidence(f"engagement:{engagement.id}", "decided_at", shown(row.decided_at))]
        if engagement.terms_changed_at is not None and engagement.terms_changed_at > row.decided_at:
            evidence += field_of("engagement", engagement, "terms_changed_at")
            yield rule.of_engagement(contributor, engagement, engagement.terms_changed_at, evidence)
        elif holds_until < facts.as_of:
            yield rule.of_engagement(contributor, engagement, holds_until + timedelta(days=1), evidence)


def core_factors(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CLS-02: in the United States, the facts recorded show control and no chance of profit or loss."""
    version = rule.law["name"]
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds:
            continue
        country, region = facts.place(contributor, engagement)
        row = facts.classification_of.get(engagement.id)
        if row is None or country not in rule.setting(facts, "countries", country, region):
            continue
        indicators = [name for name in CONTROL if getattr(row, name) is True]
        enough = len(indicators) >= rule.setting(facts, "min_indicators", country, region)
        if enough and row.pay_basis == "hourly" and row.own_investment is not True:
            ref = f"engagement:{engagement.id}"
            evidence = [Evidence(ref, name, "true") for name in indicators]
            evidence += [
                Evidence(ref, "pay_basis", row.pay_basis),
                Evidence(ref, "own_investment", shown(row.own_investment)),
                Evidence(ref, "rule set", version),
            ]
            yield rule.of_engagement(contributor, engagement, row.decided_at, evidence)


def abc_test(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CLS-03: in an ABC region, core work, or no independent trade shown."""
    for contributor, engagement in facts.running():
        country, region = facts.place(contributor, engagement)
        if contributor.kind not in rule.kinds or region not in rule.setting(facts, "abc_regions", country, region):
            continue
        row = facts.classification_of.get(engagement.id)
        core = row is not None and row.core_function is True
        trade = row is not None and (row.own_investment is True or row.other_clients is True)
        if not core and trade:
            continue
        ref = f"engagement:{engagement.id}"
        names = ("core_function", "own_investment", "other_clients")
        evidence = [Evidence(ref, name, shown(getattr(row, name)) if row else None) for name in names]
        since = row.decided_at if row is not None else engagement.start_date
        yield rule.of_engagement(contributor, engagement, since, [Evidence(ref, "region", region), *evidence])


def off_payroll(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CLS-04: own company in Great Britain without a status determination statement in time, or a dispute left open."""
    for contributor, engagement in facts.running():
        country, region = facts.place(contributor, engagement)
        if contributor.kind not in rule.kinds or country != "GB" or contributor.engaged_via != EngagedVia.OWN_COMPANY:
            continue
        if rule.setting(facts, "client_is_small", country, region):
            continue
        ref = f"engagement:{engagement.id}"
        statements = facts.records_of(contributor, engagement, type_="status_determination")
        valid = [record for record in statements if record.valid(facts.as_of)]
        issued = min((r.issued for r in valid if r.issued is not None), default=None)
        invoices = facts.invoices_of.get(engagement.id, ())
        paid = min((i.paid_at for i in invoices if i.paid_at is not None and i.paid_at <= facts.as_of), default=None)
        days = timedelta(days=rule.setting(facts, "dispute_days", country, region))
        open_since = [r.issued for r in statements if r.status == "open" and r.issued is not None]
        disputes = [day for day in open_since if day + days < facts.as_of]
        if not valid:
            evidence = [Evidence(ref, "status_determination", None)]
            yield rule.of_engagement(contributor, engagement, engagement.start_date, evidence)
        elif issued is not None and paid is not None and issued > paid:
            evidence = [
                Evidence(ref, "status_determination", shown(issued)),
                Evidence(ref, "first payment", shown(paid)),
            ]
            yield rule.of_engagement(contributor, engagement, paid, evidence)
        elif disputes:
            first = min(disputes)
            evidence = [Evidence(ref, "dispute opened", shown(first))]
            yield rule.of_engagement(contributor, engagement, first + days + timedelta(days=1), evidence)


def managed_like_an_employee(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CLS-06: somebody who is not employed was given a performance review."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds:
            continue
        about: set[tuple[str, str]] = {("contributor", contributor.id)}
        about |= {("engagement", engagement.id) for engagement in facts.engagements_of.get(contributor.id, ())}
        reviews = [
            record
            for subject in sorted(about)
            for record in facts.records_on(*subject)
            if record.type == "performance_review"
            and record.status != "revoked"
            and (record.issued is None or record.issued <= facts.as_of)
        ]
        if reviews:
            since = min((r.issued for r in reviews if r.issued is not None), default=None)
            evidence = [
                Evidence(f"{r.subject_type}:{r.subject_id}", "performance_review", shown(r.issued) or r.status)
                for r in reviews
            ]
            yield rule.of_contributor(contributor, since, evidence)


def sow_in_name_only(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CLS-07: a statement of work without deliverables, or agency work turned into one at a higher price."""
    before = _agency_before(facts)
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds or engagement.type is not EngagementType.SOW:
            continue
        ref = f"engagement:{engagement.id}"
        if not facts.deliverables_of.get(engagement.id):
            evidence = [Evidence(ref, "deliverables", None)]
            yield rule.of_engagement(contributor, engagement, engagement.start_date, evidence)
            continue
        country, region = facts.place(contributor, engagement)
        days = rule.setting(facts, "conversion_days", country, region)
        percent = Decimal(str(rule.setting(facts, "rise_percent", country, region)))
        for earlier in before.get((contributor.id, engagement.supplier_id or contributor.supplier_id), ()):
            end = earlier.last_day
            if end is None or engagement.start_date is None or not _rose(earlier, engagement, percent):
                continue
            if timedelta(0) <= engagement.start_date - end <= timedelta(days=days):
                evidence = [
                    Evidence(f"engagement:{earlier.id}", "rate_amount", shown(earlier.rate_amount)),
                    Evidence(f"engagement:{earlier.id}", "end_date", shown(end)),
                    *field_of("engagement", engagement, "rate_amount", "start_date"),
                ]
                yield rule.of_engagement(contributor, engagement, engagement.start_date, evidence)
                break


def platform_work(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CLS-09: found through a platform in the European Union, without a status assessment or a person to turn to."""
    for contributor, engagement in facts.running():
        country, _ = facts.place(contributor, engagement)
        if contributor.kind not in rule.kinds or contributor.engaged_via != EngagedVia.PLATFORM or country not in EU:
            continue
        row = facts.classification_of.get(engagement.id)
        if row is None or not engagement.human_contact_ref:
            evidence = [
                Evidence(f"engagement:{engagement.id}", "classification", shown(row.decided_at) if row else None),
                Evidence(f"engagement:{engagement.id}", "human_contact_id", engagement.human_contact_ref),
            ]
            since = max(filter(None, (engagement.start_date, rule.in_force_from)), default=None)
            yield rule.of_engagement(contributor, engagement, since, evidence)


def _agency_before(facts: Facts) -> dict[tuple[str, str | None], list[EngagementFact]]:
    found: dict[tuple[str, str | None], list[EngagementFact]] = defaultdict(list)
    for engagement in facts.engagements:
        contributor: ContributorFact | None = facts.contributor(engagement.contributor_id)
        if engagement.type is EngagementType.AGENCY and contributor is not None:
            supplier = engagement.supplier_id or contributor.supplier_id
            if supplier is not None:
                found[contributor.id, supplier].append(engagement)
    return found


def _rose(earlier: EngagementFact, later: EngagementFact, percent: Decimal) -> bool:
    comparable = (earlier.rate_currency, earlier.rate_unit) == (later.rate_currency, later.rate_unit)
    if not comparable or earlier.rate_amount is None or later.rate_amount is None:
        return False
    return later.rate_amount > earlier.rate_amount * (1 + percent / 100)
