"""Find contributors by skill, kind, unit, place, supplier or project, and by free time in a window."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from knowledge.registry.vocabulary import EntityType
from knowledge.registry.words import key
from knowledge.workforce.availability import Availability, availability
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.languages import language_code, language_name, same_language
from knowledge.workforce.people import Contributor
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import count, listed, percent, span
from knowledge.workforce.work import SkillNeed
from tools import candidates as c
from tools.contract import Context, Cue, Effect, Input, Output, Retry, Said, Tool
from tools.naming import ids, kinds, one, zones
from tools.rights import AskedAbout, refusal, require_any

DEFAULT_LIMIT = 10


_REPORTS = (
    r"\b(?:reports?|reporting|answers?) to\b"
    r"|\bmanaged by\b|\bworks? under\b|(?:'s|s'|\bhis|\bher) (?:team|people|reports)\b"
)
_UNBOOKED = (
    "no bookings", "no booking", "not booked", "unbooked", "nothing booked", "no assignments", "without bookings",
    "not booked at all", "without assignments", "no assignment", "not assigned", "on the bench", "benched",
)  # fmt: skip
_ORDERS = {
    "cheapest": (
        "cheapest",
        "least expensive",
        "lowest rate",
        "lowest rates",
        "most affordable",
        "cheap",
        "inexpensive",
    ),
    "dearest": ("most expensive", "dearest", "priciest", "highest rate", "highest rates", "highest paid", "best paid"),
    "most_free": ("most available", "most free", "least booked", "most time"),
    "highest_level": ("highest level", "most skilled", "strongest", "most experienced", "best skilled"),
}


class FindInput(Input):
    skills: list[str] = Field(default_factory=list, description="All of these skills are needed.")
    min_level: int = Field(default=1, ge=1, le=5, description="At least this level, 1 to 5, in each skill.")
    kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="Only these kinds of contributor.")
    excluded_kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="None of these kinds.")
    org_unit: str | None = Field(default=None, description="Department or unit; those below count too.")
    supplier: str | None = Field(default=None, description="Only people of this supplier.")
    excluded_suppliers: list[str] = Field(default_factory=list, description="Nobody of these suppliers.")
    project: str | None = Field(default=None, description="Booked on this project today.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    cities: list[str] = Field(default_factory=list, description="Only in these places.")
    time_zones: list[str] = Field(default_factory=list, description="IANA names or abbreviations such as CET.")
    title: str | None = Field(default=None, description="Only people whose title has these words, such as nurse.")
    manager: Annotated[str | None, Cue(_REPORTS)] = Field(default=None, description="Only who reports to this person.")
    excluded_people: list[str] = Field(default_factory=list, description="Leave these people out.")
    bookings: Annotated[Literal["none"] | None, Said({"none": _UNBOOKED})] = Field(
        default=None, description="`none`: neither confirmed nor tentative bookings in the window."
    )
    order: Annotated[Literal["cheapest", "dearest", "most_free", "highest_level"] | None, Said(_ORDERS)] = Field(
        default=None, description="What comes first, where not the best match."
    )
    languages: list[str] = Field(default_factory=list, description="Languages they all speak: names or ISO codes.")
    about: AskedAbout = None
    start: date | None = Field(default=None, description="First day of the time they should be free.")
    end: date | None = Field(default=None, description="Last day of that time.")
    min_share: float | None = Field(
        default=None, gt=0, le=1, description="At least this share of full time free: 0.5 is half time."
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=100, description="How many to list.")


class FindOutput(Output):
    found: int
    shown: int
    skills: list[str]
    org_unit: str | None
    supplier: str | None
    project: str | None
    start: date | None
    end: date | None
    min_share: float | None
    filters: str
    candidates: list[c.Candidate]


def run(given: FindInput, context: Context) -> FindOutput:
    if (given.start is None) != (given.end is None):
        raise Retry("Give both start and end of the window, or neither.")
    if given.start and given.end and given.end < given.start:
        raise Retry(f"The window ends on {given.end}, before it starts on {given.start}.")
    units = ids(context, EntityType.ORG_UNIT, [given.org_unit] if given.org_unit else [])
    suppliers = ids(context, EntityType.SUPPLIER, [given.supplier] if given.supplier else [])
    without = ids(context, EntityType.SUPPLIER, given.excluded_suppliers)
    projects = ids(context, EntityType.PROJECT, [given.project] if given.project else [])
    skills = [one(context, EntityType.SKILL, name).name for name in given.skills]
    countries = ids(context, EntityType.COUNTRY, given.countries)
    cities = ids(context, EntityType.CITY, given.cities)
    criteria = Criteria(
        kinds=kinds(given.kinds),
        excluded_kinds=kinds(given.excluded_kinds),
        org_units=frozenset(units),
        suppliers=frozenset(suppliers),
        excluded_suppliers=frozenset(without),
        projects=frozenset(projects),
        countries=frozenset(countries),
        cities=frozenset(cities),
        time_zones=zones(given.time_zones),
        managers=frozenset(ids(context, EntityType.CONTRIBUTOR, [given.manager] if given.manager else [])),
        titles=frozenset({key(given.title)} if given.title else ()),
        skills=tuple(SkillNeed(name, given.min_level) for name in skills),
    )
    people = context.registry.contributors(criteria, with_skills=bool(skills))
    spoken = [language_code(name) or name.casefold() for name in given.languages]
    people = [p for p in people if all(any(same_language(held, code) for held in p.languages) for code in spoken)]
    left_out = set(ids(context, EntityType.CONTRIBUTOR, given.excluded_people))
    people = [person for person in people if person.id not in left_out]
    if given.about == "pay" or given.order in ("cheapest", "dearest"):
        _pay_is_seen(context, people)
    window = Window(given.start, given.end) if given.start and given.end else None
    kept = _free_ones(context, people, window, given.min_share)
    if given.bookings == "none":
        kept = [(person, free) for person, free in kept if free is not None and not (free.bookings or free.tentative)]
    ordered = sorted(kept, key=lambda pair: _order(pair, skills, given.order))
    shown = [
        c.candidate(person, rank=n, free=free, skills=skills)
        for n, (person, free) in enumerate(ordered[: given.limit], 1)
    ]
    return FindOutput(
        found=len(ordered),
        shown=len(shown),
        skills=skills,
        org_unit=next(iter(units.values()), None),
        supplier=next(iter(suppliers.values()), None),
        project=next(iter(projects.values()), None),
        start=given.start,
        end=given.end,
        min_share=(given.min_share or 0.01) if window else None,
        filters=_filters(given, context, criteria, [*countries.values(), *cities.values()], list(without.values())),
        candidates=shown,
        sources=[c.record(person) for person, _ in ordered[: given.limit]],
    )


def _pay_is_seen(context: Context, people: list[Contributor]) -> None:
    """Raise `Refused` where rates are asked for and none of these people's may be shown."""
    require_any(context, Data.PAY)
    if people and all(person.rate_hidden for person in people):
        raise refusal(context.viewer, Data.PAY)


def _free_ones(
    context: Context, people: list[Contributor], window: Window | None, min_share: float | None
) -> list[tuple[Contributor, Availability | None]]:
    if window is None:
        return [(person, None) for person in people]
    commitments = context.registry.commitments([person.id for person in people], window)
    pairs = [(person, availability(commitments[person.id], window)) for person in people]
    least = min_share or 0.01
    return [(person, free) for person, free in pairs if free.share + 1e-9 >= least]


def _order(
    pair: tuple[Contributor, Availability | None], skills: list[str], first: str | None
) -> tuple[tuple[bool, str, float], float, float, str, str]:
    """Best first. Rates are compared within one currency and unit only; an unknown one comes last."""
    person, free = pair
    leading = (False, "", 0.0)
    if first in ("cheapest", "dearest"):
        rate = person.rate
        sign = 1 if first == "cheapest" else -1
        leading = (
            (True, "", 0.0) if rate is None else (False, f"{rate.currency} {rate.unit}", sign * float(rate.amount))
        )
    elif first == "most_free":
        leading = (False, "", -(free.share if free else 0.0))
    wanted = {name.casefold() for name in skills}
    level = sum(skill.level for skill in person.skills if skill.name.casefold() in wanted)
    return (leading, -level, -(free.share if free else 0.0), person.name, person.id)


def _filters(given: FindInput, context: Context, criteria: Criteria, places: list[str], without: list[str]) -> str:
    parts: list[str] = []
    if criteria.kinds:
        parts.append("only " + listed(sorted(kind.plural for kind in criteria.kinds)))
    if criteria.excluded_kinds:
        parts.append("no " + listed(sorted(kind.plural for kind in criteria.excluded_kinds)))
    if without:
        parts.append("nobody of " + listed(without))
    if places:
        parts.append("in " + listed(places))
    if given.time_zones:
        parts.append("in time zone " + listed(given.time_zones))
    if given.title:
        parts.append(f"with “{given.title}” in their title")
    if given.manager:
        parts.append(f"reporting to {one(context, EntityType.CONTRIBUTOR, given.manager).name}")
    if given.excluded_people:
        parts.append(f"without {listed([one(context, EntityType.CONTRIBUTOR, n).name for n in given.excluded_people])}")
    if given.bookings:
        parts.append("without any bookings")
    if given.order:
        parts.append(f"{given.order.replace('_', ' ')} first")
    if given.languages:
        parts.append("speaking " + listed([language_name(language_code(name) or name) for name in given.languages]))
    return ", ".join(parts)


def render(output: FindOutput) -> str:
    if not output.found:
        return f"Nobody {_asked(output, one=True)}. [[run]]"
    asked = _asked(output, one=output.found == 1)
    head = f"**{count(output.found, 'contributor')}** {asked}. [[run]]"
    if output.shown < output.found:
        head += f" The first {output.shown}:"
    availability_shown = output.start is not None
    rates = any(row.rate for row in output.candidates)
    if output.shown <= 3:
        said = c.lines(output.candidates, availability=availability_shown, rates=rates)
        return f"{head}\n\n{said}{c.tentative_notes(output.candidates)}"
    table = c.table(output.candidates, skills=bool(output.skills), availability=availability_shown, rates=rates)
    return f"{head}\n\n{table}{c.tentative_notes(output.candidates)}"


def _asked(output: FindOutput, *, one: bool) -> str:
    """What was looked for, as what one or several of those found do: "have Python and are free from …"."""
    have, be, come, work = ("has", "is", "comes", "works") if one else ("have", "are", "come", "work")
    parts: list[str] = []
    if output.skills:
        parts.append(f"{have} {listed(output.skills)}")
    if output.org_unit:
        parts.append(f"{be} in {output.org_unit}")
    if output.supplier:
        parts.append(f"{come} from {output.supplier}")
    if output.project:
        parts.append(f"{work} on {output.project}")
    if output.start and output.end:
        share = f"at least {percent(output.min_share)} " if output.min_share and output.min_share > 0.01 else ""
        parts.append(f"{be} {share}free from {span(Window(output.start, output.end))}")
    said = listed(parts) or f"{be} active"
    return f"{said} ({output.filters})" if output.filters else said


TOOL = Tool(
    name="find_contributors",
    description=(
        "Find people and AI agents by skill, kind, unit, supplier, project or place, and by free time in a window. "
        "Use it for 'who' questions without a stored demand."
    ),
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=FindInput,
    output=FindOutput,
    examples=(
        "Who knows {skill} and is free next month?",
        "who has {skill} and is available in March at least half time",
        "which freelancers know {skill}?",
        "list our data engineers in {city}",
        "find me somebody with welding experience, no agencies",
        "who works in {org_unit}?",
        "who is working on {project} right now?",
        "show the people we have from {supplier}",
        "anyone free next week who can do UX research?",
        "who's around with {skill} from January to March, 50%",
        "employees in {country} who speak to customers",
        "who is on the bench?",
        "who is in {city}?",
        "which people do we have in {country}?",
        "list day rates of our freelancers",
        "what's the day rate of freelancers in {city}?",
        "who speaks Portuguese and knows {skill}?",
        "what do our contractors in {org_unit} cost",
        "only people in CET",
        "who has no bookings in January?",
        "people in {org_unit}",
        "who is in {org_unit}",
        "list everybody in {org_unit}",
        "who reports to {contributor}?",
        "who else knows {skill} besides {contributor}?",
        "who are the cheapest people with {skill}",
        "which engineers are free in May?",
        "any nurses free from January until March, half time",
        "list our freelancers",
        "list the bots we use",
        "who has the highest level in {skill}",
        "most expensive contractors",
    ),
    run=run,
    render=render,
)
