"""One sample of every kind that Slack sends, and kinds it may send one day: acknowledged, worked once, without a fault."""

import json
import urllib.parse
from typing import Any

import pytest
from sqlalchemy import select

from assistant.channels.slack.tables import slack_delivery
from tests.assistant.channels.slack.conftest import LEADER, STRANGER, Running
from tests.fakes.slack_server import TEAM

FORM = "application/x-www-form-urlencoded"
EVENTS = """app_home_opened app_mention app_rate_limited app_uninstalled assistant_thread_context_changed
assistant_thread_started channel_archive channel_created channel_deleted channel_rename channel_shared emoji_changed
file_created file_shared function_executed group_open im_close im_created im_open link_shared member_joined_channel
member_left_channel message message_metadata_posted pin_added reaction_added reaction_removed subteam_created team_join
tokens_revoked url_verification user_change user_huddle_changed workflow_step_execute event_of_next_year""".split()
SUBTYPES = (
    "bot_message channel_join file_share me_message message_changed message_deleted thread_broadcast next_year".split()
)
INTERACTIONS = """block_actions block_suggestion dialog_submission interactive_message message_action shortcut view_closed
view_submission workflow_step_edit interaction_of_next_year""".split()
ACTIONS = "answer_feedback plan_approve plan_reject plan_changes plan_quiet ask_prompt_0 action_of_next_year".split()


def outcomes(running: Running) -> set[tuple[str, int]]:
    """State and number of tries of every delivery, once all are worked."""
    running.settled(60)
    with running.opened.database.engine.connect() as connection:
        rows = connection.execute(select(slack_delivery.c.state, slack_delivery.c.attempts)).all()
    return {(row.state, row.attempts) for row in rows}


def test_every_event(running: Running) -> None:
    for kind in EVENTS:
        base = {"type": kind, "user": STRANGER, "channel": "C1", "text": "hi", "ts": "1790000000.000100"}
        for n, event in enumerate((base, {"type": kind}, {**base, "user": {"id": STRANGER}, "channel": {"id": "C1"}})):
            assert running.event(event, f"Ev-{kind}-{n}").status_code == 200, event
    for subtype in SUBTYPES:
        event = {"type": "message", "subtype": subtype, "user": STRANGER, "channel": "C1", "hidden": True}
        assert running.event(event, f"Ev-sub-{subtype}").status_code == 200, subtype
    assert outcomes(running) == {("done", 1)}


def test_every_interaction(running: Running) -> None:
    who = {"user": {"id": STRANGER}, "team": {"id": TEAM}, "channel": {"id": "C1"}}
    for n, kind in enumerate(INTERACTIONS):
        view = {"id": "V1", "callback_id": "nobody's", "state": {"values": {}}}
        action = {"action_id": "unknown", "block_id": "b", "type": "button"}
        full = {"type": kind, **who, "trigger_id": f"k{n}", "callback_id": "x", "view": view, "actions": [action]}
        for payload in (full, {"type": kind}):
            body = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
            assert running.post(body, FORM).status_code == 200, payload
    for n, name in enumerate(ACTIONS):
        action = {"action_id": name, "block_id": "b", "type": "button", "value": "odd"}
        running.interact({"type": "block_actions", **who, "trigger_id": f"a{n}", "actions": [action]})
    for n, callback in enumerate(("plan_changes_view", "feedback_reason_view")):
        running.interact({"type": "view_submission", **who, "trigger_id": f"v{n}", "view": {"callback_id": callback}})
    assert outcomes(running) == {("done", 1)}


@pytest.mark.parametrize("command", ["/workforce", "/another"])
def test_every_command(running: Running, command: str) -> None:
    fields = {"command": command, "user_id": LEADER, "channel_id": "C1", "team_id": TEAM}
    for n, text in enumerate(("", "help", "\u202e", "<@UBOT>", "a" * 9_000)):
        body = urllib.parse.urlencode({**fields, "trigger_id": f"t{n}", "text": text}).encode()
        assert running.post(body, FORM).status_code == 200
    assert running.post(urllib.parse.urlencode({"ssl_check": "1", "token": "x"}).encode(), FORM).status_code == 200
    assert outcomes(running) == {("done", 1)}


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "event_callback"},
        {"type": "event_callback", "event": None, "event_id": 7, "team_id": ["T1"]},
        {"type": "event_callback", "event": {"type": ["message"], "ts": {"a": 1}, "thread_ts": 5}, "event_id": "E"},
        {"type": "view_closed", "view": {}, "user": {"id": "U1"}},
        {"type": "something_of_next_year", "deep": {"er": [1, 2, None]}},
        {"command": ["/workforce"], "text": {"a": 1}},
        {},
    ],
)
def test_odd_payloads_are_acknowledged_and_worked_once(running: Running, payload: dict[str, Any]) -> None:
    as_json = running.post(json.dumps(payload).encode())
    form = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
    assert (as_json.status_code, running.post(form, FORM).status_code) == (200, 200)
    assert outcomes(running) == {("done", 1)}
