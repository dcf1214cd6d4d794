"""What people do at the command line and in the channels, on the record as well."""

from typing import Any

from assistant.audit.events import Event
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind, Phase
from knowledge.workforce.viewer import OPERATOR, Viewer


def record(
    log: OversightLog, kind: EventKind, *, viewer: Viewer = OPERATOR, channel: str = "cli", **fields: Any
) -> None:
    """Write one event of a person's own doing, durably."""
    log.append(
        Event(
            kind=kind,
            phase=Phase.SINGLE,
            actor=viewer.email,
            role=",".join(viewer.role_names),
            channel=channel,
            **fields,
        )
    )
