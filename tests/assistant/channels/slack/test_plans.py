"""A plan from a mention to its execution in Slack: cards, clicks, refusals, and the log's account of it."""

import json
import time
import urllib.parse
from datetime import timedelta
from typing import Any

import pytest

from assistant.approvals import Bound
from assistant.audit.reading import Filter
from assistant.channels.slack.app import plan_cards, web_client
from knowledge.workforce.planning.plan import PlanStatus
from tests.assistant.channels.slack.conftest import LEADER, Running
from tests.company import TODAY
from tests.fakes.slack_server import TEAM, Message

ASK = "<@UBOT> draft an engagement plan for a freelance UX researcher, 6 weeks, Berlin, ~30k"
FUNCTIONS = ("hr", "procurement", "it", "finance", "legal")


@pytest.fixture
def staffed(running: Running) -> Running:
    """Somebody in Slack for each function, and the assistant's own view of what is submitted."""
    for function in FUNCTIONS:
        running.slack.person(f"U{function.upper()}", f"{function}@alderquay.example")
        running.opened.registry.users.add(
            f"{function}@alderquay.example", roles=[function], org_units=[], slack_id=f"U{function.upper()}"
        )
    return running


def drafted(running: Running) -> str:
    running.event(
        {"type": "app_mention", "user": LEADER, "channel": "C1", "text": ASK, "ts": "1790000000.000100"}, "Ev1"
    )
    running.slack.wait(1, channel="C1", seen_by=LEADER)
    (plan,) = running.opened.approvals.all(running.opened.registry.users.viewer("leader@alderquay.example"))
    return plan.id


def submitted(running: Running) -> tuple[str, list[str]]:
    """The plan's id, and the Slack ids of its approvers, once their cards are there."""
    id_ = drafted(running)
    requester = running.opened.registry.users.viewer("leader@alderquay.example")
    plan = running.opened.approvals.submit(id_, requester, Bound(), "test")
    assert plan.status is PlanStatus.SUBMITTED
    asked = [f"U{f.value.upper()}" for f in plan.open_functions if f.value in FUNCTIONS]
    for slack_id in asked:
        running.slack.wait(1, channel=slack_id)
    return id_, sorted(asked)


def button(message: Message, action: str) -> dict[str, Any]:
    elements = [element for block in message.blocks if block["type"] == "actions" for element in block["elements"]]
    return next(element for element in elements if element["action_id"] == action)


def click(running: Running, who: str, value: str, action: str, trigger: str) -> None:
    payload = {
        "type": "block_actions",
        "user": {"id": who},
        "channel": {"id": who},
        "team": {"id": TEAM},
        "trigger_id": trigger,
        "actions": [{"action_id": action, "block_id": "b", "type": "button", "value": value}],
    }
    body = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
    assert running.post(body, "application/x-www-form-urlencoded").status_code == 200


def test_from_a_mention_to_an_executed_plan(staffed: Running) -> None:
    id_, approvers = submitted(staffed)
    assert approvers
    value = ""
    for n, who in enumerate(approvers):
        (sent,) = [m for m in staffed.slack.messages if m.channel == who and m.seen_by is None]
        value = button(sent, "plan_approve")["value"]
        assert set(json.loads(value)) == {"plan", "version", "hash"}
        click(staffed, who, value, "plan_approve", f"t{n}")
        staffed.slack.wait(1, channel=who, seen_by=who)
    plan = staffed.opened.approvals.all(staffed.opened.registry.users.viewer("leader@alderquay.example"))[0]
    open_ = {f.value for f in plan.open_functions}
    assert plan.status is PlanStatus.EXECUTED or open_ == {"business_owner"}
    events = [e for e in staffed.opened.log.events(Filter()) if e.get("plan") == id_]
    decided = [e for e in events if e["kind"] == "approval.decided"]
    assert {e["actor"] for e in decided} == {f"{who[1:].lower()}@alderquay.example" for who in approvers}
    assert staffed.opened.log.verify(None).ok
    # A second click on what is decided changes nothing and says so.
    click(staffed, approvers[0], value, "plan_approve", "again")
    told = staffed.slack.wait(2, channel=approvers[0], seen_by=approvers[0])
    assert "Nothing has changed" in told[-1].words


def test_a_click_without_the_right_changes_nothing_and_is_told(staffed: Running) -> None:
    _, approvers = submitted(staffed)
    (sent,) = [m for m in staffed.slack.messages if m.channel == approvers[0] and m.seen_by is None]
    value = button(sent, "plan_approve")["value"]
    click(staffed, LEADER, value, "plan_approve", "t1")
    (told,) = staffed.slack.wait(1, channel=LEADER, seen_by=LEADER)
    assert "Nothing has changed" in told.words
    stale = json.dumps({**json.loads(value), "hash": "0" * 64})
    click(staffed, approvers[0], stale, "plan_approve", "t2")
    (late,) = staffed.slack.wait(1, channel=approvers[0], seen_by=approvers[0])
    assert "Nothing has changed" in late.words
    click(staffed, approvers[0], "not json", "plan_reject", "t3")
    staffed.slack.wait(2, channel=approvers[0], seen_by=approvers[0])
    plan = staffed.opened.approvals.all(staffed.opened.registry.users.viewer("leader@alderquay.example"))[0]
    assert plan.status is PlanStatus.SUBMITTED
    assert all(approval.status == "open" for approval in plan.approvals)


def test_asking_for_changes_sends_it_back_with_the_reason(staffed: Running) -> None:
    _, approvers = submitted(staffed)
    (sent,) = [m for m in staffed.slack.messages if m.channel == approvers[0] and m.seen_by is None]
    click(staffed, approvers[0], button(sent, "plan_changes")["value"], "plan_changes", "t1")
    while not staffed.slack.views:
        time.sleep(0.02)
    view = staffed.slack.views[0]
    payload = {
        "type": "view_submission",
        "user": {"id": approvers[0]},
        "team": {"id": TEAM},
        "trigger_id": "t2",
        "view": {**view, "state": {"values": {"reason": {"text": {"value": "Half the time is enough"}}}}},
    }
    staffed.post(urllib.parse.urlencode({"payload": json.dumps(payload)}).encode(), "application/x-www-form-urlencoded")
    staffed.slack.wait(1, channel=approvers[0], seen_by=None)
    leader = staffed.opened.registry.users.viewer("leader@alderquay.example")
    deadline = 200
    while staffed.opened.approvals.all(leader)[0].status is PlanStatus.SUBMITTED and deadline:
        deadline -= 1
        time.sleep(0.05)
    plan = staffed.opened.approvals.all(leader)[0]
    assert plan.status is PlanStatus.REJECTED
    assert any("Half the time" in str(a.reason) for a in plan.approvals)


def test_everyone_concerned_hears_how_it_ended(staffed: Running) -> None:
    _, approvers = submitted(staffed)
    (own,) = staffed.slack.wait(1, channel=LEADER, seen_by=None)
    assert "plan_approve" not in own.words, "nobody decides on their own request"
    (sent,) = [m for m in staffed.slack.messages if m.channel == approvers[0] and m.seen_by is None]
    click(staffed, approvers[0], button(sent, "plan_changes")["value"], "plan_changes", "t1")
    staffed.settled()
    state = {"values": {"reason": {"text": {"value": "Half the time is enough"}}}}
    view = {**staffed.slack.views[0], "state": state}
    who = {"user": {"id": approvers[0]}, "team": {"id": TEAM}}
    staffed.interact({"type": "view_submission", **who, "trigger_id": "t2", "view": view})
    (told,) = staffed.slack.wait(1, channel=LEADER, thread_ts=own.ts)
    assert "Half the time is enough" in told.text
    assert "Revise it" in told.text
    for other in approvers[1:]:
        (told,) = staffed.slack.wait(1, channel=other, thread_ts=_card(staffed, other).ts)
        assert "sent back" in told.text
    for _ in range(3):
        plan_cards(staffed.opened).sweep(web_client(staffed.opened.settings))
    notes = [m for m in staffed.slack.messages if m.thread_ts and m.channel != "C1"]
    assert len(notes) == len(approvers), "everyone once, and not the one who decided"


def _card(staffed: Running, who: str) -> Message:
    return next(m for m in staffed.slack.messages if m.channel == who and m.seen_by is None and not m.thread_ts)


def test_approvers_are_reminded_until_it_is_decided_and_then_no_more(
    staffed: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_, approvers = submitted(staffed)
    quiet, loud = approvers[0], approvers[1]
    sweep, client = plan_cards(staffed.opened).sweep, web_client(staffed.opened.settings)

    def reminders(who: str) -> int:
        return sum(m.channel == who and "still waits" in m.text for m in staffed.slack.messages)

    def on(days: int) -> None:
        monkeypatch.setattr(staffed.opened.registry, "today", lambda: TODAY + timedelta(days=days))
        for _ in range(3):
            sweep(client)

    on(2)
    assert reminders(loud) == 0
    on(3)
    assert (reminders(quiet), reminders(loud)) == (1, 1)
    (told,) = [m for m in staffed.slack.messages if m.channel == quiet and "still waits" in m.text]
    assert told.thread_ts == _card(staffed, quiet).ts
    click(staffed, quiet, button(told, "plan_quiet")["value"], "plan_quiet", "t1")
    staffed.settled()
    on(8)
    assert (reminders(quiet), reminders(loud)) == (1, 2), "who wants no more hears no more"
    click(staffed, loud, button(_card(staffed, loud), "plan_approve")["value"], "plan_approve", "t2")
    staffed.settled()
    on(15)
    assert reminders(loud) == 2, "nothing waits for who has decided"
    for days in range(16, 31):
        on(days)
    most = max(reminders(who) for who in approvers)
    assert most == 4, "after the last reminder there are no more"
    on(31)
    (lapsed,) = staffed.slack.wait(1, channel=LEADER, thread_ts=_card(staffed, LEADER).ts)
    assert f"*{id_}* lapsed" in lapsed.text
    assert "plan_approve" not in _card(staffed, approvers[-1]).words, "what is over has no buttons"
