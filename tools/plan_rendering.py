"""A plan in words: what is proposed, what it rests on, who must agree, and what the reader can do next."""

from typing import Any

from knowledge.workforce.planning.plan import Function
from knowledge.workforce.wording import cell, count

_KIND = {
    "employee": "employee",
    "gig": "internal gig",
    "freelancer": "freelancer",
    "agency": "agency",
    "vendor": "vendor SOW",
    "partner": "partner",
    "ai_agent": "AI agent",
    "mixed": "mixed team",
    "train": "train somebody",
    "wait": "wait",
    "extend": "extend",
    "replace": "replace",
    "convert": "convert",
}
_NEXT = {
    "draft": "It is a draft: nothing is bound or booked. Whoever asked for it submits it with `workforce plan submit {id}` or "
    "on the plan's page; I can't.",
    "submitted": "It waits for its approvals; people give them, I can't.",
    "rejected": "It was rejected; whoever asked for it can change and submit it again.",
    "executed": "It was executed; what it wrote stands in it.",
    "withdrawn": "It was withdrawn.",
    "expired": "Nobody decided in time; draft it anew.",
}


def plan_words(plan: dict[str, Any], *, lead: str = "") -> str:
    """The plan in one screen of Markdown."""
    parts = [
        f"**{cell(plan['title'])}**: {plan['id']}, version {plan['version']}, {plan['status']}. [[run]]",
        lead,
        f"From {plan['dates']['start']} to {plan['dates']['end']}{_budget(plan)}{_project(plan)}.",
        _recommended(plan),
        _options(plan),
        _tasks(plan),
        _affected(plan),
        _checks(plan),
        _approvals(plan),
        _assumptions(plan),
        _NEXT.get(plan["status"], "").format(id=plan["id"]),
    ]
    return "\n\n".join(part for part in parts if part)


def _budget(plan: dict[str, Any]) -> str:
    budget = plan["budget"]
    return f", budget {money(budget)}" if budget["amount"] is not None else ""


def _project(plan: dict[str, Any]) -> str:
    return f", on {plan['project_name']}" if plan["project_name"] else ""


def money(cost: dict[str, Any]) -> str:
    """An amount with its currency, or that it isn't known."""
    if cost["amount"] is None:
        return "not shown" if cost.get("basis") == "not shown to you" else "unknown"
    amount = f"{cost['amount']:,.2f}".removesuffix(".00")
    return f"{cost['currency'] or ''} {amount}".strip()


def who(option: dict[str, Any]) -> str:
    """Whom an option names."""
    people = [f"{person['name']} [[contributor:{person['id']}]]" for person in option["people"]]
    return ", ".join(people) or ", ".join(option["suppliers"]) or "to be found"


def _recommended(plan: dict[str, Any]) -> str:
    chosen = next((o for o in plan["options"] if o["id"] == plan["recommended"]), None)
    if chosen is None:
        return ""
    named = [person["name"] for person in chosen["people"]]
    people = f" ({', '.join(named)})" if named else ""
    blocked = any(check["result"] == "blocked" and not check["accepted_by"] for check in plan["checks"])
    verb = "Blocked" if blocked else "Recommended" if chosen["feasible"] else "Nearest"
    return f"{verb}: **{chosen['title']}**{people}, {money(chosen['cost'])}. {plan['recommended_why']} {plan['would_change']}"


def _options(plan: dict[str, Any]) -> str:
    if not plan["options"]:
        return ""
    lines = ["| Option | Who | Cost | Lead days | Risks | Oversight h | Note |", "|" + " --- |" * 7]
    for option in plan["options"]:
        mark = " ✓" if option["id"] == plan["recommended"] else ""
        named = option["people"] or option["suppliers"]
        lines.append(
            "| "
            + " | ".join(
                [
                    f"{option['id']} {_KIND.get(option['kind'], option['kind'])}{mark}",
                    cell(who(option)) if named else "–",
                    money(option["cost"]),
                    "–" if option["lead_days"] is None else str(option["lead_days"]),
                    ", ".join(option["risks"]) or "–",
                    f"{option['oversight_hours']:g}",
                    cell(option["note"]) or "–",
                ]
            )
            + " |"
        )
    return "\n".join(lines)


def _tasks(plan: dict[str, Any]) -> str:
    if not plan["tasks"]:
        return ""
    said = [
        f"- {task['id']} {cell(task['title'])}: "
        + (f"{task['hours']:g} h, " if task["hours"] is not None else "")
        + f"**{task['mode']}**, {task['why']}"
        for task in plan["tasks"]
    ]
    return "Tasks (assumed until a person confirms them):\n" + "\n".join(said)


def _affected(plan: dict[str, Any]) -> str:
    if not plan["affected"]:
        return ""
    return "What breaks:\n" + "\n".join(f"- {row['what']}" for row in plan["affected"])


def _checks(plan: dict[str, Any]) -> str:
    found = [check for check in plan["checks"] if check["result"] in ("blocked", "warned", "unknown")]
    passed = sum(check["result"] == "passed" for check in plan["checks"])
    lines = [f"- **{check['rule']}** {check['result']}: {check['detail']}" for check in found]
    if not lines:
        return "Checks: no rule is touched." if not passed else "Checks: every rule that bears on it passes."
    return "Checks:\n" + "\n".join(lines)


def _approvals(plan: dict[str, Any]) -> str:
    if not plan["approvals"]:
        return ""
    said = [
        f"- {Function(approval['function']).label}: {approval['why']}"
        + (
            f" ({approval['status']}{' by ' + approval['by'] if approval['by'] else ''})"
            if approval["status"] != "open"
            else ""
        )
        for approval in plan["approvals"]
    ]
    return "Must approve:\n" + "\n".join(said)


def _assumptions(plan: dict[str, Any]) -> str:
    if not plan["assumptions"]:
        return ""
    return "Assumed: " + " ".join(plan["assumptions"])


def line(plan: dict[str, Any]) -> str:
    """A plan in one line of a list."""
    told = f"{plan['status']}, version {plan['version']}, asked for by {plan['requested_by']}"
    return f"- **{plan['id']}** {cell(plan['title'])}: {told}"


def heading(n: int) -> str:
    return f"You may see {count(n, 'plan')}."
