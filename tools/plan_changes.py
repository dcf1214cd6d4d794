"""What the plans that change an engagement share: whom they are about, the field of others, and the draft itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from knowledge.workforce.kinds import AssignmentStatus
from knowledge.workforce.planning.drafting import Asked, draft
from knowledge.workforce.planning.work import Fit, Work
from knowledge.workforce.window import Window
from knowledge.workforce.work import Booking, Project
from tools.contract import Ambiguous, Choice, Context, NotFound
from tools.draft_plan import PlanOutput, proposed
from tools.naming import people
from tools.plan_field import field_of

TOP_SKILLS = 3


def person_of(context: Context, name: str | None, question: str | None) -> str:
    """The id of the one who is meant: by name, else by a title that the question names. Raises what `naming` raises."""
    if name:
        first, *others = people(context, name)
        if others:
            choices = tuple(Choice(e.id, f"{e.name} ({e.detail}; {e.id})") for e in (first, *others))
            raise Ambiguous(f"Which {first.name} do you mean?", reason="ambiguous_person", choices=choices)
        return first.id
    text = f" {' '.join(''.join(c if c.isalnum() else ' ' for c in (question or '').casefold()).split())} "
    titled = [
        c
        for c in context.registry.facts().contributors
        if c.status == "active" and c.title and f" {c.title.casefold()} " in text
    ]
    longest = max((len(c.title or "") for c in titled), default=0)
    titled = [c for c in titled if len(c.title or "") == longest]
    if len(titled) == 1:
        return titled[0].id
    if not titled:
        raise Ambiguous("Whose engagement do you mean? Give a name or an id.", reason="missing_detail", choices=())
    choices = tuple(Choice(c.id, f"{c.name} ({c.title}; {c.id})") for c in titled[:8])
    raise Ambiguous(f"{len(titled)} people have that title. Which one?", reason="ambiguous_person", choices=choices)


def fit_of(context: Context, id_: str) -> Fit:
    """The person, as the asker may see them, with all of their time."""
    seen = context.registry.contributor(id_)
    if seen is None:
        raise NotFound(f"There is nobody {id_} in the registry.", reason="no_such_person")
    return Fit(
        id=seen.id,
        name=seen.name,
        kind=seen.kind,
        share=1.0,
        rate=seen.rate,
        rate_hidden=seen.rate_hidden,
        weekly_hours=seen.weekly_hours,
        skills=tuple(skill.name for skill in seen.skills),
        supplier_id=seen.supplier_id,
        supplier=seen.supplier_name,
        country=seen.country,
    )


def bookings_of(context: Context, id_: str, from_: date) -> list[Booking]:
    """Confirmed bookings that reach into or past a day, the largest first."""
    window = Window(from_, date(9999, 12, 31))
    found = [
        b for b in context.registry.bookings(contributor=id_, window=window) if b.status is AssignmentStatus.CONFIRMED
    ]
    return sorted(found, key=lambda b: (-b.fte, b.start_date))


def work_around(
    context: Context,
    title: str,
    text: str,
    window: Window,
    share: float,
    project: Project | None,
    skills: Sequence[tuple[str, int]],
) -> Work:
    """The work that somebody does, as work that others could do."""
    owner = context.registry.contributor(project.owner_id) if project is not None and project.owner_id else None
    return Work(
        title=title,
        text=text or title,
        window=window,
        skills=tuple(skills),
        fte=share,
        project_id=project.id if project else None,
        project_name=project.name if project else None,
        owner_id=owner.id if owner else None,
        owner_email=owner.email.casefold() if owner and owner.email else None,
        owner_name=owner.name if owner else None,
        objective=context.registry.objective_of(project.id) if project else None,
        currency=project.budget_currency if project else None,
        basis="the engagement as it runs",
    )


def top_skills(context: Context, id_: str) -> list[tuple[str, int]]:
    """A person's strongest skills, each one level lower: what somebody who takes over needs."""
    seen = context.registry.contributor(id_)
    held = sorted(seen.skills, key=lambda s: -s.level) if seen is not None else []
    return [(skill.name, max(skill.level - 1, 1)) for skill in held if skill.via is None][:TOP_SKILLS]


def drafted(work: Work, asked: Asked, without: str, context: Context) -> PlanOutput:
    """Draft the change beside what else could be done, leaving out the person whom it is about."""
    field, rows = field_of(work, [], context)
    others = replace(field, fits=[fit for fit in field.fits if fit.id != without])
    content = draft(work, others, context.registry.facts(), context.today, context.viewer.email, asked=asked)
    return proposed(content, [row for row in rows if row.contributor.id != without], field.considered, context)
