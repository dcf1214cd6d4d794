"""How many work here, by kind, unit, country and so on; and how many suppliers, projects and open demands there are."""

from collections import defaultdict
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.registry.words import key
from knowledge.workforce.criteria import Criteria, Grouping
from knowledge.workforce.kinds import ContributorKind, DemandStatus
from knowledge.workforce.viewer import Data
from knowledge.workforce.wording import cell, count, listed
from knowledge.workforce.work import SkillNeed
from tools.candidates import KindName
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.naming import ids, kinds, one

GROUPS_SHOWN = 20
NAMES_SHOWN = 30


class Counted(StrEnum):
    CONTRIBUTORS = "contributors"
    SUPPLIERS = "suppliers"
    PROJECTS = "projects"
    DEMANDS = "demands"
    ORG_UNITS = "org_units"
    SKILLS = "skills"


class SummaryInput(Input):
    of: Counted = Field(default=Counted.CONTRIBUTORS, description="What to count.")
    by: Grouping = Field(default=Grouping.KIND, description="What to break the count of contributors down by.")
    kinds: list[KindName] = Field(default_factory=list[KindName], description="Only these kinds.")
    excluded_kinds: list[KindName] = Field(default_factory=list[KindName], description="None of these kinds.")
    org_unit: str | None = Field(default=None, description="Department or unit; those below count too.")
    supplier: str | None = Field(default=None, description="Only people of this supplier.")
    project: str | None = Field(default=None, description="Booked on this project today.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Only in these places.")
    title: str | None = Field(default=None, description="Only people whose title has these words, such as nurse.")
    skills: list[str] = Field(default_factory=list, description="Only who has all of these skills.")


class Group(BaseModel):
    key: str | None
    label: str
    contributors: int
    people: int
    ai_agents: int


class SuspectedDuplicate(BaseModel):
    a: str
    b: str
    email_shared: bool = True


class SummaryOutput(Output):
    of: Counted
    by: Grouping
    on: date
    filters: str
    total: int
    people: int
    ai_agents: int
    external: int
    external_percent: float
    groups: list[Group]
    groups_total: int
    names: list[str]
    suspected_duplicates: int
    duplicates: list[SuspectedDuplicate]


def run(given: SummaryInput, context: Context) -> SummaryOutput:
    if given.of is not Counted.CONTRIBUTORS:
        return _things(given.of, context)
    units = ids(context, EntityType.ORG_UNIT, [given.org_unit] if given.org_unit else [])
    suppliers = ids(context, EntityType.SUPPLIER, [given.supplier] if given.supplier else [])
    projects = ids(context, EntityType.PROJECT, [given.project] if given.project else [])
    countries = ids(context, EntityType.COUNTRY, given.countries)
    cities = ids(context, EntityType.CITY, given.cities)
    skills = [one(context, EntityType.SKILL, name).name for name in given.skills]
    chosen, without = kinds(given.kinds), kinds(given.excluded_kinds)
    criteria = Criteria(
        kinds=chosen,
        excluded_kinds=without,
        org_units=frozenset(units),
        suppliers=frozenset(suppliers),
        projects=frozenset(projects),
        countries=frozenset(countries),
        cities=frozenset(cities),
        titles=frozenset({key(given.title)} if given.title else ()),
        skills=tuple(SkillNeed(name) for name in skills),
    )
    counts = context.registry.head_count(given.by, criteria)
    # Whoever has several skills is in several groups; by anything else the groups add up to the total.
    by_kind = counts if given.by is not Grouping.SKILL else context.registry.head_count(Grouping.KIND, criteria)
    groups: dict[tuple[str | None, str], dict[ContributorKind, int]] = defaultdict(lambda: defaultdict(int))
    for found in counts:
        groups[found.key, found.label][found.kind] += found.n
    rows = [_group(key, label, kinds_) for (key, label), kinds_ in groups.items()]
    total = sum(found.n for found in by_kind)
    agents = sum(found.n for found in by_kind if found.kind is ContributorKind.AI_AGENT)
    external = sum(found.n for found in by_kind if found.kind.external)
    pairs = context.registry.suspected_duplicates(criteria)
    titled = [given.title] if given.title else []
    named = [*titled, *units.values(), *countries.values(), *cities.values(), *skills]
    named += [f"from {name}" for name in suppliers.values()] + [f"on {name}" for name in projects.values()]
    named += [kind.plural for kind in sorted(chosen)] + [f"no {kind.plural}" for kind in sorted(without)]
    return SummaryOutput(
        of=given.of,
        by=given.by,
        on=context.today,
        filters=listed(named),
        total=total,
        people=total - agents,
        ai_agents=agents,
        external=external,
        external_percent=round(100 * external / (total - agents), 1) if total > agents else 0.0,
        groups=rows[:GROUPS_SHOWN],
        groups_total=len(rows),
        names=[],
        suspected_duplicates=len(pairs),
        duplicates=[SuspectedDuplicate(a=f"{a.name} ({a.id})", b=f"{b.name} ({b.id})") for a, b in pairs[:5]],
        sources=_sources(context),
    )


def _group(key: str | None, label: str, kinds_: dict[ContributorKind, int]) -> Group:
    total = sum(kinds_.values())
    agents = kinds_.get(ContributorKind.AI_AGENT, 0)
    return Group(key=key, label=label, contributors=total, people=total - agents, ai_agents=agents)


def _things(of: Counted, context: Context) -> SummaryOutput:
    registry = context.registry
    labels: list[str] = []
    if of is Counted.SUPPLIERS:
        labels = [supplier.type.value if supplier.type else "unknown" for supplier in registry.suppliers()]
    elif of is Counted.PROJECTS:
        labels = [project.status.value if project.status else "unknown" for project in registry.projects()]
    elif of is Counted.DEMANDS:
        labels = [demand.status.value for demand in registry.demands() if demand.status is DemandStatus.OPEN]
    elif of is Counted.ORG_UNITS:
        labels = ["unit" for _ in registry.org_units()]
    elif of is Counted.SKILLS:
        labels = ["skill" for _ in registry.skill_names()]
    groups: dict[str, int] = defaultdict(int)
    for label in labels:
        groups[label] += 1
    rows = sorted(groups.items(), key=lambda pair: (-pair[1], pair[0]))
    return SummaryOutput(
        of=of,
        by=Grouping.STATUS,
        on=context.today,
        filters="",
        total=len(labels),
        people=0,
        ai_agents=0,
        external=0,
        external_percent=0.0,
        groups=[Group(key=label, label=label, contributors=n, people=0, ai_agents=0) for label, n in rows],
        groups_total=len(rows),
        names=_names(of, context)[:NAMES_SHOWN],
        suspected_duplicates=0,
        duplicates=[],
        sources=_sources(context),
    )


def _names(of: Counted, context: Context) -> list[str]:
    """The names of all suppliers, projects, open demands, units or skills."""
    registry = context.registry
    match of:
        case Counted.SUPPLIERS:
            return [f"{supplier.name} ({supplier.id})" for supplier in registry.suppliers()]
        case Counted.PROJECTS:
            return [f"{project.name} ({project.id})" for project in registry.projects()]
        case Counted.ORG_UNITS:
            return [f"{unit.name} ({unit.id})" for unit in registry.org_units()]
        case Counted.SKILLS:
            return registry.skill_names()
        case _:
            return []


def _sources(context: Context) -> list[SourceOut]:
    return [
        SourceOut(
            kind="record",
            ref=f"import_run:{fresh.source}",
            title=f"Source {fresh.source}, imported {fresh.imported_at:%Y-%m-%d}",
        )
        for fresh in context.registry.freshness()
    ]


def render(output: SummaryOutput) -> str:
    if output.of is not Counted.CONTRIBUTORS:
        noun = {
            "suppliers": "supplier",
            "projects": "project",
            "demands": "open demand",
            "org_units": "unit",
            "skills": "skill",
        }[output.of.value]
        parts = ", ".join(f"{group.contributors:,} {group.label}" for group in output.groups)
        split = f": {parts}" if len(output.groups) > 1 else ""
        more = f", the first {len(output.names)}" if len(output.names) < output.total else ""
        names = f"\n\nThey are{more}: {listed(output.names)}." if len(output.names) > 1 else ""
        return f"There {'is' if output.total == 1 else 'are'} **{count(output.total, noun)}**{split}. [[run]]{names}"
    scope = f" ({output.filters})" if output.filters else ""
    verb = "works" if output.total == 1 else "work"
    said = [f"**{count(output.total, 'contributor')}** {verb} with us on {output.on.isoformat()}{scope}. [[run]]"]
    if output.ai_agents and output.people:
        agents = count(output.ai_agents, "AI agent")
        said[0] = (
            f"**{count(output.people, 'person', 'people')}** and {agents} work with us on {output.on.isoformat()}{scope}: "
            f"{count(output.total, 'contributor')} in all. [[run]]"
        )
    if output.external and output.external < output.people:
        said[0] += (
            f" {output.external} of the people are external, {output.external_percent:g}%: agency workers, freelancers, "
            "vendors' people and partners."
        )
    if output.by is not Grouping.NONE and len(output.groups) > 1:
        said.append(_table(output))
    if output.suspected_duplicates:
        named = "; ".join(f"{pair.a} and {pair.b}" for pair in output.duplicates)
        pairs = count(output.suspected_duplicates, "suspected duplicate")
        said.append(f"Counted as they stand, with {pairs} (one e-mail address on two records): {named}.")
    return "\n\n".join(said)


def _table(output: SummaryOutput) -> str:
    name = output.by.value.replace("org_unit", "department").capitalize()
    mixed = any(group.ai_agents and group.people for group in output.groups)
    headings = [name, "People", "AI agents", "All"] if mixed else [name, "Contributors"]
    lines = ["| " + " | ".join(headings) + " |", "| --- |" + " ---: |" * (len(headings) - 1)]
    for group in output.groups:
        numbers = [group.people, group.ai_agents, group.contributors] if mixed else [group.contributors]
        lines.append("| " + " | ".join([cell(group.label), *(f"{n:,}" for n in numbers)]) + " |")
    if output.groups_total > len(output.groups):
        lines.append("")
        lines.append(f"The largest {len(output.groups)} of {output.groups_total}.")
    return "\n".join(lines)


TOOL = Tool(
    name="workforce_summary",
    description=(
        "Count contributors of every kind, in total or by kind, department, country, city, supplier or skill, with filters; "
        "or count suppliers, projects or open demands. For 'how many' questions."
    ),
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=SummaryInput,
    output=SummaryOutput,
    examples=(
        "How many people work for us, by kind?",
        "how many people work in each department",
        "headcount by country",
        "how many people do we actually have incl. contractors vendors and bots?",
        "what share of {org_unit} is external?",
        "how many freelancers are there in Germany",
        "number of AI agents",
        "how many vendors do we have?",
        "how many projects are running",
        "list all projects",
        "what projects do we have?",
        "list the departments",
        "which suppliers do we have?",
        "what skills do we have in the company?",
        "how many nurses do we have",
        "how many open roles do we have?",
        "how many people know {skill}?",
        "workforce mix by supplier",
        "team size of {org_unit}",
    ),
    run=run,
    render=render,
)
