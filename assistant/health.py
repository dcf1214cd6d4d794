"""What `workforce doctor` and readiness look at, each with what to mend."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from knowledge.workforce.errors import WorkforceError
from knowledge.workforce.viewer import OPERATOR

if TYPE_CHECKING:
    from assistant.bootstrap import Installation


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, whether it is sound, and a sentence."""

    what: str
    ok: bool
    detail: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def examine(opened: Installation) -> list[Finding]:
    """Every check, in the order in which things depend on each other."""
    checks: list[tuple[str, Callable[[Installation], str]]] = [
        ("settings", _settings),
        ("database", _database),
        ("policies", _policies),
        ("model", _model),
        ("slack", _slack),
        ("clock", _clock),
        ("log", _log),
    ]
    return list(_examined(opened, checks))


def _examined(opened: Installation, checks: list[tuple[str, Callable[[Installation], str]]]) -> Iterator[Finding]:
    for what, check in checks:
        try:
            detail = check(opened)
        except WorkforceError as error:
            yield Finding(what, False, str(error))
        except (sqlite3.Error, OSError) as error:
            yield Finding(what, False, f"{error}; see docs/operations.md.")
        else:
            yield Finding(what, not detail.startswith("!"), detail.lstrip("!"))


def _settings(opened: Installation) -> str:
    settings = opened.settings
    return f"home {settings.home.absolute()}, today is {settings.day().isoformat()}."


def _database(opened: Installation) -> str:
    with opened.registry.reading(OPERATOR) as reading:
        sources = reading.freshness()
    people = sum(source.contributors for source in sources)
    if not sources:
        return "reachable and empty; load something with 'workforce demo' or 'workforce import'."
    return f"{opened.database.engine.dialect.name}, {people} contributors from {len(sources)} sources."


def _policies(opened: Installation) -> str:
    documents = len(opened.policies.documents())
    found = opened.policies.search("who approves access", 1, on=opened.settings.day())
    if not documents:
        return "the index is empty; add policies with 'workforce policies add PATH'."
    return (
        f"{documents} policies, searching works." if found else f"!{documents} policies, but searching finds nothing."
    )


def _model(opened: Installation) -> str:
    chosen = opened.settings.chosen_model
    if chosen == "builtin":
        return "builtin: no language model is configured; questions are understood by rules and the embedder."
    import time

    from langchain_core.messages import HumanMessage

    from assistant.models.provider import ModelFailed

    try:
        opened.provider.complete(
            [HumanMessage("Reply with the word ready.")], [], timeout=10, deadline=time.monotonic() + 12
        )
    except ModelFailed as failure:
        return f"!{chosen}: {failure}. Check OPENAI_API_KEY and OPENAI_BASE_URL; meanwhile the built-in model answers."
    return f"{chosen} answers."


def _slack(opened: Installation) -> str:
    if opened.settings.slack_bot_token is None:
        return "not configured."
    if opened.settings.slack_app_token is None and opened.settings.slack_signing_secret is None:
        return "!SLACK_BOT_TOKEN is set, but neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is; set one."
    return "tokens are set."


def _clock(opened: Installation) -> str:
    now = datetime.now(UTC)
    if now.year < 2026:
        return f"!the clock says {now:%Y-%m-%d}; set it."
    fixed = f", but WORKFORCE_TODAY makes it {opened.settings.today}" if opened.settings.today else ""
    return f"{now:%Y-%m-%d %H:%M} UTC{fixed}."


def _log(opened: Installation) -> str:
    found = opened.log.verify(None)
    if not found.ok:
        return f"!the log is not whole ({len(found.problems)} problems); run 'workforce audit verify'."
    return f"whole, {found.events} events."
