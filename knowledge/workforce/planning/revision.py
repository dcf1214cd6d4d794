"""A person's changes to a plan: kept beside the assistant's words, never in place of what was computed."""

from datetime import datetime
from typing import Any

from knowledge.workforce.errors import BadInput

EDITABLE = ("title", "summary", "recommended_why")
"""What a person may word anew. Options, costs and checks are computed; who wants another option drafts anew."""
LONGEST = 4_000


def revised(
    content: dict[str, Any], edits: dict[str, str], by: str, now: datetime
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The next version's document, and each field that differs with both values.

    The assistant's first words of a field are kept in `edits`, so that a reader can tell whose words they read.
    """
    document = dict(content)
    kept: list[dict[str, Any]] = list(document["edits"])
    fields: list[dict[str, Any]] = []
    for name, text in edits.items():
        if name not in EDITABLE:
            raise BadInput(f"{name!r} of a plan is computed; only {', '.join(EDITABLE)} can be edited.")
        words = " ".join(text.split()) if name == "title" else text.strip()
        if not words or len(words) > LONGEST:
            raise BadInput(f"The {name.replace('_', ' ')} needs between 1 and {LONGEST:,} characters.")
        if words == document[name]:
            continue
        fields.append({"field": name, "from": document[name], "to": words})
        kept.append({"field": name, "by": by, "at": now.isoformat(), "text": words, "before": document[name]})
        document[name] = words
    if not fields:
        raise BadInput("Nothing would change; give at least one field a new text.")
    document["edits"] = kept
    return document, fields
