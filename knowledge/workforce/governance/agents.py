"""Rules of AI agents (AGT): an owner, a scope, an assessment, a notice, a log, oversight by people, fair shortlists."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

from knowledge.workforce.governance.facts import ActionFact, AgentFact, ApprovalFact, ContributorFact, Facts, LogFact
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.people import ended
from knowledge.workforce.governance.rule import Rule, shown
from knowledge.workforce.kinds import ContributorKind, ContributorStatus

OVERSIGHT_TRAINING = "training:AI oversight"
LOG = ("log", "oversight", "the oversight log")
ASSISTANT = ("contributor", "workforce-assistant", "Workforce Assistant")
LOG_RULES = frozenset({"AGT-05", "AGT-06", "AGT-07"})
"""The rules that look at the oversight log."""


def agent_without_owner(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-01: a registered, active AI agent without a living human owner."""
    for contributor, agent in _active(rule, facts):
        if agent is None or _lives(facts, agent.owner_id):
            continue
        backup = _lives(facts, agent.backup_owner_id)
        severity = rule.severities["backup lives" if backup else "no backup"]
        owner = facts.contributor(agent.owner_id)
        gone = owner.end_date + timedelta(days=1) if owner is not None and owner.end_date is not None else None
        evidence = [Evidence(f"agent:{contributor.id}", "owner_id", agent.owner_id or agent.owner_ref)]
        if backup:
            evidence.append(Evidence(f"agent:{contributor.id}", "backup_owner_id", agent.backup_owner_id))
        yield rule.of_contributor(contributor, gone or contributor.start_date, evidence, severity=severity)


def agent_out_of_scope(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-02: an active AI agent that isn't registered, or one whose actions pass what its registration permits."""
    actions = _actions(facts)
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds:
            continue
        agent = facts.agent_of.get(contributor.id)
        if agent is None:
            if contributor.status is ContributorStatus.ACTIVE:
                evidence = [Evidence(f"contributor:{contributor.id}", "agents", None)]
                yield rule.of_contributor(contributor, contributor.start_date, evidence)
            continue
        evidence: list[Evidence] = []
        days: list[date] = []
        for action in actions.get(contributor.id, ()):
            beyond = _beyond(action, agent)
            evidence += beyond
            if beyond:
                days.append(action.at.date())
        if evidence:
            yield rule.of_contributor(contributor, min(days), evidence)


def agent_not_assessed(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-03: a registered, active AI agent whose risk was not assessed, or not since it changed."""
    for contributor, agent in _active(rule, facts):
        if agent is None:
            continue
        assessed, changed = agent.assessed_at, agent.changed_at
        outdated = assessed is not None and changed is not None and changed > assessed
        if assessed is None or outdated or not agent.risk_class:
            ref = f"agent:{contributor.id}"
            names = ("assessed_at", "changed_at", "risk_class")
            evidence = [Evidence(ref, name, shown(getattr(agent, name))) for name in names]
            yield rule.of_contributor(contributor, changed if outdated else contributor.start_date, evidence)


def people_not_told(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-04: an active AI agent works in a country in which nobody was told of it."""
    for contributor, _ in _active(rule, facts):
        engagement = facts.running_of(contributor.id)
        countries = {facts.place(contributor, engagement)[0]} if engagement is not None else set[str | None]()
        for booking in facts.bookings_of.get(contributor.id, ()):
            project = facts.project(booking.project_id)
            if project is not None and booking.end_date >= facts.as_of:
                countries.add(project.country)
        notices = facts.valid_records(contributor, "notice")
        told = {(notice.value or "").strip().upper() for notice in notices}
        untold = sorted(country for country in countries if country is not None and country not in told)
        if untold and "ALL" not in told:
            evidence = [Evidence(f"contributor:{contributor.id}", f"notice for {country}", None) for country in untold]
            yield rule.of_contributor(contributor, contributor.start_date, evidence)


def log_not_whole(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-05: the assistant's oversight log is broken, or is kept for less time than the law of a place asks."""
    if facts.log is None:
        return
    evidence = [Evidence("log:oversight", "verification", problem) for problem in facts.log.problems]
    months: dict[str, int] = rule.settings["retention_months"]
    regions = {region for c in facts.contributors for region in (c.country, c.region) if region}
    wanted = max(value for place, value in months.items() if place == "all" or place in regions)
    kept = facts.log.retention_days
    if kept is not None and kept < wanted * 30.4:
        evidence.append(Evidence("log:oversight", "retention_days", str(kept)))
    if evidence:
        yield rule.gap(rule.severity, LOG, None, None, evidence)


def no_human_oversight(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-06: an agent's action with an amount was approved by nobody, by no human, or by one without the training."""
    actions = _actions(facts)
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds:
            continue
        wrong = [a for a in actions.get(contributor.id, ()) if a.amount is not None and not _overseen(a, facts)]
        if wrong:
            evidence = [
                Evidence(f"agent_action:{a.id}", "approved_by", a.approved_by or a.approved_by_ref) for a in wrong
            ]
            yield rule.of_contributor(contributor, min(a.at.date() for a in wrong), evidence)
    if facts.log is not None:
        yield from _oversight_of_the_assistant(rule, facts, facts.log)


def unfair_shortlists(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """AGT-07: the shortlists disadvantage a group, or were last audited too long ago."""
    if facts.log is None or facts.log.bias_audited_at is None:
        return
    until = add_months(facts.log.bias_audited_at, rule.setting(facts, "audit_months"))
    if until < facts.as_of:
        evidence = [Evidence("log:oversight", "bias_audited_at", shown(facts.log.bias_audited_at))]
        yield rule.gap(rule.severity, LOG, None, until + timedelta(days=1), evidence)


def _oversight_of_the_assistant(rule: Rule, facts: Facts, log: LogFact) -> Iterator[Gap]:
    """Plans carried out on the word of somebody unknown or untrained, and approvers who approve all at a glance."""
    evidence: list[Evidence] = []
    days: list[date] = []
    decisions: dict[str, list[ApprovalFact]] = defaultdict(list)
    for approval in log.approvals:
        decisions[approval.by].append(approval)
        if approval.approved and approval.plan in log.executed and not _trained(approval.by, facts):
            evidence.append(Evidence(f"plan:{approval.plan}", "approved_by", approval.by))
            days.append(approval.day)
    least, share, seconds = (rule.setting(facts, key) for key in ("count", "share", "seconds"))
    for who, theirs in sorted(decisions.items()):
        approved = sum(one.approved for one in theirs) / len(theirs)
        looked = [one.seconds for one in theirs if one.seconds is not None]
        if len(theirs) >= least and approved >= share and looked and median(looked) < seconds:
            said = f"{approved:.0%} of {len(theirs)} approved, in a median of {median(looked):.0f} seconds"
            evidence.append(Evidence("log:oversight", f"decisions of {who}", said))
            days.append(max(one.day for one in theirs))
    if evidence:
        yield rule.gap(rule.severity, ASSISTANT, ASSISTANT[1], min(*days, facts.as_of), evidence)


def _trained(email: str, facts: Facts) -> bool:
    """Whether an approver is a person on record with a valid training in overseeing AI."""
    person = facts.contributor_by_email.get(email.casefold())
    if person is None or person.kind is ContributorKind.AI_AGENT:
        return False
    return bool(facts.valid_records(person, OVERSIGHT_TRAINING))


def _active(rule: Rule, facts: Facts) -> Iterator[tuple[ContributorFact, AgentFact | None]]:
    for contributor in facts.contributors:
        if contributor.kind in rule.kinds and contributor.status is ContributorStatus.ACTIVE:
            yield contributor, facts.agent_of.get(contributor.id)


def _actions(facts: Facts) -> dict[str, list[ActionFact]]:
    found: dict[str, list[ActionFact]] = defaultdict(list)
    for action in facts.actions:
        if action.contributor_id is not None and action.at.date() <= facts.as_of:
            found[action.contributor_id].append(action)
    return found


def _beyond(action: ActionFact, agent: AgentFact) -> list[Evidence]:
    ref = f"agent_action:{action.id}"
    found: list[Evidence] = []
    if action.tool is not None and action.tool not in agent.allowed_tools:
        found.append(Evidence(ref, "tool", action.tool))
    if action.data_class is not None and action.data_class not in agent.data_classes:
        found.append(Evidence(ref, "data_class", action.data_class))
    if action.amount is not None and agent.max_amount is not None and action.amount > agent.max_amount:
        found.append(Evidence(ref, "amount", shown(action.amount)))
    return found


def _lives(facts: Facts, id_: str | None) -> bool:
    owner = facts.contributor(id_)
    return owner is not None and owner.kind is not ContributorKind.AI_AGENT and not ended(owner, facts.as_of)


def _overseen(action: ActionFact, facts: Facts) -> bool:
    approver: Any = facts.contributor(action.approved_by)
    if approver is None or approver.id == action.contributor_id or approver.kind is ContributorKind.AI_AGENT:
        return False
    return bool(facts.valid_records(approver, OVERSIGHT_TRAINING))
