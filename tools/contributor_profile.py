"""What is on record about one contributor."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.workforce.people import Contributor
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import day, listed
from tools import candidates as c
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.naming import people
from tools.rights import AskedAbout, refusal

_SKILLS_SHOWN = 12


class ProfileInput(Input):
    contributor: str = Field(description="Name or id of the person or AI agent.")
    about: AskedAbout = None


class SkillOut(BaseModel):
    name: str
    level: int
    evidence: str | None
    last_used: date | None


class Profile(BaseModel):
    contributor: c.Who
    status: str
    title: str | None
    org_unit: str | None
    manager: str | None
    supplier: str | None
    country: str | None
    city: str | None
    time_zone: str | None
    languages: list[str]
    weekly_hours: float | None
    start_date: date | None
    end_date: date | None
    rate: c.RateOut | None
    rate_hidden: bool
    skills: list[SkillOut]
    bookings: list[c.BookingOut]
    source: str


class ProfileOutput(Output):
    contributor: c.Who
    people: list[Profile]


def run(given: ProfileInput, context: Context) -> ProfileOutput:
    found = [context.registry.contributor(entity.id) for entity in people(context, given.contributor)]
    persons = [person for person in found if person is not None]
    if given.about == "pay" and all(person.rate_hidden for person in persons):
        raise refusal(context.viewer, Data.PAY, persons[0].name)
    profiles = [_profile(context, person) for person in persons]
    sources: list[SourceOut] = [c.record(person) for person in persons]
    return ProfileOutput(contributor=profiles[0].contributor, people=profiles, sources=sources)


def _profile(context: Context, person: Contributor) -> Profile:
    ahead = Window(context.today, date.max)
    bookings = context.registry.bookings(contributor=person.id, window=ahead)
    return Profile(
        contributor=c.who(person),
        status=person.status.value,
        title=person.title,
        org_unit=person.org_unit_name,
        manager=person.manager_name,
        supplier=person.supplier_name,
        country=person.country,
        city=person.city,
        time_zone=person.time_zone,
        languages=list(person.languages),
        weekly_hours=person.weekly_hours,
        start_date=person.start_date,
        end_date=person.end_date,
        rate=c.RateOut.of(person.rate),
        rate_hidden=person.rate_hidden,
        skills=[
            SkillOut(
                name=skill.name,
                level=skill.level,
                evidence=skill.evidence.value if skill.evidence else None,
                last_used=skill.last_used,
            )
            for skill in person.skills
            if skill.via is None
        ],
        bookings=[c.booking_out(booking) for booking in bookings],
        source=person.source,
    )


def render(output: ProfileOutput) -> str:
    return "\n\n".join(_one(profile) for profile in output.people)


def _one(p: Profile) -> str:
    kind = p.contributor.kind.replace("_", " ").replace("ai agent", "AI agent")
    where = ", ".join(part for part in (p.org_unit, p.supplier, p.city or p.country) if part)
    title = f", {p.title}" if p.title else ""
    said = [
        f"**{p.contributor.name}** ({p.contributor.id}){title}: {kind}, {p.status}. [[contributor:{p.contributor.id}]]"
    ]
    facts = [
        ("Where", where),
        ("Manager", p.manager or ("none on record" if p.contributor.kind != "ai_agent" else None)),
        ("Engaged", _engaged(p)),
        ("Weekly hours", f"{p.weekly_hours:g}" if p.weekly_hours is not None else None),
        ("Time zone", p.time_zone),
        ("Languages", listed(p.languages)),
        ("Rate", _rate(p)),
        ("Skills", ", ".join(_skill(skill) for skill in p.skills[:_SKILLS_SHOWN])),
        ("Booked", "; ".join(c.tentative_note(b) + _tentative(b) for b in p.bookings)),
    ]
    said += [f"- {label}: {value}" for label, value in facts if value]
    return "\n".join(said)


def _skill(skill: SkillOut) -> str:
    """A skill with its level, and how and when it was last shown."""
    known = f", known by {skill.evidence}" if skill.evidence else ""
    used = f", last used {skill.last_used:%B %Y}" if skill.last_used else ""
    return f"{skill.name} (level {skill.level}{known}{used})"


def _tentative(booking: c.BookingOut) -> str:
    return " (tentative)" if booking.status == "tentative" else ""


def _engaged(p: Profile) -> str | None:
    if p.start_date is None:
        return None
    return f"from {day(p.start_date)}" + (f" to {day(p.end_date)}" if p.end_date else "")


def _rate(p: Profile) -> str | None:
    if p.rate_hidden:
        return "not shown to you"
    if p.rate is None:
        return None
    amount = f"{p.rate.amount:,.2f}".removesuffix(".00")
    return f"{p.rate.currency} {amount} per {p.rate.unit}"


TOOL = Tool(
    name="contributor_profile",
    description="What is on record about one person or AI agent: role, unit, manager, skills, dates, bookings, visible rate.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=ProfileInput,
    output=ProfileOutput,
    examples=(
        "Who is {contributor}?",
        "tell me about {contributor}",
        "what skills does {contributor} have?",
        "who is {contributor}'s manager?",
        "which team is {contributor} in",
        "what does {contributor} cost?",
        "show the record of {contributor}",
        "what's the day rate of {contributor}",
        "what does {contributor} earn?",
        "which agency is {contributor} from?",
        "where is {contributor} based and in which time zone",
        "what languages does {contributor} speak?",
        "is {contributor} on a project?",
        "compare {contributor} and {contributor}",
        "how much do we pay {contributor}",
        "{contributor}'s salary please",
        "is {contributor} a contractor or an employee?",
        "when does {contributor}'s contract end?",
    ),
    run=run,
    render=render,
)
