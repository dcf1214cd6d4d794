"""May everyone in the channel read this answer? Decided by its most restricted reader, never by the asker.

The tools behind the answer are run again as each kind of reader would see them. Where any of them would get less, the
answer goes to the asker alone. Somebody without an account counts as a contributor of no unit, the least of all roles.
"""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.channels.slack.people import People
from assistant.conversation import Answer
from knowledge.policies.index import PolicyIndex
from knowledge.registry.registry import Registry
from knowledge.workforce.errors import WorkforceError
from knowledge.workforce.viewer import Role, Viewer
from tools.catalogue import CATALOGUE
from tools.contract import Context, Halt

MEMBERS_LOOKED_AT = 200
NOBODY = Viewer(email="nobody@localhost", roles=frozenset({Role.CONTRIBUTOR}))
"""A reader of whom nothing is known."""


class Readers:
    """Who else reads a channel, and what they would have been told."""

    def __init__(self, registry: Registry, policies: PolicyIndex, people: People) -> None:
        self._registry = registry
        self._policies = policies
        self._people = people

    def may_all_read(self, client: WebClient, channel: str, asker: Viewer, bot: str, answer: Answer) -> bool:
        """Whether every member of the channel would have been given the same."""
        if answer.status == "not_permitted" or answer.plan is not None:
            return False
        calls = [call for call in answer.tools if call.status == "ok"]
        if not calls:
            return True
        readers = [reader for reader in self._members(client, channel, bot) if reader.email != asker.email]
        profiles = {(reader.roles, reader.units, reader.projects, reader.contributor_id): reader for reader in readers}
        return all(
            self._same(reader, call.name, call.input, call.output) for reader in profiles.values() for call in calls
        )

    def _members(self, client: WebClient, channel: str, bot: str) -> list[Viewer]:
        try:
            answer: Any = client.conversations_members(channel=channel, limit=MEMBERS_LOOKED_AT).data
        except SlackApiError:
            return [NOBODY]
        ids: list[str] = [member for member in answer.get("members") or [] if member != bot]
        more = bool((answer.get("response_metadata") or {}).get("next_cursor"))
        viewers = [self._people.viewer(client, member) for member in ids]
        known = [viewer for viewer in viewers if viewer is not None]
        return known if ids and not more and len(known) == len(ids) else [*known, NOBODY]

    def _same(self, reader: Viewer, name: str, arguments: dict[str, Any], output: dict[str, Any]) -> bool:
        tool = next((tool for tool in CATALOGUE if tool.name == name), None)
        if tool is None or not reader.reach(tool.needs):
            return False
        with self._registry.reading(replace(reader)) as reading:
            try:
                context = Context(reader, reading.today, reading, self._policies)
                seen = tool.run(tool.input.model_validate(arguments), context).model_dump(mode="json")
            except (Halt, WorkforceError, ValidationError):
                return False
        return seen == output
