"""Ranked, explained candidates for a role: a stored demand, a project's open demand, or one described on the spot."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.registry.words import key
from knowledge.workforce.availability import availability
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.kinds import ContributorKind, DemandStatus, Importance, RateUnit
from knowledge.workforce.matching import Match, match, rank
from knowledge.workforce.money import Rate
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import count, percent, span
from knowledge.workforce.work import Demand, SkillNeed
from tools import candidates as c
from tools.contract import Ambiguous, Choice, Context, Effect, Input, Output, Retry, Tool
from tools.naming import ids, kinds, one, zones

EXAMPLES_SHOWN = 3


class ShortlistInput(Input):
    demand: str | None = Field(default=None, description="Id or title of a stored demand.")
    project: str | None = Field(default=None, description="A project with one open demand.")
    skills: list[str] = Field(default_factory=list, description="Skills that the role must have.")
    nice_skills: list[str] = Field(default_factory=list, description="Skills that would be good to have.")
    title: str | None = Field(default=None, description="Only people whose title has these words, such as nurse.")
    min_level: int = Field(default=1, ge=1, le=5, description="Least level of each must skill.")
    count: int | None = Field(default=None, ge=1, le=200, description="How many places are to be filled.")
    fte: float | None = Field(default=None, gt=0, le=1, description="Share of full time: 0.5 is half time.")
    start: date | None = Field(default=None, description="First day of the work.")
    end: date | None = Field(default=None, description="Last day of the work.")
    kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="Only these kinds of contributor.")
    excluded_kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="None of these kinds.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    time_zones: list[str] = Field(default_factory=list, description="IANA names or abbreviations such as CET.")
    max_rate_amount: float | None = Field(default=None, gt=0, description="Highest rate.")
    max_rate_currency: str | None = Field(default=None, description="Its currency, such as EUR.")
    max_rate_unit: RateUnit | None = Field(default=None, description="Its unit: hour, day, month or year.")
    limit: int = Field(default=5, ge=1, le=200, description="How many candidates to show.")


class DemandOut(BaseModel):
    id: str | None
    title: str
    project: str | None
    count: int
    fte: float
    start: date
    end: date
    must_skills: list[str]
    nice_skills: list[str]
    max_rate: c.RateOut | None


class Excluded(BaseModel):
    reason: str
    count: int
    examples: list[str]


class ShortlistOutput(Output):
    demand: str | None
    role: DemandOut
    as_of: datetime
    considered: int
    fit: int
    shown: int
    candidates: list[c.Candidate]
    excluded: list[Excluded]


def ranking(given: ShortlistInput, context: Context) -> tuple[Demand, list[Match], list[Match]]:
    """The role, those who fit it, the best first, and everybody considered."""
    demand = _demand(given, context)
    ranked, matches = _ranked(demand, given, context)
    return demand, ranked, matches


def _ranked(
    demand: Demand, given: ShortlistInput, context: Context, holding: SkillNeed | None = None
) -> tuple[list[Match], list[Match]]:
    """Those who fit, the best first, and everybody considered; only those `holding` a skill, when it is given."""
    titles = frozenset({key(given.title)} if given.title else ())
    needs = (holding,) if holding is not None else ()
    people = context.registry.contributors(Criteria(titles=titles, skills=needs), with_skills=True)
    commitments = context.registry.commitments([person.id for person in people], demand.window)
    breaks = _breaks(context, demand)
    matches = [
        match(
            demand,
            person,
            availability(commitments[person.id], demand.window),
            context.today,
            breaks=breaks.get(person.id, ()),
        )
        for person in people
    ]
    return rank(demand, matches), matches


def run(given: ShortlistInput, context: Context) -> ShortlistOutput:
    demand = _demand(given, context)
    first = _first_must(demand) if not given.title else None
    ranked, matches = _ranked(demand, given, context, first)
    # Who lacks the first skill asked for is only counted: that is nearly everybody, and nothing else of them matters.
    lacking = _lacking(context, first, matches) if first is not None else None
    must = [need.name for need in demand.skills]
    shown = [_row(found, must, n) for n, found in enumerate(ranked[: given.limit], 1)]
    as_of = max(
        (f.imported_at for f in context.registry.freshness()),
        default=datetime.combine(context.today, datetime.min.time()),
    )
    return ShortlistOutput(
        demand=demand.id,
        role=role_of(demand),
        as_of=as_of,
        considered=len(matches) + (lacking.count if lacking else 0),
        fit=len(ranked),
        shown=len(shown),
        candidates=shown,
        excluded=_excluded(matches, lacking),
        sources=[c.record(found.contributor) for found in ranked[: given.limit]],
    )


def _row(found: Match, skills: list[str], n: int) -> c.Candidate:
    return c.candidate(
        found.contributor,
        rank=n,
        free=found.availability,
        skills=skills,
        score=found.score,
        factors=found.factors,
        blocked_by=found.blocked_by,
        remarks=found.remarks,
    )


def _demand(given: ShortlistInput, context: Context) -> Demand:
    stored = _stored(given, context)
    if stored is None and not given.skills and not given.title:
        raise Retry("Name a stored demand, a project with open demands, or at least one skill.")
    window = _window(given, stored, context.today)
    needs = tuple(SkillNeed(one(context, EntityType.SKILL, name).name, given.min_level) for name in given.skills)
    needs += tuple(
        SkillNeed(one(context, EntityType.SKILL, name).name, 1, Importance.NICE) for name in given.nice_skills
    )
    allowed = kinds(given.kinds)
    if given.excluded_kinds:
        base = (
            allowed
            or (stored.kinds_allowed if stored else frozenset())
            or frozenset(ContributorKind) - {ContributorKind.AI_AGENT}
        )
        allowed = base - kinds(given.excluded_kinds)
    base_title = " and ".join(need.name for need in needs if need.importance is Importance.MUST)
    return Demand(
        id=stored.id if stored else None,
        title=stored.title if stored else base_title or given.title or "",
        project_id=stored.project_id if stored else None,
        window=window,
        count=given.count or (stored.count if stored else 1),
        fte=given.fte or (stored.fte if stored else 1.0),
        skills=(stored.skills if stored else ()) + needs,
        max_rate=_max_rate(given) or (stored.max_rate if stored else None),
        kinds_allowed=allowed or (stored.kinds_allowed if stored else frozenset()),
        countries_allowed=frozenset(ids(context, EntityType.COUNTRY, given.countries))
        or (stored.countries_allowed if stored else frozenset()),
        time_zones_allowed=zones(given.time_zones) or (stored.time_zones_allowed if stored else frozenset()),
    )


def _stored(given: ShortlistInput, context: Context) -> Demand | None:
    if given.demand:
        return context.registry.demand(one(context, EntityType.DEMAND, given.demand).id)
    if not given.project:
        return None
    project = one(context, EntityType.PROJECT, given.project)
    demands = context.registry.demands(status=DemandStatus.OPEN, project=project.id)
    if given.skills:
        wanted = {one(context, EntityType.SKILL, name).name for name in given.skills}
        return next((d for d in demands if wanted <= {need.name for need in d.skills}), None)
    if not demands:
        raise Retry(f"{project.name} has no open demand; describe the role by its skills instead.")
    if len(demands) == 1:
        return demands[0]
    choices = tuple(Choice(d.id or "", f"{d.title} ({d.id}, {span(d.window)}, {percent(d.fte)})") for d in demands)
    raise Ambiguous(
        f"{project.name} has {len(demands)} open demands. Which one?", reason="missing_detail", choices=choices
    )


def _window(given: ShortlistInput, stored: Demand | None, today: date) -> Window:
    start = given.start or (max(stored.window.start, today) if stored else today)
    if given.end is None and stored is None:
        raise Retry("Say until when the work goes on.")
    end = given.end or (stored.window.end if stored else start)
    if end < start:
        if stored is not None and given.start is None:
            return stored.window
        raise Retry(f"The work would end on {end}, before it starts on {start}.")
    return Window(start, end)


def _max_rate(given: ShortlistInput) -> Rate | None:
    if given.max_rate_amount is None:
        return None
    if not given.max_rate_currency or not given.max_rate_unit:
        raise Retry("Give the highest rate with its currency and unit, such as 800 EUR per day.")
    return Rate(Decimal(str(given.max_rate_amount)), given.max_rate_currency.upper(), given.max_rate_unit)


def _breaks(context: Context, demand: Demand) -> dict[str, tuple[str, ...]]:
    """The critical rules that booking each contributor in this window would break."""
    from knowledge.workforce.governance.proposals import broken_by_booking

    return broken_by_booking(context.registry.facts(), demand.window)


def role_of(demand: Demand) -> DemandOut:
    """The role as the output tells it."""
    return DemandOut(
        id=demand.id,
        title=demand.title,
        project=demand.project_id,
        count=demand.count,
        fte=demand.fte,
        start=demand.window.start,
        end=demand.window.end,
        must_skills=[
            f"{need.name} (level {need.min_level} or more)"
            for need in demand.skills
            if need.importance is Importance.MUST
        ],
        nice_skills=[need.name for need in demand.skills if need.importance is Importance.NICE],
        max_rate=c.RateOut.of(demand.max_rate),
    )


def _first_must(demand: Demand) -> SkillNeed | None:
    """The skill that is looked at first, held at any level."""
    first = next((need for need in demand.skills if need.importance is Importance.MUST), None)
    return replace(first, min_level=1) if first is not None else None


def _lacking(context: Context, need: SkillNeed, matches: list[Match]) -> Excluded | None:
    """Those who don't hold the skill at all."""
    holders = {found.contributor.id for found in matches}
    names = [name for id_, name in context.registry.names(Criteria()) if id_ not in holders]
    return Excluded(reason=f"no {need.name}", count=len(names), examples=names[:EXAMPLES_SHOWN]) if names else None


def _excluded(matches: list[Match], lacking: Excluded | None) -> list[Excluded]:
    """Those left out, by their first failing condition; examples are those who fail nothing else, where there are some."""
    counts = Counter(found.blocked_by[0] for found in matches if found.blocked_by)
    near: dict[str, list[str]] = defaultdict(list)
    for found in sorted(matches, key=lambda m: (len(m.blocked_by), -m.score, m.contributor.id)):
        if found.blocked_by and len(near[found.blocked_by[0]]) < EXAMPLES_SHOWN:
            near[found.blocked_by[0]].append(found.contributor.name)
    found = [Excluded(reason=reason, count=n, examples=near[reason]) for reason, n in counts.most_common()]
    return sorted([*found, *([lacking] if lacking else [])], key=lambda excluded: -excluded.count)


def render(output: ShortlistOutput) -> str:
    role = output.role
    name = f"{role.title} ({role.id})" if role.id else role.title
    when = span(Window(role.start, role.end))
    if not output.candidates:
        head = f"Nobody fits {name}, {when}, {percent(role.fte)} of full time. [[run]]"
    else:
        places = count(role.count, "place")
        head = (
            f"**{count(output.fit, 'contributor')}** can take {name}: {places}, {when}, {percent(role.fte)} of full "
            f"time. [[run]]"
        )
        if output.shown < output.fit:
            head += f" The best {output.shown}:"
        rates = any(row.rate for row in output.candidates)
        shown = (
            c.table(output.candidates, skills=True, availability=True, rates=rates)
            if output.shown > 3
            else c.lines(output.candidates, availability=True, rates=rates)
        )
        head = f"{head}\n\n{shown}{c.tentative_notes(output.candidates)}"
    why = "; ".join(f"{excluded.reason}: {excluded.count}" for excluded in output.excluded[:5])
    return f"{head}\n\nConsidered: {output.considered}. Left out: {why}." if why else head


TOOL = Tool(
    name="shortlist",
    description=(
        "Rank candidates for a role, with reasons and exclusions: for a stored demand, a project's open demand, or a role "
        "described by skills, share of time, window, kinds and rate."
    ),
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=ShortlistInput,
    output=ShortlistOutput,
    examples=(
        "Who can staff {demand}?",
        "shortlist for {demand}",
        "who can take two data engineer roles from March, half time, no agencies?",
        "need 2 people with {skill}, 50% each, from January until end of June",
        "best candidates for the UX role on {project}",
        "who could fill the open role on {project}?",
        "staff {project}",
        "recommend somebody for the open demand on {project}",
        "who fits the welding inspector demand under 700 EUR a day",
        "rank people for a {skill} role, full time, April to July",
    ),
    run=run,
    render=render,
)
