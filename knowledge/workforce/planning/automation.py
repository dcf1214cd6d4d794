"""Whether a task needs a person: written once, by the words of the task, with the oversight that a machine needs.

The lists are coarse on purpose and every finding is an assumption until a person confirms it. What is about people, safety,
signatures, money released or hands on a machine stays with a person, whatever else the task says.
"""

import re
from dataclasses import dataclass

from knowledge.workforce.planning.plan import Mode

REVIEW_SHARE = {Mode.SUBSTITUTE: 0.10, Mode.AUGMENT: 0.05, Mode.HUMAN: 0.0}
"""Hours of a person's review for each hour of work that a machine does or helps with."""
OVERSIGHT = {
    Mode.SUBSTITUTE: "a named person samples the results, can stop the machine, and answers for it",
    Mode.AUGMENT: "whoever does the task checks what the machine proposes before using it",
    Mode.HUMAN: "none beyond the usual",
}

_PEOPLE = re.compile(
    r"\b(?:hire|hiring|interview\w*|apprais\w*|perform\w* review|disciplin\w*|dismiss\w*|negotiat\w*|sign(?:s|ed|ing)?(?: off)?|"
    r"signature|approv\w*|accept(?:s|ance|ed|ing)?|decid\w*|decision|agree\w*|lead(?:s|ing)?|manage\w*|mentor\w*|coach\w*|"
    r"stakeholder\w*|facilitat\w*|counsel\w*|care|clinical|patient\w*|teach\w*)\b",
    re.IGNORECASE,
)
_HANDS = re.compile(
    r"\b(?:install\w*|weld\w*|switching|high[- ]voltage|repair\w*|retrofit\w*|assembl\w*|commission\w*|inspect\w*|crane\w*|"
    r"pilot\w*|dive\w*|diving|drill\w*|rig(?:ging|s)?|hydraul\w*|mechanic\w*|electric\w*|plumb\w*|alignment|calibrat\w*|excavat\w*|survey\w*|"
    r"warehouse|forklift|maintain\w*|maintenance|fit(?:ting|ter)|construct\w*|site|field ?work|surgery|nurs\w*|driving|driver)\b",
    re.IGNORECASE,
)
_ROUTINE = re.compile(
    r"\b(?:match(?:ing|ed)?|reconcil\w*|extract\w*|classif\w*|transcri\w*|data entry|deduplicat\w*|translat\w*|tagg\w*|"
    r"categor\w*|validat\w*|invoice\w*|bookkeep\w*|transfer|convert\w*|monitor\w*|schedul\w*|ticket\w*|report generation|ocr|"
    r"copy(?:ing)?|sort(?:ing)?|routing|accounts payable)\b",
    re.IGNORECASE,
)
_KNOWLEDGE = re.compile(
    r"\b(?:writ\w*|draft\w*|analy\w*|research\w*|cod(?:e|ing)|program\w*|develop\w*|engineer\w*|design\w*|test\w*|document\w*|"
    r"model\w*|forecast\w*|plan\w*|summar\w*|migrat\w*|review\w*|check\w*|audit\w*|"
    r"python|java|sql|software|data|statistic\w*|hand\w* over)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Judgement:
    mode: Mode
    why: str
    oversight: str

    @property
    def review_share(self) -> float:
        return REVIEW_SHARE[self.mode]


def judge(text: str, *, agent: str | None = None) -> Judgement:
    """Who or what does a task. `agent` names a registered AI agent that has the task's skills, if there is one."""
    mode, why = _mode(text, agent)
    return Judgement(mode, why, OVERSIGHT[mode])


def _mode(text: str, agent: str | None) -> tuple[Mode, str]:
    if found := _PEOPLE.search(text):
        return (
            Mode.HUMAN,
            f"“{found.group().casefold()}” is a decision, a promise or work with people; a person answers for it",
        )
    if found := _HANDS.search(text):
        return Mode.HUMAN, f"“{found.group().casefold()}” is work by hand or on site, where safety is at stake"
    if found := _ROUTINE.search(text):
        word = found.group().casefold()
        if agent is not None:
            return (
                Mode.SUBSTITUTE,
                f"“{word}” is routine with a result that can be checked, and {agent} is registered for it",
            )
        return (
            Mode.AUGMENT,
            f"“{word}” is routine with a result that can be checked, but no registered AI agent has the skills",
        )
    if found := _KNOWLEDGE.search(text):
        return Mode.AUGMENT, f"“{found.group().casefold()}” can be prepared by a machine and judged by a person"
    return Mode.HUMAN, "nothing on record says that a machine does this here"
