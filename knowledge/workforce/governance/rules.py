"""The rules that are built so far, each a pure function from facts to gaps.

The numbers are defaults that `rule_settings` may replace by jurisdiction and time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from knowledge.workforce.governance.facts import ContributorFact, EngagementFact, Facts
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.months import add_months, day_reached
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, EngagementType, Severity


@dataclass(frozen=True)
class Rule:
    """One rule. `check` yields its gaps, exact to the day."""

    id: str
    title: str
    owner_function: str
    remedy: str
    check: "Callable[[Rule, Facts], Iterator[Gap]]"
    law: dict[str, str] = field(default_factory=dict[str, str])
    settings: dict[str, Any] = field(default_factory=dict[str, Any])

    def setting(self, facts: Facts, key: str, country: str | None, region: str | None = None) -> Any:
        return facts.setting(self.id, key, self.settings[key], country=country, region=region)

    def gap(
        self,
        severity: Severity,
        subject: tuple[str, str, str],
        contributor_id: str | None,
        since: date | None,
        evidence: Sequence[Evidence],
        *,
        due: date | None = None,
    ) -> Gap:
        """A gap of this rule; `subject` is type, id and name."""
        return Gap(
            rule=self.id,
            title=self.title,
            severity=severity,
            subject_type=subject[0],
            subject_id=subject[1],
            subject_name=subject[2],
            contributor_id=contributor_id,
            since=since,
            due=due,
            evidence=tuple(evidence),
            remedy=self.remedy,
            owner_function=self.owner_function,
            law=self.law,
        )


def unsigned_contract(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """CON-01: a running engagement of an external started without, or before, a signature."""
    for contributor, engagement in _running(facts):
        if not contributor.kind.external or engagement.start_date is None:
            continue
        evidence = [
            Evidence(f"engagement:{engagement.id}", "start_date", engagement.start_date.isoformat()),
            Evidence(f"engagement:{engagement.id}", "signed_at", _iso(engagement.signed_at)),
        ]
        subject = ("engagement", engagement.id, contributor.name)
        if engagement.signed_at is None:
            yield rule.gap(Severity.CRITICAL, subject, contributor.id, engagement.start_date, evidence)
        elif engagement.signed_at > engagement.start_date:
            yield rule.gap(Severity.MEDIUM, subject, contributor.id, engagement.start_date, evidence)


def german_assignment_limit(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """TEN-01: agency assignments of one person add up to the limit, those with short breaks between them included."""
    for contributor, engagement in _running(facts):
        country = engagement.country or contributor.country
        if engagement.type is not EngagementType.AGENCY or country != "DE":
            continue
        spans = agency_spans(rule, facts, contributor, facts.as_of)
        limit, warn = (rule.setting(facts, key, country) for key in ("limit_months", "warn_months"))
        reached, warned = day_reached(spans, limit), day_reached(spans, warn)
        due = reached or _projected(spans, limit)
        evidence = [Evidence(f"engagement:{engagement.id}", "agency periods", _worded(spans))]
        subject = ("engagement", engagement.id, contributor.name)
        if reached is not None and reached <= facts.as_of:
            yield rule.gap(Severity.CRITICAL, subject, contributor.id, reached, evidence, due=reached)
        elif warned is not None and warned <= facts.as_of:
            yield rule.gap(Severity.MEDIUM, subject, contributor.id, warned, evidence, due=due)


def agency_spans(rule: Rule, facts: Facts, contributor: ContributorFact, until: date) -> list[tuple[date, date]]:
    """The agency periods that count together, up to `until`: a longer break than allowed starts the count anew."""
    months = rule.setting(facts, "gap_months", "DE")
    spans: list[tuple[date, date]] = []
    for engagement in facts.engagements_of.get(contributor.id, ()):
        if (
            engagement.type is not EngagementType.AGENCY
            or engagement.start_date is None
            or engagement.start_date > until
        ):
            continue
        # The day of the count is included, so that a limit counts as reached on the day itself.
        end = min(engagement.last_day or until, until)
        if spans and engagement.start_date > add_months(spans[-1][1], months) + timedelta(days=1):
            spans = []
        if spans and engagement.start_date <= spans[-1][1] + timedelta(days=1):
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        else:
            spans.append((engagement.start_date, end))
    return [(start, end + timedelta(days=1)) if end == until else (start, end) for start, end in spans]


def access_outlives(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """ACC-01: the last engagement (else the contributor) ended more than a day ago, and access is still active."""
    for access in facts.access:
        contributor = facts.contributor(access.contributor_id)
        if contributor is None or not access.active:
            continue
        ended = last_day(facts, contributor)
        if ended is None or ended + timedelta(days=1) >= facts.as_of:
            continue
        evidence = [
            Evidence(f"access:{access.id}", "active", "true"),
            Evidence(f"contributor:{contributor.id}", "last day", ended.isoformat()),
        ]
        subject = ("access", access.id, f"{contributor.name}, {access.system}")
        yield rule.gap(Severity.CRITICAL, subject, contributor.id, ended + timedelta(days=2), evidence)


def last_day(facts: Facts, contributor: ContributorFact) -> date | None:
    """The end of the last engagement, else of the contributor; None while one is open-ended."""
    engagements = facts.engagements_of.get(contributor.id, ())
    if not engagements:
        return contributor.end_date
    ends = [engagement.last_day for engagement in engagements]
    return None if None in ends else max(end for end in ends if end is not None)


def agent_without_owner(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-01: a registered, active AI agent without a living human owner."""
    for agent in facts.agents:
        contributor = facts.contributor(agent.contributor_id)
        if contributor is None or contributor.status is not ContributorStatus.ACTIVE or _lives(facts, agent.owner_id):
            continue
        severity = Severity.HIGH if _lives(facts, agent.backup_owner_id) else Severity.CRITICAL
        owner = facts.contributor(agent.owner_id)
        since = owner.end_date if owner is not None else contributor.start_date
        evidence = [Evidence(f"agent:{contributor.id}", "owner_id", agent.owner_id or agent.owner_ref)]
        yield rule.gap(severity, ("contributor", contributor.id, contributor.name), contributor.id, since, evidence)


def agent_out_of_scope(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-02: an active AI agent that isn't registered, or whose actions pass what its registration permits."""
    registered = {agent.contributor_id: agent for agent in facts.agents}
    for contributor in facts.contributors:
        if contributor.kind is not ContributorKind.AI_AGENT or contributor.status is not ContributorStatus.ACTIVE:
            continue
        subject = ("contributor", contributor.id, contributor.name)
        agent = registered.get(contributor.id)
        if agent is None:
            evidence = [Evidence(f"contributor:{contributor.id}", "agents", None)]
            yield rule.gap(Severity.CRITICAL, subject, contributor.id, contributor.start_date, evidence)
            continue
        evidence: list[Evidence] = []
        since: date | None = None
        for action in facts.actions:
            if action.contributor_id != contributor.id or action.at.date() > facts.as_of:
                continue
            for name, value, wrong in (
                ("tool", action.tool, action.tool is not None and action.tool not in agent.allowed_tools),
                (
                    "data_class",
                    action.data_class,
                    action.data_class is not None and action.data_class not in agent.data_classes,
                ),
                ("amount", action.amount, _above(action.amount, agent.max_amount)),
            ):
                if wrong:
                    evidence.append(Evidence(f"agent_action:{action.id}", name, str(value)))
                    since = min(since or action.at.date(), action.at.date())
        if evidence:
            yield rule.gap(Severity.CRITICAL, subject, contributor.id, since, evidence)


def _above(amount: Any, limit: Any) -> bool:
    return amount is not None and limit is not None and amount > limit


def _lives(facts: Facts, id_: str | None) -> bool:
    owner = facts.contributor(id_)
    if owner is None or owner.kind is ContributorKind.AI_AGENT:
        return False
    ended = owner.end_date is not None and owner.end_date < facts.as_of
    return owner.status is not ContributorStatus.ENDED and not ended


def _running(facts: Facts) -> Iterator[tuple[ContributorFact, EngagementFact]]:
    for engagement in facts.engagements:
        contributor = facts.contributor(engagement.contributor_id)
        if contributor is not None and engagement.running(facts.as_of):
            yield contributor, engagement


def _projected(spans: list[tuple[date, date]], months: int) -> date | None:
    if not spans:
        return None
    start, end = spans[-1]
    return day_reached([*spans[:-1], (start, end + timedelta(days=800))], months)


def _worded(spans: list[tuple[date, date]]) -> str:
    return "; ".join(f"{start.isoformat()} to {end.isoformat()}" for start, end in spans)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


RULES: tuple[Rule, ...] = (
    Rule(
        "CON-01",
        "Work started without a signed contract",
        "legal",
        "Get the contract signed, or stop the work until it is.",
        unsigned_contract,
        {"name": "company policy"},
    ),
    Rule(
        "TEN-01",
        "Germany: 18-month maximum assignment",
        "hr",
        "End the assignment before the limit, or offer employment.",
        german_assignment_limit,
        {"name": "AÜG § 1 (1b)"},
        {"limit_months": 18, "warn_months": 15, "gap_months": 3},
    ),
    Rule(
        "ACC-01",
        "Engagement ended, access still active",
        "it",
        "Revoke the access today and check what it was used for since.",
        access_outlives,
        {"name": "SOC 2 CC6.2, CC6.3"},
    ),
    Rule(
        "AGT-01",
        "AI agent without a living human owner",
        "it",
        "Name an owner who works here, and a backup; suspend the agent until then.",
        agent_without_owner,
        {"name": "NIST AI RMF GOVERN 1.6"},
    ),
    Rule(
        "AGT-02",
        "Unregistered agent, or action outside permitted scope",
        "it",
        "Suspend the agent, register it or narrow what it may do, and review the actions listed.",
        agent_out_of_scope,
        {"name": "OWASP Agentic Security ASI02, ASI03, ASI10"},
    ),
)
