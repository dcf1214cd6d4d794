"""Who can decide on a plan now: functions, delegations, and absence."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from assistant.audit.events import Event
from assistant.audit.store import OversightLog
from assistant.audit.vocabulary import EventKind
from knowledge.registry import plans
from knowledge.registry import tables as t
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import BadInput, NotPermitted
from knowledge.workforce.planning.plan import Function, PlanStatus
from knowledge.workforce.planning.states import Plan, functions_of
from knowledge.workforce.viewer import OPERATOR, Viewer


@dataclass(frozen=True)
class Deputies:
    """Who stands in for whom, in one installation."""

    registry: Registry
    log: OversightLog

    def waiting_for(self, viewer: Viewer) -> list[Plan]:
        """The submitted plans on which this person can decide now."""
        today = self.registry.today()
        with self.registry.database.session() as session:
            found = [p for p in plans.visible(session, viewer, today) if p.status is PlanStatus.SUBMITTED]
        mine = [p for p in found if p.requested_by != viewer.email]
        return [p for p in mine if set(functions_of(viewer, p)) & p.open_functions]

    def approvers(self, plan: Plan) -> list[Viewer]:
        """The users who can decide on a plan now."""
        users = [self.registry.users.viewer(user.email) for user in self.registry.users.all()]
        return [
            user
            for user in users
            if user.email != plan.requested_by and set(functions_of(user, plan)) & plan.open_functions
        ]

    def delegate(
        self, viewer: Viewer, function: Function, to: str, start: date, end: date, *, when_away: bool, channel: str
    ) -> None:
        """Let another user decide for a function of one's own, on these days, or only on those of one's leave."""
        if function is not Function.BUSINESS_OWNER and function.value not in viewer.role_names:
            raise NotPermitted(f"{viewer.email} doesn't approve for {function.label} and so can't lend it.")
        taker = self.registry.users.viewer(to).email
        if taker in (viewer.email, OPERATOR.email):
            raise BadInput("Lend it to another person who may use the assistant.")
        if end < start:
            raise BadInput(f"It would end on {end}, before it starts on {start}.")

        def work(connection: Connection) -> list[Event]:
            with Session(bind=connection) as session:
                made = datetime.now(UTC)
                session.add(
                    t.PlanDelegation(
                        function=function.value,
                        giver=viewer.email,
                        taker=taker,
                        start=start,
                        end=end,
                        when_away=when_away,
                        made_at=made,
                    )
                )
                session.commit()
            payload = {"function": function.value, "to": taker, "start": start, "end": end, "when_away": when_away}
            roles = ",".join(viewer.role_names)
            return [Event(EventKind.DELEGATION, actor=viewer.email, role=roles, channel=channel, payload=payload)]

        self.log.together(work)
