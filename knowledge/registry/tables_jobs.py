"""Long computations that outlive a request: who asked for what, how far it is, and what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.registry.columns import Base


class AllocationJob(Base):
    """One optimisation. `touched_at` is renewed while a process works on it; `answer` is there once it ended."""

    __tablename__ = "allocation_job"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    actor: Mapped[str] = mapped_column(String(320), index=True)
    state: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime]
    touched_at: Mapped[datetime]
    cancelled: Mapped[bool] = mapped_column(default=False)
    progress: Mapped[dict[str, Any] | None]
    answer: Mapped[dict[str, Any] | None]
    fault: Mapped[str | None]
