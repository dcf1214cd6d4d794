"""The modal that asks for words: what was wrong with an answer, what should change in a plan."""

from typing import Any

REASON_VIEW = "feedback_reason_view"
_LONGEST = 2_000


def words_view(callback: str, about: str, *, title: str, label: str, submit: str) -> dict[str, Any]:
    """A modal with one question, bound to what it is about; `written` reads what comes back."""
    return {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": about,
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": submit},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            {
                "type": "input",
                "block_id": "reason",
                "label": {"type": "plain_text", "text": label},
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": _LONGEST},
            }
        ],
    }


def reason_view(run: str) -> dict[str, Any]:
    """What was wrong with the answer of that run."""
    return words_view(REASON_VIEW, run, title="What was wrong?", label="What should it have said?", submit="Send")


def written(view: dict[str, Any]) -> tuple[str, str]:
    """What a sent modal is about, and the words in it; empty where it has none."""
    found: Any = view.get("state")
    for name in ("values", "reason", "text", "value"):
        found = found.get(name) if isinstance(found, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return str(view.get("private_metadata") or ""), found if isinstance(found, str) else ""
