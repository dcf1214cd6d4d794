"""Who could stand in for somebody: people with their strongest skills and time in the window."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.availability import availability
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.viewer import Data
from knowledge.workforce.window import Window
from knowledge.workforce.wording import listed, percent, span
from tools import candidates as c
from tools.contract import Context, Cue, Effect, Input, Output, Retry, Tool
from tools.naming import ids, kinds, people

SKILLS_WANTED = 4
LIMIT = 5


_COVER = r"\b(?:cover\w*|stand(?:ing|s)? in|back-?up|replac\w*|takes? over|substitut\w*|deputi[sz]e\w*|instead of)\b"


class CoverInput(Input):
    contributor: Annotated[str, Cue(_COVER)] = Field(description="Who is to be covered for: name or id.")
    start: date = Field(description="First day of the window.")
    end: date = Field(description="Last day of the window.")
    kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="Only these kinds of contributor.")
    excluded_kinds: list[c.KindName] = Field(default_factory=list[c.KindName], description="None of these kinds.")
    countries: list[str] = Field(default_factory=list, description="Names or ISO codes.")
    limit: int = Field(default=LIMIT, ge=1, le=50, description="How many to list.")


class CoverOutput(Output):
    contributor: c.Who
    start: date
    end: date
    skills: list[str]
    work: list[c.BookingOut]
    needed: float
    needed_percent: float
    found: int
    candidates: list[c.Candidate]


class _Scored(BaseModel):
    level: int
    share: float
    index: int


def run(given: CoverInput, context: Context) -> CoverOutput:
    if given.end < given.start:
        raise Retry(f"The window ends on {given.end}, before it starts on {given.start}.")
    entity = people(context, given.contributor)[0]
    person = context.registry.contributor(entity.id)
    assert person is not None  # noqa: S101 - the vocabulary was made from the same data
    window = Window(given.start, given.end)
    wanted = {skill.name: skill.level for skill in person.skills if skill.via is None}
    top = sorted(wanted, key=lambda name: (-wanted[name], name))[:SKILLS_WANTED]
    criteria = Criteria(
        kinds=kinds(given.kinds),
        excluded_kinds=kinds(given.excluded_kinds),
        countries=frozenset(ids(context, EntityType.COUNTRY, given.countries)),
    )
    others = [p for p in context.registry.contributors(criteria, with_skills=True) if p.id != person.id]
    busy = context.registry.commitments([person.id, *(p.id for p in others)], window)
    work = availability(busy[person.id], window)
    least = min(work.peak_booked, 1.0) or 0.01
    scored: list[_Scored] = []
    free = [availability(busy[p.id], window) for p in others]
    for n, other in enumerate(others):
        level = sum(min(skill.level, wanted[skill.name]) for skill in other.skills if skill.name in top)
        if level and free[n].share > 0:
            scored.append(_Scored(level=level, share=min(free[n].share, least), index=n))
    scored.sort(key=lambda s: (-s.share / least * sum(wanted[name] for name in top) - s.level, others[s.index].name))
    shown = [
        c.candidate(others[s.index], rank=n, free=free[s.index], skills=top, score=float(s.level))
        for n, s in enumerate(scored[: given.limit], 1)
    ]
    return CoverOutput(
        contributor=c.who(person),
        start=given.start,
        end=given.end,
        skills=top,
        work=[c.booking_out(booking) for booking in work.bookings],
        needed=least if work.bookings else 0.0,
        needed_percent=round(least * 100, 2) if work.bookings else 0.0,
        found=len(scored),
        candidates=shown,
        sources=[c.record(person), *(c.record(others[s.index]) for s in scored[: given.limit])],
    )


def render(output: CoverOutput) -> str:
    window = span(Window(output.start, output.end))
    name = f"{output.contributor.name} [[contributor:{output.contributor.id}]]"
    work = "; ".join(c.tentative_note(booking) for booking in output.work)
    booked = f"{name} is booked: {work}." if work else f"{name} has no bookings from {window}."
    if not output.skills:
        return f"No skills of {name} are on record, so nobody can be compared."
    if not output.candidates:
        return f"Nobody with {listed(output.skills)} has time from {window}. [[run]]\n\n{booked}"
    share = f" ({percent(output.needed)} is needed)" if output.needed else ""
    head = f"**{output.found}** could cover with {listed(output.skills)} from {window}{share}. [[run]]"
    shown = (
        c.table(output.candidates, skills=True, availability=True, rates=any(row.rate for row in output.candidates))
        if len(output.candidates) > 3
        else c.lines(output.candidates, availability=True, rates=True)
    )
    return f"{head} The best:\n\n{shown}\n\n{booked}"


TOOL = Tool(
    name="cover_for",
    description="Who could stand in for a named person in a window: others with their strongest skills and free time.",
    effect=Effect.READ,
    needs=Data.REGISTER,
    input=CoverInput,
    output=CoverOutput,
    examples=(
        "Who can cover for {contributor} in December?",
        "who could stand in for {contributor} next week",
        "backup for {contributor} while they are on leave",
        "find a replacement for {contributor} from March",
        "who can take over from {contributor}?",
        "who could replace {contributor}",
    ),
    run=run,
    render=render,
)
