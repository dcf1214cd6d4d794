"""`workforce ask` and `workforce chat`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, note, print_json, say

if TYPE_CHECKING:
    from assistant.conversation import Answer


def ask(
    question: Annotated[str, typer.Argument(help="What you would like to know, in your own words.")],
    as_: AsOption = None,
    thread: Annotated[str | None, typer.Option(help="Go on with this conversation.")] = None,
    as_json: JsonOption = False,
) -> int:
    """Ask one question and get one answer with its sources."""
    from assistant.conversation import Question

    with installation() as opened:
        viewer = acting(opened, as_)
        answer = opened.assistant.answer(Question(question, viewer, "cli", thread))
        if as_json:
            print_json(answer.model_dump(mode="json"))
        else:
            show(answer)
    return 4 if answer.status == "error" else 0


def chat(as_: AsOption = None) -> int:
    """Hold a conversation in the terminal; an empty line or Ctrl-D ends it."""
    from assistant.conversation import Question
    from knowledge.workforce.errors import BadInput

    with installation() as opened:
        viewer = acting(opened, as_)
        note(f"You are {viewer.email}. Ask about people, work, policies and gaps; an empty line ends the conversation.")
        thread: str | None = None
        while True:
            line = _line()
            if not line:
                return 0
            try:
                answer = opened.assistant.answer(Question(line, viewer, "cli", thread))
            except BadInput as error:
                note(str(error))
                continue
            thread = answer.thread
            show(answer)
            say()


def _line() -> str:
    if sys.stdin.isatty():
        sys.stderr.write("> ")
        sys.stderr.flush()
    return sys.stdin.readline().strip()


def show(answer: Answer, *, lead: str = "") -> None:
    """An answer for the terminal: the text, then a line for each source, then what it rests on."""
    text = lead + answer.answer
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console(highlight=False).print(Markdown(text))
    else:
        say(text)
    if answer.citations:
        say()
    for citation in answer.citations:
        say(citation.line)
    note(f"{answer.coverage}. Run {answer.run}, conversation {answer.thread}, model {answer.model}.")


def add_to(app: typer.Typer) -> None:
    app.command()(ask)
    app.command()(chat)
