"""Rules of data (PRV, DAT): nothing sensitive in a record, nothing kept too long, one record for one person."""

from collections.abc import Iterator
from datetime import timedelta

from knowledge.workforce.governance.access import last_day
from knowledge.workforce.governance.facts import ContributorFact, Facts
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.pairs import Pair, ordered, plain_name, shared
from knowledge.workforce.governance.rule import Rule
from knowledge.workforce.governance.sensitive import is_sensitive
from knowledge.workforce.kinds import ContributorStatus

CERTAIN = 0.99
"""The probability of one name with one e-mail address, telephone or bank account (the catalogue asks for at least 0.95)."""


def sensitive_words(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PRV-01: a record tells of health, belief, family or the like. The evidence names the field, not what it says."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds:
            continue
        fields = [name for name, text in contributor.notes if is_sensitive(text)]
        if any(is_sensitive(interest) for interest in contributor.interests):
            fields.append("interests")
        if contributor.title and is_sensitive(contributor.title, title=True):
            fields.append("title")
        if fields:
            evidence = [Evidence(f"contributor:{contributor.id}", name, "not shown") for name in sorted(fields)]
            yield rule.of_contributor(contributor, contributor.start_date, evidence)


def kept_too_long(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PRV-02: somebody ended longer ago than records are kept, and theirs is not reduced."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds or contributor.status is not ContributorStatus.ENDED:
            continue
        end = last_day(facts, contributor) or contributor.end_date
        if end is None:
            continue
        until = add_months(end, rule.setting(facts, "retention_months", contributor.country, contributor.region))
        left = _left(contributor, facts)
        if until < facts.as_of and left:
            evidence = [Evidence(f"contributor:{contributor.id}", name, "still there") for name in left]
            yield rule.of_contributor(contributor, until + timedelta(days=1), evidence)


def one_person_twice(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """DAT-01: two records that are probably, or perhaps, one person; never merged without a person."""
    propose, review = rule.setting(facts, "propose"), rule.setting(facts, "review")
    people = [contributor for contributor in facts.contributors if contributor.kind in rule.kinds]
    scores: dict[Pair, tuple[float, str]] = {}
    for pair, fields in shared(people, ("email", "phone_hash", "bank_hash")).items():
        if plain_name(pair[0].name) == plain_name(pair[1].name):
            scores[pair] = (CERTAIN, "name, " + ", ".join(fields))
    kinds = {contributor.id: contributor for contributor in people}
    for match in facts.matches:
        a, b = kinds.get(match.a), kinds.get(match.b)
        if a is not None and b is not None:
            scores.setdefault(ordered(a, b), (match.score, "match"))
    for (first, second), (score, what) in scores.items():
        if score < review:
            continue
        severity = rule.severities["from propose" if score >= propose else "from review"]
        evidence = [
            Evidence(f"contributor:{second.id}", "agrees", what),
            Evidence(f"contributor:{second.id}", "probability", f"{score:.2f}"),
        ]
        dates = [day for day in (first.start_date, second.start_date) if day is not None]
        yield rule.of_contributor(first, max(dates, default=None), evidence, severity=severity, other=second.id)


def _left(contributor: ContributorFact, facts: Facts) -> list[str]:
    """What a reduced record would no longer hold."""
    held = {
        "email": contributor.email,
        "title": contributor.title,
        "rate_amount": contributor.rate_amount,
        "interests": contributor.interests,
        "skills": contributor.has_skills,
        "records": facts.records_on("contributor", contributor.id),
    }
    return [name for name, value in held.items() if value]
