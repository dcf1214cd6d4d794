"""Rules of contracts (CON-01 to CON-04, CON-12): signed, covered, described, and not gone on after the end."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from knowledge.workforce.governance.facts import Facts, RecordFact
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.rule import Rule, field_of, shown
from knowledge.workforce.kinds import ContributorKind, EngagementType

SENSITIVE = ("confidential", "restricted")
_DAY = timedelta(days=1)


def unsigned_contract(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-01: a running engagement of an external started without, or before, a signature."""
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds or engagement.start_date is None:
            continue
        signed = engagement.signed_at
        evidence = field_of("engagement", engagement, "start_date", "signed_at")
        if signed is None or signed > facts.as_of:
            severity = rule.severities["unsigned"]
        elif signed > engagement.start_date:
            severity = rule.severities["signed after the start"]
        else:
            continue
        yield rule.of_engagement(contributor, engagement, engagement.start_date, evidence, severity=severity)


def access_without_agreement(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-02: access to confidential data while the confidentiality or the IP agreement is not valid."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds:
            continue
        rows = [row for row in facts.access_of.get(contributor.id, ()) if row.data_class in SENSITIVE]
        if not rows:
            continue
        needed = ["nda"] if contributor.kind is ContributorKind.PARTNER else ["nda", "ip_assignment"]
        missing = [type_ for type_ in needed if not facts.valid_records(contributor, type_)]
        if missing:
            evidence = [Evidence(f"contributor:{contributor.id}", type_, None) for type_ in missing]
            evidence += [Evidence(f"access:{row.id}", "data_class", row.data_class) for row in rows]
            since = min((row.granted_at for row in rows if row.granted_at is not None), default=None)
            yield rule.of_contributor(contributor, since, evidence)


def uninsured(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-03: insurance missing, expired, too low, or about to end."""
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds:
            continue
        country, region = facts.place(contributor, engagement)
        ref = f"engagement:{engagement.id}"
        least = rule.setting(facts, "min_value", country, region)
        valid = facts.valid_records(contributor, "insurance", engagement)
        enough = [r for r in valid if least is None or (_money(r) or Decimal(0)) >= Decimal(str(least))]
        if not enough:
            last = max(
                (r.expires for r in facts.records_of(contributor, engagement, type_="insurance") if r.expires),
                default=None,
            )
            since = last + _DAY if last is not None and last < facts.as_of and not valid else engagement.start_date
            evidence = [Evidence(ref, "insurance", "; ".join(r.value or "unknown" for r in valid) or shown(last))]
            severity = rule.severities["missing, expired or too low"]
            yield rule.of_engagement(contributor, engagement, since, evidence, severity=severity)
            continue
        ends = _latest_end(enough)
        warn = timedelta(days=rule.setting(facts, "warn_days", country, region))
        if ends is not None and ends <= facts.as_of + warn:
            evidence = [Evidence(ref, "insurance expires", shown(ends))]
            severity = rule.severities["ends within warn_days"]
            yield rule.of_engagement(contributor, engagement, ends - warn, evidence, due=ends, severity=severity)


def undelivered(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-04: a statement of work without deliverables or criteria, or with something due and not accepted."""
    for contributor, engagement in facts.running():
        if contributor.kind not in rule.kinds or engagement.type is not EngagementType.SOW:
            continue
        country, region = facts.place(contributor, engagement)
        grace = timedelta(days=rule.setting(facts, "grace_days", country, region))
        ref = f"engagement:{engagement.id}"
        rows = facts.deliverables_of.get(engagement.id, ())
        evidence = [] if rows else [Evidence(ref, "deliverables", None)]
        since: date | None = None if rows else engagement.start_date
        for row in rows:
            if not (row.criteria or "").strip():
                evidence.append(Evidence(ref, f"criteria of {row.title}", None))
                since = engagement.start_date
            accepted = row.accepted_at is not None and row.accepted_at <= facts.as_of
            if row.due is not None and row.due + grace < facts.as_of and not accepted:
                evidence.append(Evidence(ref, f"due date of {row.title}", shown(row.due)))
                since = since or row.due + grace + _DAY
        if evidence:
            yield rule.of_engagement(contributor, engagement, since, evidence)


def charged_after_the_end(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-12: an invoice for time after the end of the contributor's last engagement."""
    for contributor in facts.contributors:
        engagements = facts.engagements_of.get(contributor.id, ())
        if contributor.kind not in rule.kinds or not engagements or any(e.end_date is None for e in engagements):
            continue
        last = max(engagements, key=lambda e: e.end_date or date.min)
        end = last.end_date
        late = [
            invoice
            for engagement in engagements
            for invoice in facts.invoices_of.get(engagement.id, ())
            if invoice.period_end is not None and end is not None and invoice.period_end > end
        ]
        if late:
            evidence = field_of("engagement", last, "end_date")
            evidence += [item for invoice in late for item in field_of("invoice", invoice, "period_end")]
            yield rule.of_engagement(contributor, last, end + _DAY if end else None, evidence)


def _latest_end(records: list[RecordFact]) -> date | None:
    """The last day on which one of the records holds; None where one has no end."""
    ends = [record.expires for record in records]
    return None if None in ends else max(end for end in ends if end is not None)


def _money(record: RecordFact) -> Decimal | None:
    try:
        return Decimal((record.value or "").replace(",", "").strip())
    except InvalidOperation:
        return None
