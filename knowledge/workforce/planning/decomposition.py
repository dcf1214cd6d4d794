"""From the work to its tasks: the company's own past demands, else the skills that the work names, else a plain frame.

Everything here is an assumption until a person confirms it, and each task says what it rests on. Where neither the words
nor the past say what the work takes, that is said, not guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.workforce.planning.automation import judge
from knowledge.workforce.planning.plan import Task

_FRAME = (
    ("Agree scope and acceptance of", 0.08, "agreed scope with acceptance criteria"),
    ("Check results of", 0.12, "checked results, with what was found and mended"),
    ("Hand over and document", 0.08, "documentation, accepted by who goes on with it"),
)
"""What any work has around its own tasks: words, share of the effort, deliverable."""
MOST_SKILLS = 6


@dataclass(frozen=True, slots=True)
class Statement:
    """A task statement from a catalogue of occupations, such as O*NET, with its source."""

    text: str
    source: str


def tasks_of(
    work: str,
    skills: Sequence[str],
    hours: float | None,
    *,
    basis: str,
    agents: dict[str, str],
    statements: Sequence[Statement] = (),
) -> tuple[Task, ...]:
    """The tasks of some work, whose `hours` they share out; `agents` maps a skill in lower case to an AI agent that has it."""
    core = [(statement.text, (), statement.source) for statement in statements[:MOST_SKILLS]]
    if not core:
        core = [(_core(skill, work), (skill,), basis) for skill in list(skills)[:MOST_SKILLS]]
    if not core:
        core = [
            (f"Carry out {_inside(work)}", (), "the request alone: no skill of the company's vocabulary is named in it")
        ]
    frame = sum(share for _, share, _ in _FRAME)
    before, *after = _FRAME
    parts = [(f"{before[0]} {_inside(work)}", before[1], (), before[2], "every piece of work")]
    parts += [
        (text, (1 - frame) / len(core), found, f"working result of {', '.join(found) or work}", source)
        for text, found, source in core
    ]
    parts += [(f"{words} {_inside(work)}", share, (), result, "every piece of work") for words, share, result in after]
    return tuple(
        _task(n, text, share, found, result, source, hours, agents, work)
        for n, (text, share, found, result, source) in enumerate(parts, 1)
    )


def _task(
    n: int,
    text: str,
    share: float,
    skills: tuple[str, ...],
    deliverable: str,
    basis: str,
    hours: float | None,
    agents: dict[str, str],
    work: str,
) -> Task:
    agent = next((agents[skill.casefold()] for skill in skills if skill.casefold() in agents), None)
    # What a task of one skill is like is told by the skill; the whole work's words would make every task alike.
    judged = judge(f"{skills[0]}" if skills else text.replace(_inside(work), ""), agent=agent)
    if skills and judged.mode.value == "human" and "nothing on record" in judged.why:
        judged = judge(text, agent=agent)
    return Task(
        id=f"T{n}",
        title=text,
        hours=None if hours is None else round(hours * share, 1),
        skills=skills,
        mode=judged.mode,
        why=judged.why,
        oversight=judged.oversight,
        deliverable=deliverable,
        basis=basis,
    )


def _core(skill: str, work: str) -> str:
    """The task of one skill in some work."""
    if skill.casefold() in work.casefold():
        return f"Carry out {_inside(work)}"
    return f"{skill[:1].upper()}{skill[1:]} for {_inside(work)}"


def _inside(work: str) -> str:
    """The work's words inside a sentence: a capital is kept where the word is a name or an abbreviation."""
    first, _, rest = work.partition(" ")
    plain = first[1:] == first[1:].casefold() and len(first) > 1
    return f"{first.casefold() if plain else first} {rest}".strip()
