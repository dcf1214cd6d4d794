"""The rules before it happens: what a booking would break."""

from collections import defaultdict

from knowledge.workforce.governance.facts import Facts
from knowledge.workforce.governance.months import day_reached
from knowledge.workforce.governance.rules import BY_ID
from knowledge.workforce.governance.tenure import agency_periods
from knowledge.workforce.kinds import EngagementType, Severity
from knowledge.workforce.window import Window

SUSPENDED = "suspended"
"""The condition of an AI agent that may not act at present."""
BLOCKING = ("CON-01", "AGT-02")


def broken_by_booking(facts: Facts, window: Window) -> dict[str, tuple[str, ...]]:
    """Contributor id to the critical rules that booking them in this window would break: a contract unsigned, an agent
    out of scope, or Germany's assignment limit, where the window reaches past the day on which it is reached."""
    broken: dict[str, list[str]] = defaultdict(list)
    for agent in facts.suspended:
        broken[agent].append(SUSPENDED)
    for id_ in BLOCKING:
        for gap in BY_ID[id_].check(BY_ID[id_], facts):
            if gap.severity is Severity.CRITICAL and gap.contributor_id:
                broken[gap.contributor_id].append(id_)
    limit_rule = BY_ID["TEN-01"]
    for engagement in facts.engagements:
        contributor = facts.contributor(engagement.contributor_id)
        if contributor is None or engagement.type is not EngagementType.AGENCY or not engagement.running(facts.as_of):
            continue
        if (engagement.country or contributor.country) != "DE":
            continue
        until = max(window.end, facts.as_of)
        reached = day_reached(
            agency_periods(limit_rule, facts, contributor, until), limit_rule.setting(facts, "limit_months", "DE")
        )
        if reached is not None and reached <= window.end:
            broken[contributor.id].append("TEN-01")
    return {id_: tuple(dict.fromkeys(rules)) for id_, rules in broken.items()}
