"""What the oversight log says of the assistant itself: is it whole, and how do people decide on what it proposes.

The rules AGT-05 to AGT-07 read it, so that the assistant is held to what is asked of any AI agent.
"""

import time
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind
from knowledge.workforce.governance.facts import ApprovalFact, LogFact

KEPT_SECONDS = 600
"""How long a verification stands before the log is read again: reading it costs time in proportion to its length."""
LARGEST = 100_000
"""Events up to which a look at the gaps verifies the log; a longer one is verified by `workforce audit verify`."""
DECISIONS = 50_000
_TOLD = 5


@dataclass
class SelfOversight:
    """The facts about the assistant from its log. `bias_audited_at` is the day of the last audit of its shortlists."""

    log: OversightLog
    bias_audited_at: date | None = None
    _verified: tuple[float, LogFact] | None = None

    def fact(self) -> LogFact:
        """What the rules look at, now."""
        return replace(self._wholeness(), **self._decisions(), bias_audited_at=self.bias_audited_at)

    def _wholeness(self) -> LogFact:
        now = time.monotonic()
        if self._verified is None or now - self._verified[0] > KEPT_SECONDS:
            self._verified = (now, self._verify())
        return self._verified[1]

    def _verify(self) -> LogFact:
        unknown = ["AGT-07: can't tell whether shortlists disadvantage a group: no data on groups is kept"]
        if self.bias_audited_at is None:
            unknown.append(
                "AGT-07: can't tell: the day of the last bias audit is missing (WORKFORCE_ASSISTANT_BIAS_AUDITED_AT)"
            )
        events = self.log.counted(start=None, end=None)
        if events > LARGEST:
            said = f"AGT-05: can't tell here: the log has {events:,} events; 'workforce audit verify' reads them all"
            return LogFact(unknown=(said, *unknown))
        found = self.log.verify(None)
        problems = [f"{p.kind}{f' at {p.seq}' if p.seq else ''}: {p.detail}" for p in found.problems]
        more = [f"and {len(problems) - _TOLD} more problems"] if len(problems) > _TOLD else []
        # Nothing is ever deleted from the log, so there is no retention that could be too short.
        return LogFact(problems=(*problems[:_TOLD], *more), unknown=tuple(unknown))

    def _decisions(self) -> dict[str, object]:
        kinds = (EventKind.PLAN_SEEN.value, EventKind.APPROVAL_DECIDED.value, EventKind.PLAN_EXECUTED.value)
        seen: dict[tuple[str, str], datetime] = {}
        approvals: list[ApprovalFact] = []
        executed: set[str] = set()
        for event in self.log.look_up(kinds=kinds, actor=None, subject=None, start=None, end=None, limit=DECISIONS):
            plan, who, at = str(event["plan"]), str(event["actor"]), datetime.fromisoformat(event["at"])
            if event["kind"] == EventKind.PLAN_SEEN:
                seen[plan, who] = at
            elif event["kind"] == EventKind.PLAN_EXECUTED:
                executed.add(plan)
            else:
                shown = seen.get((plan, who))
                seconds = (at - shown).total_seconds() if shown is not None else None
                approved = event["decision"] == "approved"
                approvals.append(ApprovalFact(plan, who, at.date(), approved, seconds))
        return {"approvals": tuple(approvals), "executed": frozenset(executed)}
