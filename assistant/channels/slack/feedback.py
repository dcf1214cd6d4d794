"""The modal that asks what was wrong with an answer."""

from typing import Any

REASON_VIEW = "feedback_reason_view"


def reason_view(run: str) -> dict[str, Any]:
    """One question, bound to the run that it is about."""
    return {
        "type": "modal",
        "callback_id": REASON_VIEW,
        "private_metadata": run,
        "title": {"type": "plain_text", "text": "What was wrong?"},
        "submit": {"type": "plain_text", "text": "Send"},
        "close": {"type": "plain_text", "text": "Not now"},
        "blocks": [
            {
                "type": "input",
                "block_id": "reason",
                "label": {"type": "plain_text", "text": "What should it have said?"},
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 2000},
            }
        ],
    }
