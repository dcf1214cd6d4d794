"""Requests to decide or do what only people do: approve, accept a risk, waive, grant, erase, pay, hire, dismiss.

They are told apart from questions about such things by their form: an order, not a question.
"""

import re

_ORDER = r"^\W*(?:(?:please|pls|ok(?:ay)?|now|just|then|yes|and|go ahead(?: and)?|can you|could you|would you|i want you to|let'?s|do|you should)[\s,]+)*"
_APPROVAL = re.compile(
    _ORDER
    + r"(?:approve|reject|sign off(?: on)?|countersign|decline|authori[sz]e|confirm|accept|release|execute|submit)\b"
    r"(?=\W*$|\s+(?:it|this|that|these|those|them|both|all|everything|the|my|our|plan|PLAN-\w+)\b)",
    re.IGNORECASE,
)
_ACCEPTANCE = re.compile(
    r"\b(?:mark|set|treat|record|close|flag)\b.{0,40}\b(?:accepted|acceptable|resolved|closed|done|false positive|ok)\b"
    r"|"
    + _ORDER
    + r"(?:accept|waive|ignore|suppress|dismiss|close|resolve)\b.{0,30}\b(?:gaps?|risks?|findings?|rules?|checks?|requirements?|exceptions?)\b",
    re.IGNORECASE,
)
_DEED = re.compile(
    _ORDER
    + r"(?P<deed>grant|revoke|remove|delete|erase|wipe|suspend|resume|fire|dismiss|terminate|pay|hire|promote|book|assign|transfer|"
    r"move|change|update|set|edit|add|reset|unblock|block|e-?mail|message|call|notify|send|offboard|make me|give me (?:access|admin))\b"
    r"(?!.*\b(?:polic(?:y|ies)|who|what if|scenario)\b)",
    re.IGNORECASE,
)
_PLAN = re.compile(r"\bPLAN-[\w-]+\b", re.IGNORECASE)


def asked_to_decide(text: str) -> tuple[str, dict[str, str | list[str]]] | None:
    """The speech act that answers an order to decide or to do something, or None for any other request."""
    if _ACCEPTANCE.search(text):
        return "decline", {
            "message": "I can't accept, waive or close a gap; a person with that right does, by name, with a reason and an "
            "end date, and it is logged. I can show the gap, its evidence and whom its remedy belongs to.",
            "reason": "out_of_scope",
        }
    if _APPROVAL.search(text):
        plan = _PLAN.search(text)
        if plan is not None:
            return "decline", {
                "message": f"I can't decide on {plan.group()}: approvals are given by people with the role for it, never on "
                "their own request, in the plan's card or with `workforce plan approve`. I can show where it stands.",
                "reason": "out_of_scope",
            }
        return "ask_back", {
            "question": "Which plan or decision do you mean? I can show where it stands; only a person with the role for it "
            "approves or rejects, and nobody their own request.",
            "choices": [],
            "reason": "missing_detail",
        }
    if _DEED.search(text):
        return "decline", {
            "message": "I don't change records, access, pay or bookings, and I send no messages: people do that. I can look up "
            "who is free, what the policies require, what would change if somebody left or was added, and which gaps are open.",
            "reason": "out_of_scope",
        }
    return None
