"""Who is asking in Slack: a Slack id is matched to a user by e-mail once, and by the id from then on."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from knowledge.registry.users import Users
from knowledge.workforce.errors import BadInput
from knowledge.workforce.viewer import Viewer

PROFILE_SECONDS = 300.0
"""For how long a profile is believed; a user who was deactivated loses access within that time."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person. `known` is False when Slack could not be asked."""

    email: str | None = None
    name: str | None = None
    deactivated: bool = False
    is_bot: bool = False
    known: bool = True


class People:
    """Slack's people as users of the assistant."""

    def __init__(self, users: Users) -> None:
        self._users = users
        self._profiles: dict[str, tuple[float, Profile]] = {}

    def viewer(self, client: WebClient, slack_id: str) -> Viewer | None:
        """The user behind a Slack id with their rights, or None: nobody's, a bot's, or deactivated."""
        if not slack_id:
            return None
        profile = self.profile(client, slack_id)
        if profile.deactivated or profile.is_bot:
            return None
        viewer = self._users.by_slack(slack_id)
        if viewer is not None or not profile.email:
            return viewer
        try:
            viewer = self._users.viewer(profile.email)
        except BadInput:
            return None
        self._users.add(viewer.email, roles=[], org_units=[], slack_id=slack_id)
        return viewer

    def profile(self, client: WebClient, slack_id: str) -> Profile:
        """A person's profile, asked for once in a while."""
        now = time.monotonic()
        at, profile = self._profiles.get(slack_id, (0.0, Profile()))
        if at and now - at < PROFILE_SECONDS:
            return profile
        try:
            answer: Any = client.users_info(user=slack_id).data
            user: dict[str, Any] = answer.get("user") or {}
            about: dict[str, Any] = user.get("profile") or {}
            profile = Profile(
                email=about.get("email"),
                name=user.get("real_name") or about.get("real_name") or user.get("name"),
                deactivated=bool(user.get("deleted")),
                is_bot=bool(user.get("is_bot")),
            )
        except SlackApiError as error:
            gone: Any = error.response
            profile = Profile(deactivated=gone.get("error") in ("user_not_found", "account_inactive"), known=False)
        self._profiles[slack_id] = (now, profile)
        return profile

    def forget(self, slack_id: str) -> None:
        """Ask anew the next time: this person's account has changed."""
        self._profiles.pop(slack_id, None)

    def names(self, client: WebClient, slack_ids: Iterable[str]) -> dict[str, str]:
        """Names by Slack id, for mentions in a question."""
        return {slack_id: self.profile(client, slack_id).name or "somebody" for slack_id in slack_ids}
