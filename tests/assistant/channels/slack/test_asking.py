"""Asking in Slack: in a channel, in its threads, in a direct message, by command; each question is answered once."""

import json
import time
import urllib.parse
from typing import Any

import httpx2 as httpx
import pytest

from assistant.channels.slack.queue import DeliveryQueue
from assistant.channels.slack.signature import signed
from tests.assistant.channels.slack.conftest import LEADER, MANAGER, STRANGER, Running
from tests.fakes.slack_server import TEAM, event_body, signature_headers

COUNT = "<@UBOT> how many freelancers are there in Germany?"


def mention(text: str, *, user: str = LEADER, channel: str = "C1", **more: Any) -> dict[str, Any]:
    return {"type": "app_mention", "user": user, "channel": channel, "text": text, **more}


def direct(text: str, *, user: str = LEADER, **more: Any) -> dict[str, Any]:
    return {"type": "message", "channel_type": "im", "user": user, "channel": "D" + user, "text": text, **more}


def test_a_mention_is_answered_in_its_thread_and_follow_ups_need_no_mention(running: Running) -> None:
    assert running.event(mention(COUNT, ts="1790000000.000100"), "Ev1").status_code == 200
    (first,) = running.slack.wait(1, channel="C1")
    assert first.thread_ts == "1790000000.000100"
    assert "Germany" in first.text
    assert any(block["type"] == "context_actions" for block in first.blocks)
    followed = {"type": "message", "channel_type": "channel", "user": LEADER, "channel": "C1"}
    thread = {"thread_ts": "1790000000.000100", "ts": "1790000001.000100"}
    running.event({**followed, **thread, "text": "and in the Netherlands?"}, "Ev2")
    second = running.slack.wait(2, channel="C1")[1]
    assert "Netherlands" in second.text
    # Others talking in the thread, and talk outside it, are left alone.
    running.event({**followed, **thread, "user": MANAGER, "text": "I see", "ts": "1790000002.000100"}, "Ev3")
    running.event({**followed, "text": "how many people work here?", "ts": "1790000003.000100"}, "Ev4")
    running.event(direct("How many freelancers are there in Spain?"), "Ev5")
    running.slack.wait(1, channel="D" + LEADER)
    assert len(running.slack.wait(2, channel="C1")) == 2


def test_a_direct_message_goes_on(running: Running) -> None:
    running.event(direct("Who knows Python and is free at least half time next month?"), "Ev1")
    (first,) = running.slack.wait(1, channel="D" + LEADER)
    assert first.thread_ts is None
    assert first.seen_by is None
    running.event(direct("only freelancers"), "Ev2")
    second = running.slack.wait(2, channel="D" + LEADER)[1]
    assert "reelance" in second.text


def test_what_not_everyone_may_see_goes_to_the_asker_alone(running: Running) -> None:
    text = "<@UBOT> what governance gaps do we have right now?"
    running.event(mention(text, ts="1790000000.000100"), "Ev1")
    (private,) = running.slack.wait(1, channel="C1", seen_by=LEADER)
    (public,) = running.slack.wait(1, channel="C1", seen_by=None)
    assert public.thread_ts == private.thread_ts == "1790000000.000100"
    assert "gap" in private.words
    assert "gap" not in public.words.lower()
    # Among those who all may see it, it is said aloud.
    running.event(mention(text, channel="CLEADERS", ts="1790000000.000200"), "Ev2")
    (aloud,) = running.slack.wait(1, channel="CLEADERS")
    assert aloud.seen_by is None
    assert "gap" in aloud.words


def test_strangers_bots_and_the_deactivated_get_nothing_of_the_company(running: Running) -> None:
    running.slack.person("UGONE", "leader@alderquay.example", deleted=True)
    running.event(mention(COUNT, user="UGONE"), "Ev1")
    running.event(mention(COUNT, user="UBOT", bot_id="BBOT"), "Ev2")
    running.event(mention(COUNT, user=STRANGER), "Ev3")
    (told,) = running.slack.wait(1, channel="C1")
    assert told.seen_by == STRANGER
    assert "stranger@elsewhere.example" in told.words
    assert "Germany" not in told.words


def test_a_channel_shared_with_another_company_hears_nothing(running: Running) -> None:
    running.event(mention(COUNT, ts="1790000000.000100"), "Ev1", is_ext_shared_channel=True)
    (told,) = running.slack.wait(1, channel="C1")
    assert told.seen_by == LEADER
    assert "Germany" not in told.words


def test_retries_and_duplicates_are_answered_once(running: Running) -> None:
    body = event_body(direct("How many freelancers are there in Germany?"), "Ev1")
    for retry in range(4):
        assert running.post(body, **{"x-slack-retry-num": str(retry)}).status_code == 200
    running.event(direct("How many freelancers are there in Spain?"), "Ev2")
    found = running.slack.wait(2, channel="D" + LEADER)
    assert len(found) == 2


def test_slack_being_slow_or_down_loses_nothing(running: Running) -> None:
    running.slack.fail["chat.postMessage"] = [429, 500, "internal_error"]
    running.event(direct("How many freelancers are there in Germany?"), "Ev1")
    found = running.slack.wait(1, channel="D" + LEADER, seconds=40)
    assert len(found) == 1


def test_a_command_is_answered_to_its_asker(running: Running) -> None:
    fields = {
        "command": "/workforce",
        "text": "how many freelancers are there in Germany?",
        "user_id": LEADER,
        "channel_id": "C1",
        "team_id": TEAM,
        "trigger_id": "t1",
        "response_url": running.slack.url.replace("/api/", f"/hook/{LEADER}"),
    }
    body = urllib.parse.urlencode(fields).encode()
    assert running.post(body, "application/x-www-form-urlencoded").status_code == 200
    (answer,) = running.slack.wait(1, channel="response_url")
    assert "Germany" in answer.text
    without_url = urllib.parse.urlencode({**fields, "response_url": "", "trigger_id": "t2", "text": "help"}).encode()
    running.post(without_url, "application/x-www-form-urlencoded")
    (helped,) = running.slack.wait(1, channel="C1", seen_by=LEADER)
    assert "own words" in helped.words


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "url_verification", "challenge": "abc"},
        {"type": "app_rate_limited", "minute_rate_limited": 1},
        {"type": "event_callback"},
        {"type": "event_callback", "event_id": "E", "event": {"type": "brand_new_event", "user": {"id": "U1"}}},
        {"type": "event_callback", "event_id": "E2", "event": {"type": "message", "subtype": "message_changed"}},
        {"type": "event_callback", "event_id": "E3", "event": {"type": "app_home_opened", "user": "U1", "tab": "home"}},
        {"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "unknown"}], "trigger_id": "x"},
        {"type": "view_submission", "view": {"callback_id": "nobody's"}, "user": {"id": "U1"}},
        {"type": "view_closed", "view": {}, "user": {"id": "U1"}},
        {"type": "message_action", "callback_id": "x", "trigger_id": "y"},
        {"type": "shortcut", "callback_id": "x", "trigger_id": "z"},
        {"type": "block_suggestion", "action_id": "x"},
        {"type": "something_of_next_year", "deep": {"er": [1, 2, None]}},
        {},
    ],
)
def test_every_kind_of_payload_is_acknowledged(running: Running, payload: dict[str, Any]) -> None:
    as_json = running.post(json.dumps(payload).encode())
    form = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
    as_form = running.post(form, "application/x-www-form-urlencoded")
    assert (as_json.status_code, as_form.status_code) == (200, 200)


def test_bad_signatures_are_refused_whatever_the_body(running: Running) -> None:
    body = event_body(direct("hi"), "Ev1")
    good = signature_headers(body)
    now = good["x-slack-request-timestamp"]
    bad: list[dict[str, str]] = [
        {},
        {**good, "x-slack-signature": "v0=" + "0" * 64},
        {**good, "x-slack-request-timestamp": "soon"},
        {**good, "x-slack-request-timestamp": "1e9"},
        {k: v for k, v in good.items() if k != "x-slack-request-timestamp"},
        {**signature_headers(body, at=time.time() - 301)},
        {**signature_headers(body, at=time.time() + 400)},
        {**good, "x-slack-signature": signed("another secret", now, body)},
    ]
    for headers in bad:
        assert httpx.post(f"{running.url}/slack/events", content=body, headers=headers).status_code == 401, headers
    for content in (b"\xff\xfe", b"{", b"", body + b" "):
        assert httpx.post(f"{running.url}/slack/events", content=content, headers=good).status_code == 401, content
    for content in (b"\xff\xfe", b"{", b"[1]", b"null", b'"text"', b"[" * 50_000, b"no form"):
        assert running.post(content).status_code == 400, content[:10]
    assert DeliveryQueue(running.opened.database.engine).unsettled() == 0


def test_feedback_is_kept_with_its_run(running: Running) -> None:
    running.event(direct("How many freelancers are there in Germany?"), "Ev1")
    (answer,) = running.slack.wait(1, channel="D" + LEADER)
    element = next(b for b in answer.blocks if b["type"] == "context_actions")["elements"][0]
    value = element["negative_button"]["value"]
    payload = {
        "type": "block_actions",
        "user": {"id": LEADER},
        "channel": {"id": "D" + LEADER},
        "team": {"id": TEAM},
        "trigger_id": "t1",
        "actions": [{"action_id": "answer_feedback", "block_id": "b", "value": value, "type": "feedback_buttons"}],
    }
    body = urllib.parse.urlencode({"payload": json.dumps(payload)}).encode()
    running.post(body, "application/x-www-form-urlencoded")
    running.slack.wait(1, seen_by=LEADER)
    run = value.split(":")[1]
    assert [event["decision"] for event in running.opened.log.run(run) if event["kind"] == "notice"] == ["bad"]
