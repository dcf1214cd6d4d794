"""Rules of access (ACC): it ends with the engagement, has a reason, is reviewed, and belongs to somebody."""

from collections.abc import Iterator
from datetime import date, timedelta

from knowledge.workforce.governance.facts import AccessFact, ContributorFact, Facts
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.rule import Rule, field_of, shown
from knowledge.workforce.kinds import ContributorKind

PRIVILEGED = "privileged"
_DAY = timedelta(days=1)


def access_outlives(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """ACC-01: the last engagement (else the contributor) ended more than a day ago, and access is still active."""
    for access, contributor in facts.open_access:
        if contributor is None:
            continue
        end = last_day(facts, contributor)
        if end is not None and end + _DAY < facts.as_of:
            evidence = [
                *field_of("access", access, "active", "last_used"),
                Evidence(f"contributor:{contributor.id}", "last day", shown(end)),
            ]
            yield _gap(rule, access, contributor, end + 2 * _DAY, evidence)


def privileged_without_reason(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """ACC-02: privileged access of somebody not employed, without a reason or an end."""
    for access, contributor in facts.open_access:
        if contributor is None or contributor.kind is ContributorKind.EMPLOYEE or access.level != PRIVILEGED:
            continue
        if not (access.justification or "").strip() or access.expires is None:
            evidence = field_of("access", access, "level", "justification", "expires")
            yield _gap(rule, access, contributor, access.granted_at, evidence)


def review_overdue(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """ACC-03: active access not reviewed for too long, or reviewed by whoever granted it."""
    for access, contributor in facts.open_access:
        engagement = facts.running_of(contributor.id) if contributor is not None else None
        place = facts.place(contributor, engagement) if contributor is not None else (None, None)
        key = "privileged_days" if access.level == PRIVILEGED else "standard_days"
        days = timedelta(days=rule.setting(facts, key, *place))
        reviewed = access.reviewed_at or access.granted_at
        if reviewed is not None and facts.as_of - reviewed > days:
            evidence = field_of("access", access, "level", "reviewed_at", "granted_at")
            yield _gap(rule, access, contributor, reviewed + days + _DAY, evidence)
        elif access.reviewed_by is not None and access.reviewed_by == access.granted_by:
            evidence = field_of("access", access, "reviewed_by", "granted_by")
            yield _gap(rule, access, contributor, access.reviewed_at, evidence)


def nobodys_account(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """ACC-04: an active account of somebody whom the registry doesn't know."""
    for access, contributor in facts.open_access:
        if contributor is None:
            evidence = [Evidence(f"access:{access.id}", "contributor_id", access.contributor_ref)]
            yield _gap(rule, access, None, access.granted_at, evidence)


def last_day(facts: Facts, contributor: ContributorFact) -> date | None:
    """The end of the last engagement, else of the contributor; None while one is open-ended."""
    engagements = facts.engagements_of.get(contributor.id, ())
    if not engagements:
        return contributor.end_date
    ends = [engagement.last_day for engagement in engagements]
    return None if None in ends else max(end for end in ends if end is not None)


def _gap(
    rule: Rule, access: AccessFact, contributor: ContributorFact | None, since: date | None, evidence: list[Evidence]
) -> Gap:
    whose = contributor.name if contributor is not None else access.contributor_ref
    subject = ("access", access.id, f"{whose}, {access.system}")
    return rule.gap(rule.severity, subject, contributor.id if contributor else None, since, evidence)
