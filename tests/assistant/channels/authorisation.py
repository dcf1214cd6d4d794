"""The one table of who may use which route: each route of the server stands here once, with the roles that get through.

Getting through means that the rights allow it; what comes of it (200, 303, or a 409 or 422 about the body) is another test's.
"""

from dataclasses import dataclass, field
from typing import Any

from knowledge.workforce.viewer import Role

EVERYBODY = frozenset(Role)
NOBODY = frozenset[Role]()
PLANS = frozenset({Role.LEADER, Role.AUDITOR, Role.HR, Role.FINANCE})
"""Who may see the plan that the test drafts: it asks hr, finance and the project's owner."""
GAPS = frozenset(
    {Role.MANAGER, Role.LEADER, Role.FINANCE, Role.HR, Role.PROCUREMENT, Role.LEGAL, Role.IT, Role.AUDITOR}
)
LISTS_PLANS = EVERYBODY - {Role.CONTRIBUTOR}


@dataclass(frozen=True)
class Access:
    """One route: its method and path, who gets through, and what the test sends."""

    method: str
    path: str
    roles: frozenset[Role] = EVERYBODY
    body: dict[str, Any] = field(default_factory=dict[str, Any])
    query: str = ""


DECISION = {"version": 1, "hash": "0" * 64}
"""A decision on a version that isn't: whoever may take it is told so with a 409, and nothing changes."""

AUDITOR = frozenset({Role.AUDITOR})
APPROVERS = frozenset({Role.HR, Role.FINANCE})

API = (
    Access("POST", "/api/v1/ask", body={"question": "How many people work here?"}),
    Access("POST", "/api/v1/ask/stream", body={"question": "How many people work here?"}),
    Access("POST", "/api/v1/allocations", body={"problem": {}}),
    Access("GET", "/api/v1/allocations/{allocation}", NOBODY),
    Access("DELETE", "/api/v1/allocations/{allocation}", NOBODY),
    Access("GET", "/api/v1/contributors"),
    Access("GET", "/api/v1/contributors/{contributor}"),
    Access("GET", "/api/v1/projects"),
    Access("GET", "/api/v1/projects/{project}"),
    Access("GET", "/api/v1/demands"),
    Access("GET", "/api/v1/demands/{demand}/shortlist"),
    Access("GET", "/api/v1/policies/search", query="?q=laptop"),
    Access("GET", "/api/v1/gaps", GAPS),
    Access("GET", "/api/v1/gaps/report", GAPS),
    Access("GET", "/api/v1/gaps/states"),
    Access("GET", "/api/v1/plans"),
    Access("GET", "/api/v1/plans/{plan}", PLANS),
    Access("GET", "/api/v1/plans/{plan}/export", PLANS),
    Access("POST", "/api/v1/plans/{plan}/submit", NOBODY, DECISION),
    Access("POST", "/api/v1/plans/{plan}/approve", APPROVERS, DECISION),
    Access("POST", "/api/v1/plans/{plan}/reject", APPROVERS, DECISION),
    Access("POST", "/api/v1/plans/{plan}/withdraw", NOBODY, DECISION),
    Access("POST", "/api/v1/plans/{plan}/edit", NOBODY, {**DECISION, "title": "Another"}),
    Access("POST", "/api/v1/plans/{plan}/undo", NOBODY, DECISION),
    Access("GET", "/api/v1/me", NOBODY),
    Access("POST", "/api/v1/me/corrections", NOBODY, {"field": "title", "value": "Chief"}),
    Access("POST", "/api/v1/me/corrections/{correction}/withdraw", NOBODY),
    Access("POST", "/api/v1/me/wishes", NOBODY, {"wish": "music"}),
    Access("GET", "/api/v1/corrections"),
    Access("POST", "/api/v1/corrections/{correction}/accept", NOBODY),
    Access("POST", "/api/v1/corrections/{correction}/decline", NOBODY),
    Access("GET", "/api/v1/audit/events"),
    Access("GET", "/api/v1/audit/verify", AUDITOR),
    Access("GET", "/api/v1/audit/runs/{run}", AUDITOR),
    Access("GET", "/v1/models"),
    Access("POST", "/v1/chat/completions", body={}),
)
"""Routes that a bearer token opens. The people of the test have no record of their own, so nothing of `me` is theirs."""

PAGES = (
    Access("GET", "/"),
    Access("GET", "/people"),
    Access("GET", "/people/{contributor}"),
    Access("GET", "/pictures/timeline.{kind}", query="?contributor=C-1897"),
    Access("GET", "/pictures/utilisation.{kind}", query="?contributor=C-1897"),
    Access("GET", "/staffing"),
    Access("GET", "/staffing/{project}"),
    Access("GET", "/plans", LISTS_PLANS),
    Access("GET", "/plans/{plan}", PLANS),
    Access("POST", "/plans/{plan}/{action}", APPROVERS, DECISION),
    Access("GET", "/gaps", GAPS),
    Access("GET", "/policies"),
    Access("GET", "/reports"),
    Access("GET", "/reports/workforce.csv"),
    Access("GET", "/me"),
    Access("POST", "/me/corrections", NOBODY, {"field": "title", "value": "Chief"}),
    Access("POST", "/me/corrections/{correction}/withdraw", NOBODY),
    Access("POST", "/me/wishes", NOBODY, {"wish": "music"}),
    Access("POST", "/corrections/{correction}/{answer}", NOBODY),
    Access("GET", "/settings"),
    Access("POST", "/settings/tokens/{token}/revoke", NOBODY),
    Access("GET", "/auditor"),
    Access("GET", "/auditor/runs/{run}", AUDITOR),
    Access("POST", "/ask", body={"question": "How many people work here?"}),
)
"""Routes that a session opens."""

OPEN = {
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("POST", "/sign-out"),
}
"""Routes that need nobody."""

ELSEWHERE = {
    ("POST", "/slack/events"): "signed by Slack",
    ("GET", "/v1/models/{model}"): "as /v1/models",
    ("GET", "/api/v1/gaps/{gap}"): "by gap: tests of governance",
    ("GET", "/api/v1/gaps/{gap}/history"): "by gap: tests of governance",
    ("POST", "/api/v1/gaps/{gap}/accept"): "by gap: tests of governance",
    ("POST", "/api/v1/gaps/{gap}/assign"): "by gap: tests of governance",
    ("POST", "/api/v1/gaps/{gap}/reopen"): "by gap: tests of governance",
}
"""Routes whose rights hang on more than a role, and where that is tested."""
