"""An answer as Slack's blocks, inside its limits, and never cut in the middle of a sentence.

https://docs.slack.dev/reference/block-kit/blocks; `tests/fakes/slack` checks messages against the same limits.
"""

import re
from collections.abc import Iterator
from typing import Any

from assistant.conversation import Answer

TEXT_CHARACTERS = 11_000
"""Of a message's Markdown, all blocks together (Slack takes 12,000)."""
FALLBACK_CHARACTERS = 3_000
TABLE_ROWS, TABLE_COLUMNS, CELL_CHARACTERS = 100, 20, 500
SOURCES_SHOWN = 9
CONTEXT_CHARACTERS = 1_900
GOOD, BAD = "good", "bad"

Block = dict[str, Any]
_ROW = re.compile(r"^\s*\|(.+)\|\s*$")
_RULE = re.compile(r"^\s*\|[\s:|-]+\|\s*$")
_SENTENCE = re.compile(r"[.!?:]\s|\n")


def answer_blocks(answer: Answer, link: str) -> tuple[str, list[Block]]:
    """The text for notifications, and the blocks. `link` leads to the whole answer."""
    shown = whole_sentences(answer.answer, TEXT_CHARACTERS)
    blocks = [*_body(shown)]
    if len(shown) < len(answer.answer):
        blocks.append(_context(f"This is the first part. <{link}|Read the rest>"))
    if answer.citations:
        blocks.append(_context(_sources(answer, link)))
    blocks.append(_context(f"{escaped(answer.coverage)[:300]} · <{link}|how this came about>"))
    if answer.status not in ("error", "clarify"):
        blocks.append(feedback(answer.run))
    return whole_sentences(_plain(answer.answer), FALLBACK_CHARACTERS), blocks


def feedback(run: str) -> Block:
    """Two buttons: was it right?"""
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "answer_feedback",
                "positive_button": _feedback_button("That's right", f"{GOOD}:{run}"),
                "negative_button": _feedback_button("Something is wrong", f"{BAD}:{run}"),
            }
        ],
    }


def say(markdown: str) -> tuple[str, list[Block]]:
    """A short message in Markdown, with its text for notifications."""
    shown = whole_sentences(markdown, FALLBACK_CHARACTERS)
    return _plain(shown), [{"type": "markdown", "text": shown}]


def whole_sentences(text: str, limit: int) -> str:
    """The text, or as many of its first sentences as fit."""
    if len(text) <= limit:
        return text
    ends = [found.end() for found in _SENTENCE.finditer(text, 0, limit)]
    return text[: ends[-1] if ends else text.rfind(" ", 0, limit) + 1 or limit].rstrip()


def _body(markdown: str) -> Iterator[Block]:
    """Paragraphs as Markdown blocks, the first table as a table block: a message may hold one."""
    text: list[str] = []
    rows: list[list[str]] = []
    table: list[list[str]] | None = None
    for line in [*markdown.splitlines(), ""]:
        row = _ROW.match(line)
        if row and table is None:
            if not _RULE.match(line):
                rows.append([cell.strip() for cell in row[1].split("|")])
            continue
        if rows and table is None:
            if "\n".join(text).strip():
                yield {"type": "markdown", "text": "\n".join(text).strip()}
            yield _table(rows)
            table, text = rows, []
        text.append(line)
    if "\n".join(text).strip():
        yield {"type": "markdown", "text": "\n".join(text).strip()}


def _table(rows: list[list[str]]) -> Block:
    width = min(max(len(row) for row in rows), TABLE_COLUMNS)
    cells = [
        [{"type": "raw_text", "text": _cell(row[n] if n < len(row) else "")} for n in range(width)]
        for row in rows[:TABLE_ROWS]
    ]
    return {"type": "table", "rows": cells}


def _cell(markdown: str) -> str:
    """A cell may not be empty."""
    return _plain(markdown)[:CELL_CHARACTERS] or "–"


def _sources(answer: Answer, link: str) -> str:
    lines: list[str] = []
    for citation in answer.citations[:SOURCES_SHOWN]:
        where = citation.location if citation.location and citation.kind == "policy" else ""
        about = f" · {escaped(where)}" if where else ""
        lines.append(f"<{link}#source-{citation.n}|[{citation.n}] {escaped(citation.title)[:120]}>{about[:120]}")
    if len(answer.citations) > SOURCES_SHOWN:
        lines.append(f"and {len(answer.citations) - SOURCES_SHOWN} more")
    text = ""
    for line in lines:
        if len(text) + len(line) > CONTEXT_CHARACTERS:
            break
        text += ("\n" if text else "") + line
    return text


def _context(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}


def _feedback_button(text: str, value: str) -> Block:
    return {"text": {"type": "plain_text", "text": text}, "accessibility_label": text, "value": value}


def _plain(markdown: str) -> str:
    return re.sub(r"[*_`]{1,3}(\S(?:.*?\S)?)[*_`]{1,3}", r"\1", markdown).strip()


def escaped(text: str) -> str:
    """Text that Slack's mrkdwn shows as it stands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "¦")
