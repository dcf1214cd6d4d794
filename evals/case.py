"""A case: who asks what, and what has to be true of the structured answer."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

CASES = Path(__file__).parent / "cases"
DAY = date(2026, 11, 24)
"""The day on which every case is asked."""


class Expected(BaseModel):
    """What must hold; at least one member has to be given."""

    model_config = ConfigDict(extra="forbid")

    status: str | None = None
    reason: str | None = None
    tools: list[str] | None = Field(default=None, description="The tools used, in order.")
    arguments: dict[str, Any] | None = Field(default=None, description="Arguments of the last call, at least these.")
    cites: str | None = Field(default=None, description="A citation's ref begins with this.")
    quotes: str | None = Field(default=None, description="Some quote holds these words.")
    says: str | None = Field(default=None, description="The text holds these words.")
    never_says: list[str] = Field(default_factory=list, description="The text holds none of these.")

    @model_validator(mode="after")
    def _not_empty(self) -> "Expected":
        if not any(value not in (None, []) for value in self.model_dump().values()):
            raise ValueError("a case without an expectation is invalid")
        return self


class Turn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    ask: str
    expect: Expected


class Case(BaseModel):
    """One conversation. `roles` are the asker's; empty means the operator."""

    model_config = ConfigDict(extra="forbid")

    id: str
    suite: str = ""
    roles: list[str] = Field(default_factory=list)
    turns: list[Turn] = Field(min_length=1)


def load(suite: str | None = None) -> list[Case]:
    """Every case, or those of one suite (a file's name)."""
    found: list[Case] = []
    for path in sorted(CASES.glob("*.yaml")):
        if suite is None or path.stem == suite:
            for row in yaml.safe_load(path.read_text(encoding="utf-8")):
                found.append(Case.model_validate({**row, "suite": path.stem}))
    return found
