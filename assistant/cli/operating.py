"""`workforce serve`, `workforce doctor`, and `workforce run`, which `make run` calls."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from assistant.cli.session import AsOption, JsonOption, acting, installation, note, print_json, say

FIRST_QUESTIONS = (
    "Who knows Python and is free at least half time next month?",
    "May an external contributor use their own laptop?",
)


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
) -> None:
    """Serve the web page and the API."""
    from assistant.channels.server import serve_forever

    with installation() as opened:
        serve_forever(opened, host, port)


def run(host: str = "127.0.0.1", port: int = 8000) -> None:
    """See the main job done: load the demonstration company, ask two questions, then serve."""
    from assistant.cli.asking import show
    from assistant.cli.data import load_demo
    from assistant.conversation import Question
    from knowledge.workforce.viewer import OPERATOR

    with installation() as opened:
        note("Loading the demonstration company and its policies …")
        load_demo(opened)
        for question in FIRST_QUESTIONS:
            say(f"\nQ: {question}")
            show(opened.assistant.answer(Question(question, OPERATOR, "cli")), lead="A: ")
        if os.environ.get("WORKFORCE_NO_SERVE") == "1":
            return
        from assistant.channels.server import serve_forever

        say()
        serve_forever(opened, host, port)


def mcp(as_: AsOption = None) -> None:
    """Offer the tools to another program's agent: Model Context Protocol over standard input and output."""
    from assistant.channels.mcp.stdio import serve as serve_stdio

    with installation() as opened:
        serve_stdio(opened, acting(opened, as_))


def slack() -> None:
    """Answer in Slack through Socket Mode, until Ctrl-C or SIGTERM."""
    import signal
    import threading

    from knowledge.workforce.errors import BadInput

    with installation() as opened:
        if opened.settings.slack_bot_token is None or opened.settings.slack_app_token is None:
            raise BadInput(
                "Slack is not configured; set SLACK_BOT_TOKEN and SLACK_APP_TOKEN in the environment or in .env."
            )
        from assistant.channels.slack.socket_mode import run as run_socket_mode

        ended = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: ended.set())
        note("Answering in Slack; Ctrl-C ends it.")
        run_socket_mode(opened, ended)


def doctor(as_json: JsonOption = False) -> int:
    """Check settings, database, index, model, Slack, clock and log, and say what to mend."""
    from assistant.health import examine

    with installation() as opened:
        findings = examine(opened)
    sound = all(finding.ok for finding in findings)
    if as_json:
        print_json({"ok": sound, "checks": [finding.as_json() for finding in findings]})
    else:
        for finding in findings:
            say(f"{'ok  ' if finding.ok else 'MEND'}  {finding.what:<10} {finding.detail}")
    return 0 if sound else 1


def add_to(app: typer.Typer) -> None:
    app.command()(serve)
    app.command()(mcp)
    app.command()(slack)
    app.command()(doctor)
    app.command(hidden=True)(run)
