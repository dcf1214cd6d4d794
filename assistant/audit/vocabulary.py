"""The closed vocabulary of logged events."""

from enum import StrEnum


class EventKind(StrEnum):
    QUESTION = "question"
    ANSWER = "answer"
    REFUSAL = "refusal"
    TOOL_CALL = "tool.call"
    RETRIEVAL = "retrieval"
    MODEL_CALL = "model.call"
    PLAN_DRAFTED = "plan.drafted"
    PLAN_SUBMITTED = "plan.submitted"
    APPROVAL_DECIDED = "approval.decided"
    PLAN_EXECUTED = "plan.executed"
    PLAN_REVISED = "plan.revised"
    PLAN_WITHDRAWN = "plan.withdrawn"
    PLAN_EXPIRED = "plan.expired"
    PLAN_REMINDED = "plan.reminded"
    PLAN_UNDONE = "plan.undone"
    PLAN_STEP_DONE = "plan.step_done"
    PLAN_SEEN = "plan.seen"
    DELEGATION = "approval.delegated"
    ERROR = "error"
    OUTCOME_UNKNOWN = "outcome.unknown"
    AUDIT_READ = "audit.read"
    EXPORT = "export"
    ERASURE = "erasure"
    IMPORT = "import"
    POLICIES_CHANGED = "policies.changed"
    USER_CHANGED = "user.changed"
    IDENTITY_DECIDED = "identity.decided"
    CORRECTION_DECIDED = "correction.decided"
    GAP_DECIDED = "gap.decided"
    GAP_ASSIGNED = "gap.assigned"
    SKILL_NAME_DECIDED = "skill_name.decided"
    CONFIGURATION = "configuration"
    NOTICE = "notice"


class Phase(StrEnum):
    """An action that can fail half-way has an intent, committed before it, and an outcome."""

    INTENT = "intent"
    OUTCOME = "outcome"
    SINGLE = "single"
