"""Scorers: each answers one question about one answer, and fails where its evidence is missing."""

from collections.abc import Callable, Iterator

from assistant.audit.store import OversightLog
from assistant.conversation import Answer
from evals.case import Expected

Scorer = Callable[[Answer, Expected], bool | None]


def status(answer: Answer, expected: Expected) -> bool | None:
    return None if expected.status is None else answer.status == expected.status


def reason(answer: Answer, expected: Expected) -> bool | None:
    return None if expected.reason is None else answer.reason == expected.reason


def tools(answer: Answer, expected: Expected) -> bool | None:
    return None if expected.tools is None else [call.name for call in answer.tools] == expected.tools


def arguments(answer: Answer, expected: Expected) -> bool | None:
    if expected.arguments is None:
        return None
    return bool(answer.tools) and expected.arguments.items() <= answer.tools[-1].input.items()


def cites(answer: Answer, expected: Expected) -> bool | None:
    if expected.cites is None:
        return None
    return any(citation.ref.startswith(expected.cites) for citation in answer.citations)


def quotes(answer: Answer, expected: Expected) -> bool | None:
    if expected.quotes is None:
        return None
    return any(expected.quotes in " ".join((citation.quote or "").split()) for citation in answer.citations)


def says(answer: Answer, expected: Expected) -> bool | None:
    return None if expected.says is None else expected.says in answer.answer


def never_says(answer: Answer, expected: Expected) -> bool | None:
    return None if not expected.never_says else not any(words in answer.answer for words in expected.never_says)


SCORERS: tuple[Scorer, ...] = (status, reason, tools, arguments, cites, quotes, says, never_says)


def failures(answer: Answer, expected: Expected, log: OversightLog) -> Iterator[str]:
    """The names of the scorers that fail; an answer that isn't in the log, or has a figure without a source, fails too."""
    for scorer in SCORERS:
        if scorer(answer, expected) is False:
            yield scorer.__name__
    if not any(event["kind"] == "answer" for event in log.run(answer.run)):
        yield "logged"
    if any(not figure.source.startswith("run:") for figure in answer.figures):
        yield "figures"
