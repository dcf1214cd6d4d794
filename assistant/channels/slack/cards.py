"""Plans in Slack: a card for each approver, bound to the version that it shows, renewed when the plan moves on."""

import json
import time
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy import Engine, insert, select, update

from assistant.approvals import Approvals
from assistant.channels.slack.blocks import Block, escaped, whole_sentences
from assistant.channels.slack.feedback import words_view
from assistant.channels.slack.tables import slack_card
from assistant.channels.slack.told import Told
from knowledge.registry.users import Users
from knowledge.workforce.planning.plan import PlanStatus
from knowledge.workforce.planning.redaction import shown_to
from knowledge.workforce.planning.states import Plan, functions_of, submitted_on
from knowledge.workforce.viewer import OPERATOR, Viewer

APPROVE, REJECT, CHANGES, QUIET = "plan_approve", "plan_reject", "plan_changes", "plan_quiet"
CHANGES_VIEW = "plan_changes_view"
ENDED = frozenset({PlanStatus.REJECTED, PlanStatus.WITHDRAWN, PlanStatus.EXPIRED, PlanStatus.EXECUTED})
SUMMARY_CHARACTERS = 2_500
WARNINGS_SHOWN = 6


@dataclass(frozen=True)
class PlanCards:
    """Sends a card to whoever a submitted plan concerns and who has a Slack id: its approvers, and the person who asked.

    Each gets one card a version. In its thread follow the reminders, while there is something to decide, and how it ended.
    """

    approvals: Approvals
    users: Users
    engine: Engine
    told: Told
    link: str

    def sweep(self, client: WebClient) -> None:
        """Send what is due and renew what is out of date. Whoever is told twice is told by an update, never a second card."""
        plans = {plan.id: plan for plan in self.approvals.all(OPERATOR)}
        with self.engine.connect() as connection:
            sent = {(row.plan, row.version, row.slack_user): row for row in connection.execute(select(slack_card))}
        for plan in plans.values():
            if plan.status is PlanStatus.SUBMITTED:
                for slack_user, viewer in self._concerned(plan):
                    if (plan.id, plan.version, slack_user) not in sent:
                        self._send(client, plan, slack_user, viewer)
        for (id_, version, slack_user), row in sent.items():
            plan = plans.get(id_)
            if plan is None or not row.ts:
                continue
            if row.shown != (state := _state(plan, version)):
                self._renew(client, plan, version, slack_user, row, state)
                if version == plan.version and plan.status in ENDED:
                    self._tell_end(client, plan, slack_user, row)
            elif version == plan.version and reminded(plan):
                self._remind(client, plan, slack_user, row)

    def _concerned(self, plan: Plan) -> list[tuple[str, Viewer]]:
        """Those who may decide something that is open, and who asked for it; nobody decides on their own request."""
        found: list[tuple[str, Viewer]] = []
        for user in self.users.all():
            if user.slack:
                viewer = self.users.viewer(user.email)
                deciding = functions_of(viewer, plan).keys() & plan.open_functions
                if user.email == plan.requested_by or deciding:
                    found.append((user.slack, viewer))
        return found

    def _remind(self, client: WebClient, plan: Plan, slack_user: str, row: Any) -> None:
        """Once for each day of reminding; not whom nothing waits for any more, nor who wants to hear no more."""
        viewer = self.users.by_slack(slack_user)
        if viewer is None or viewer.email == plan.requested_by or self.told.was(quiet_topic(plan.id), slack_user):
            return
        mine = functions_of(viewer, plan).keys() & plan.open_functions
        topic = f"remind:{plan.id}:{plan.version}:{plan.reminded_on}"
        if not mine or not self.told.once(topic, slack_user):
            return
        text, blocks = reminder(plan, self.link)
        client.chat_postMessage(channel=row.channel, thread_ts=row.ts, text=text, blocks=blocks)

    def _tell_end(self, client: WebClient, plan: Plan, slack_user: str, row: Any) -> None:
        """How it ended, to everyone but the one who just ended it."""
        viewer = self.users.by_slack(slack_user)
        if viewer is None or viewer.email == _ended_by(plan):
            return
        if not self.told.once(f"end:{plan.id}:{plan.version}:{plan.status.value}", slack_user):
            return
        text = ending(plan, asked=viewer.email == plan.requested_by)
        client.chat_postMessage(
            channel=row.channel, thread_ts=row.ts, reply_broadcast=True, text=text, blocks=[_section(text)]
        )

    def _send(self, client: WebClient, plan: Plan, slack_user: str, viewer: Viewer) -> None:
        """The card is written down before it is sent: a process that dies between leaves one untold, not one told twice."""
        key = {"plan": plan.id, "version": plan.version, "slack_user": slack_user}
        with self.engine.begin() as connection:
            taken = select(slack_card.c.plan).filter_by(**key)
            if connection.execute(taken).first() is not None:
                return
            connection.execute(insert(slack_card).values(**key, shown=_state(plan, plan.version), sent=time.time()))
        text, blocks = card(plan, viewer, self.link)
        answer: Any = client.chat_postMessage(channel=slack_user, text=text, blocks=blocks).data
        with self.engine.begin() as connection:
            where = [slack_card.c[name] == value for name, value in key.items()]
            connection.execute(update(slack_card).where(*where).values(channel=answer["channel"], ts=answer["ts"]))

    def _renew(self, client: WebClient, plan: Plan, version: int, slack_user: str, row: Any, state: str) -> None:
        viewer = self.users.by_slack(slack_user)
        if viewer is None:
            return
        text, blocks = card(plan, viewer, self.link, version=version)
        try:
            client.chat_update(channel=row.channel, ts=row.ts, text=text, blocks=blocks)
        except SlackApiError as error:
            answer: Any = error.response
            if answer.get("error") not in ("message_not_found", "cant_update_message", "channel_not_found"):
                raise
        with self.engine.begin() as connection:
            same = (
                slack_card.c.plan == plan.id,
                slack_card.c.version == version,
                slack_card.c.slack_user == slack_user,
            )
            connection.execute(update(slack_card).where(*same).values(shown=state))


def card(plan: Plan, viewer: Viewer, link: str, *, version: int | None = None) -> tuple[str, list[Block]]:
    """The plan on one screen as this approver may see it, with buttons while there is something for them to decide."""
    document = shown_to(plan, viewer)
    text = f"{plan.id}: {plan.title}"
    blocks: list[Block] = [
        {"type": "header", "text": {"type": "plain_text", "text": plan.title[:150]}},
        _section(whole_sentences(escaped(str(document.get("summary") or plan.title)), SUMMARY_CHARACTERS)),
    ]
    option = next((o for o in document["options"] if o["id"] == document.get("recommended")), None)
    facts = [f"*Asked by* {escaped(plan.requested_by)}", f"*Version* {plan.version}"]
    if option is not None:
        cost = option.get("cost") or {}
        if cost.get("amount") is not None:
            facts.append(f"*Cost* {cost['currency']} {cost['amount']:,.0f}")
        facts.append(
            f"*Way* {escaped(str(option['kind']).replace('_', ' '))}, {option['lead_days']} days until it starts"
        )
    blocks.append({"type": "section", "fields": [{"type": "mrkdwn", "text": fact[:2000]} for fact in facts]})
    warned = [c for c in document["checks"] if c["result"] in ("warned", "blocked", "unknown")]
    if warned:
        lines = [f"• {c['rule']} {c['result']}: {escaped(str(c['detail']))[:200]}" for c in warned[:WARNINGS_SHOWN]]
        blocks.append(_section("*Checks*\n" + "\n".join(lines)))
    blocks.append(_context(_standing(plan)))
    mine = functions_of(viewer, plan).keys() & plan.open_functions
    current = version in (None, plan.version)
    if plan.status is PlanStatus.SUBMITTED and mine and current and viewer.email != plan.requested_by:
        whys = [a for a in plan.approvals if a.function in mine]
        why = "; ".join(f"{a.function.value.replace('_', ' ')}: {escaped(a.why)}" for a in whys)
        blocks.append(_context(f"You decide for {why}"[:1900]))
        blocks.append(_buttons(plan))
    elif not current:
        blocks.append(_context(f"This card shows version {version}; the plan is at version {plan.version} now."))
    blocks.append(_context(f"<{link}/plans/{plan.id}|The whole plan>"))
    return text, blocks


def reminded(plan: Plan) -> bool:
    """Whether approvers are to be reminded of it: it waits, and a day of reminding has come."""
    waits = plan.status is PlanStatus.SUBMITTED and plan.expires_on is not None and plan.reminded_on is not None
    return waits and plan.reminded_on > submitted_on(plan.expires_on)  # pyright: ignore[reportOptionalOperand, reportArgumentType]


def reminder(plan: Plan, link: str) -> tuple[str, list[Block]]:
    """That a plan waits, until when, and a button to hear no more of it."""
    text = f"{plan.id} still waits for you; undecided it lapses after {plan.expires_on:%d %B %Y}."
    quiet = {"type": "plain_text", "text": "No more reminders"}
    return text, [
        _section(
            f"<{link}/plans/{plan.id}|{plan.id}> still waits for you; undecided it lapses after {plan.expires_on}."
        ),
        {"type": "actions", "elements": [{"type": "button", "action_id": QUIET, "value": plan.id, "text": quiet}]},
    ]


def ending(plan: Plan, *, asked: bool) -> str:
    """How a plan ended, in a sentence or two."""
    by = _ended_by(plan)
    named = f"*{plan.id}*"
    if plan.status is PlanStatus.REJECTED:
        said = f"{named} was sent back by {escaped(by or 'an approver')}"
        said += f": {whole_sentences(escaped(plan.reason), SUMMARY_CHARACTERS)}" if plan.reason else "."
        return said + ("\nRevise it and submit it anew, or withdraw it." if asked else "")
    if plan.status is PlanStatus.EXPIRED:
        return f"{named} lapsed: nobody decided in time." + (" Draft it anew if you still need it." if asked else "")
    if plan.status is PlanStatus.WITHDRAWN:
        return f"{named} was withdrawn; there is nothing left to decide."
    return f"{named} was executed: every function has approved." + (" Its checklist has begun." if asked else "")


def quiet_topic(plan: str) -> str:
    """Under which it is kept that somebody wants no more reminders of a plan."""
    return f"quiet:{plan}"


def changes_view(value: str) -> dict[str, Any]:
    """The modal that asks what should change. `value` is the button's: the plan's version is bound from the first click on."""
    return words_view(CHANGES_VIEW, value, title="Ask for changes", label="What should change?", submit="Send back")


def _buttons(plan: Plan) -> Block:
    value = json.dumps({"plan": plan.id, "version": plan.version, "hash": plan.hash})
    named = ((APPROVE, "Approve", "primary"), (CHANGES, "Ask for changes", None), (REJECT, "Reject", "danger"))
    elements: list[dict[str, Any]] = []
    for action, text, style in named:
        button = {"type": "button", "action_id": action, "value": value, "text": {"type": "plain_text", "text": text}}
        elements.append(button | ({"style": style} if style else {}))
    return {"type": "actions", "elements": elements}


def _ended_by(plan: Plan) -> str | None:
    """Who ended it by deciding last, or by withdrawing; nobody, where it lapsed."""
    if plan.status is PlanStatus.WITHDRAWN:
        return plan.requested_by
    decided = [(a.at, a.by) for a in plan.approvals if a.at is not None]
    return max(decided)[1] if decided and plan.status is not PlanStatus.EXPIRED else None


def _state(plan: Plan, version: int) -> str:
    """What a card shows of a plan's standing: when it differs from what was sent, the card is renewed."""
    if version != plan.version:
        return "replaced"
    return f"{plan.status.value}:{len(plan.open_functions)}"[:20]


def _standing(plan: Plan) -> str:
    parts = [
        f"{a.function.value.replace('_', ' ')} {a.status}" + (f" by {escaped(a.by)}" if a.by else "")
        for a in plan.approvals
    ]
    return f"*{plan.status.value.capitalize()}* · {' · '.join(parts)}"[:1900]


def _section(mrkdwn: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": mrkdwn[:3000]}}


def _context(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": mrkdwn}]}
