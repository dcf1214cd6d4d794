"""What backs a statement: a record's field, a passage of a policy, or a computation."""

from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["policy", "record", "computation"]


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a statement rests on.

    `ref` is `<table in the singular>:<id>`, `policy:<document id>#<section id>` or `run:<tool call id>`.
    `quote` is verbatim from the passage (always set for policies); `location` is a file or a URL.
    """

    kind: SourceKind
    ref: str
    title: str
    quote: str | None = None
    location: str | None = None
