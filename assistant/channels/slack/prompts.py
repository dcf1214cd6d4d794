"""What somebody may like to ask, by role: the home tab and the agent's view offer these."""

from knowledge.workforce.viewer import Role, Viewer

MOST = 4
"""Slack shows up to four."""
_CHECKS = (Role.LEADER, Role.HR, Role.LEGAL, Role.AUDITOR)
_FOR: tuple[tuple[tuple[Role, ...], str, str], ...] = (
    ((Role.AUDITOR,), "Is the log whole?", "Is the oversight log complete and unchanged?"),
    ((Role.FINANCE,), "Unpaid invoices", "Which invoices are unpaid past 30 days?"),
    ((Role.IT,), "Access to end", "Which accounts belong to people who left?"),
    ((Role.PROCUREMENT,), "Suppliers", "Which vendors are we too dependent on?"),
    (_CHECKS, "Critical gaps", "Which critical governance gaps are open?"),
    ((Role.MANAGER,), "Gaps in my units", "What governance gaps do we have right now?"),
    (
        (Role.MANAGER, Role.LEADER, Role.HR, Role.PROCUREMENT),
        "Contracts that end soon",
        "Whose contract ends in the next 90 days?",
    ),
    (
        (Role.MANAGER, Role.LEADER),
        "Find somebody",
        "Who knows Python and is free at least half time next month?",
    ),
    ((Role.CONTRIBUTOR,), "My record", "What do you hold about me?"),
    (tuple(Role), "Ask a policy", "May an external contributor use their own laptop?"),
    (tuple(Role), "The workforce", "How many people work for us, by kind?"),
)


def prompts_for(viewer: Viewer) -> list[tuple[str, str]]:
    """Title and question of each prompt that fits this person's roles."""
    return [(title, text) for roles, title, text in _FOR if viewer.roles & set(roles)][:MOST]
