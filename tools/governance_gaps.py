"""Governance gaps that the asker may see, over every kind of contributor."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.governance.spoken import rules_meant
from knowledge.workforce.governance.visibility import may_see
from knowledge.workforce.kinds import ContributorKind, Severity
from knowledge.workforce.viewer import Data, Reach
from knowledge.workforce.wording import cell, count
from tools.candidates import KindName
from tools.contract import Context, Effect, Input, NotFound, Output, SourceOut, Tool
from tools.naming import ids, kinds, one, people

SHOWN = 10
EXPLAINED = 5
"""Up to so many gaps the answer says what shows each."""
SeverityName = Literal["critical", "high", "medium", "low"]


class GapsInput(Input):
    rule: str | None = Field(default=None, description="One rule's id, such as TEN-01.")
    severity: SeverityName | None = Field(default=None, description="Only gaps of this severity.")
    kinds: list[KindName] = Field(
        default_factory=list[KindName], description="Only gaps of these kinds of contributor."
    )
    contributor: str | None = Field(default=None, description="Only gaps of this person or AI agent.")
    org_unit: str | None = Field(default=None, description="Only gaps of people in this unit.")
    supplier: str | None = Field(default=None, description="Only gaps of this supplier's people.")
    country: str | None = Field(default=None, description="Only gaps of people in this country.")
    city: str | None = Field(default=None, description="Only gaps of people in this city.")
    subject: str | None = Field(default=None, description="Only gaps whose subject has this id.")
    query: str | None = Field(
        default=None, description="What the gaps are about, in the person's words: it narrows them to the rules meant."
    )
    as_of: date | None = Field(default=None, description="As things stood on this day.")


class GapsOutput(Output):
    as_of: date
    gaps: list[dict[str, Any]]
    counts: dict[str, int]
    total: int
    shown: int
    accepted: int
    scope: str
    rules: list[str]
    coverage: list[str]


def run(given: GapsInput, context: Context) -> GapsOutput:
    known = {rule.id for rule in _rules()}
    if given.rule and given.rule.upper() not in known:
        raise NotFound(f"There is no rule {given.rule}; the rules are {', '.join(sorted(known))}.")
    as_of = given.as_of or context.today
    facts = context.registry.facts(as_of)
    meant = frozenset({given.rule.upper()}) if given.rule else rules_meant(given.query or "")
    report = context.registry.gaps(as_of)
    chosen = kinds(given.kinds)
    units = ids(context, EntityType.ORG_UNIT, [given.org_unit] if given.org_unit else [])
    suppliers = ids(context, EntityType.SUPPLIER, [given.supplier] if given.supplier else [])
    country = one(context, EntityType.COUNTRY, given.country).id if given.country else None
    city = one(context, EntityType.CITY, given.city).id.casefold() if given.city else None
    persons = {entity.id for entity in people(context, given.contributor)} if given.contributor else None
    covered = _units_below(context, set(units))
    kept: list[Any] = []
    for gap in report.gaps:
        who = facts.contributor(gap.contributor_id)
        unit = who.org_unit if who else None
        if not may_see(context.viewer, gap, facts):
            continue
        conditions = (
            not meant or gap.rule in meant,
            given.severity in (None, gap.severity.value),
            not chosen or (who is not None and ContributorKind(who.kind) in chosen),
            persons is None or gap.contributor_id in persons,
            not units or unit in covered,
            not suppliers or (who is not None and who.supplier_id in suppliers),
            country is None or (who is not None and who.country == country),
            city is None or (who is not None and (who.city or "").casefold() == city),
            given.subject in (None, gap.subject_id, gap.contributor_id),
        )
        if all(conditions):
            kept.append(gap)
    kept.sort(key=lambda gap: (gap.severity.rank, gap.rule, gap.subject_id))
    counts = {severity.value: sum(gap.severity is severity for gap in kept) for severity in Severity}
    everything = Reach.ALL in context.viewer.reach(Data.GAPS)
    return GapsOutput(
        as_of=as_of,
        gaps=[_quoted(gap.as_json(), context, as_of) for gap in kept],
        counts=counts,
        total=len(kept),
        shown=min(len(kept), SHOWN),
        accepted=sum(gap.status == "accepted" for gap in kept),
        scope="" if everything else "in what you may see",
        rules=sorted(meant),
        coverage=list(report.coverage),
        sources=[
            SourceOut.of(
                Source("record", f"gap:{gap.id}", f"{gap.rule} {gap.title}", location=f"/api/v1/gaps/{gap.id}")
            )
            for gap in kept[:SHOWN]
        ],
    )


def _quoted(gap: dict[str, Any], context: Context, on: date) -> dict[str, Any]:
    """A gap with its clause quoted from the policy in force on that day."""
    if gap["policy"] is not None:
        clause = context.policies.clause(gap["policy"]["ref"], on)
        gap["policy"]["quote"] = clause.text if clause is not None else None
    return gap


def _rules() -> Any:
    from knowledge.workforce.governance.rules import RULES

    return RULES


def _units_below(context: Context, ids_: set[str]) -> set[str]:
    units = context.registry.org_units()
    covered = set(ids_)
    while below := {unit.id for unit in units if unit.parent_id in covered and unit.id not in covered}:
        covered |= below
    return covered


def _evidence(gap: dict[str, Any]) -> str:
    """What shows the gap, in a line."""
    shown = [f"{e['field'].replace('_', ' ')} {e['value'] or 'is empty'}" for e in gap["evidence"][:3]]
    return cell("; ".join(shown))


def render(output: GapsOutput) -> str:
    scope = f" {output.scope}" if output.scope else ""
    when = f"on {output.as_of.isoformat()}"
    looked_at = f" ({', '.join(output.rules)})" if output.rules else ""
    if not output.total:
        return f"No governance gaps of that kind{looked_at}{scope} {when}. [[run]]"
    parts = ", ".join(f"{n} {severity}" for severity, n in output.counts.items() if n)
    accepted = f" {output.accepted} of them accepted." if output.accepted else ""
    said = [f"**{count(output.total, 'governance gap')}**{looked_at}{scope} {when}: {parts}.{accepted} [[run]]"]
    rows = ["| Rule | Severity | Whose | What | Since |", "| --- | --- | --- | --- | --- |"]
    for gap in output.gaps[: output.shown]:
        whose = f"{cell(str(gap['subject']['name']))} [[gap:{gap['id']}]]"
        rows.append(
            f"| {gap['rule']} | {gap['severity']} | {whose} | {cell(str(gap['title']))} | {gap['since'] or 'unknown'} |"
        )
    said.append("\n".join(rows))
    if output.total <= EXPLAINED:
        said.append("\n".join(f"- {cell(str(gap['subject']['name']))}: {_evidence(gap)}" for gap in output.gaps))
    if output.shown < output.total:
        said.append(f"The {output.shown} most severe of {output.total}.")
    said.append(f"First: {output.gaps[0]['remedy']}")
    return "\n\n".join(said)


TOOL = Tool(
    name="governance_gaps",
    description=(
        "Governance gaps: contracts unsigned, tenure limits, access that outlives engagements, AI agents without owner and "
        "the like, by rule, severity, kind, person, unit, supplier or country."
    ),
    effect=Effect.READ,
    needs=Data.GAPS,
    input=GapsInput,
    output=GapsOutput,
    examples=(
        "What governance gaps do we have right now?",
        "which critical gaps are open?",
        "any compliance problems with our freelancers",
        "who started work without a signed contract?",
        "german temps close to the 18 months?",
        "which AI agents have no owner",
        "gaps in {org_unit}",
        "show TEN-01",
        "is anything wrong with {contributor}' engagement?",
        "anyone still having access who shouldn't?",
        "open issues for the people from {supplier}",
        "which freelancers in {city} are unpaid past 30 days?",
        "why hasn't {contributor} been paid?",
        "which vendors are we too dependent on",
        "whose insurance is missing or about to expire?",
        "list the AI agents with no owner or doing stuff they aren't allowed to",
        "which projects are over budget?",
        "who is overbooked?",
        "any expired purchase orders?",
        "whose training or certificates are overdue?",
        "accounts of people who left",
        "who has no manager?",
        "are there duplicate records of one person?",
    ),
    run=run,
    render=render,
)
