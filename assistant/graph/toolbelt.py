"""The one place where tools run: authorise, log the intent, run, log the outcome.

A tool's own "try differently" and "no" are results; anything else that a tool raises is a fault of ours, which is
logged and told as an error without its text.
"""

import json
import secrets
import time
from typing import Any

from langchain_core.messages import ToolCall as RequestedCall
from langchain_core.messages import ToolMessage
from pydantic import ValidationError

from assistant.audit.vocabulary import EventKind, Phase
from assistant.conversation import ToolCall
from assistant.graph.run import Finding, Run
from knowledge.workforce.errors import WorkforceError
from tools.contract import Ambiguous, Halt, NotFound, Refused, Retry, Tool


def new_call_id() -> str:
    """An id for a tool call, unique over all runs: models repeat theirs."""
    return f"call-{secrets.token_hex(6)}"


def permitted(tool: Tool[Any, Any], run: Run) -> bool:
    """Whether this person's roles give any right to the data that the tool shows."""
    return bool(run.question.viewer.reach(tool.needs))


def use(run: Run, requested: RequestedCall) -> ToolMessage:
    """Carry out one call that a model asked for."""
    call_id, name, arguments = requested["id"] or new_call_id(), requested["name"], requested["args"]
    tool = run.tools.get(name)
    if tool is None:
        return _denied(run, call_id, name, arguments, "unknown", f"There is no tool named {name}.")
    if not permitted(tool, run):
        message = f"{run.question.viewer.email} may not see {tool.needs.value}."
        return _denied(run, call_id, name, arguments, "not_permitted", message, tool)
    try:
        checked = tool.input.model_validate(arguments)
    except ValidationError as error:
        return _denied(run, call_id, name, arguments, "retry", _faults(error), tool)
    given = checked.model_dump(mode="json", exclude_defaults=True)
    (intent,) = run.commit(
        run.event(EventKind.TOOL_CALL, Phase.INTENT, tool=name, call_id=call_id, payload={"input": given})
    )
    run.emit("tool", {"id": call_id, "name": name, "status": "running"})
    started = time.perf_counter()
    finding, output, status = _run(run, tool, checked, call_id)
    ms = round((time.perf_counter() - started) * 1000)
    run.calls.append(
        ToolCall(id=call_id, name=name, effect=tool.effect.value, input=given, output=output, status=status, ms=ms)  # pyright: ignore[reportArgumentType]
    )
    run.findings.append(finding)
    run.later(
        run.event(
            EventKind.TOOL_CALL,
            Phase.OUTCOME,
            intent=intent,
            tool=name,
            call_id=call_id,
            status=finding.status if status == "ok" else status,
            reason=finding.reason,
            payload={"output": output, "ms": ms},
            subjects=_subjects(output),
        )
    )
    _log_passages(run, name, call_id, output)
    run.emit("tool", {"id": call_id, "name": name, "status": status, "ms": ms})
    content = json.dumps({"ref": f"run:{call_id}", "status": finding.status, "result": output}, ensure_ascii=False)
    return _message(call_id, name, content, finding, output, status)


def malformed(run: Run, call_id: str, name: str, text: str) -> ToolMessage:
    """A call whose arguments are no JSON: not run, logged with what was sent, told to the model."""
    message = "The arguments are not valid JSON; call again with complete JSON."
    return _denied(run, call_id, name, {"text": text[:2000]}, "retry", message, run.tools.get(name))


def _run(run: Run, tool: Tool[Any, Any], checked: Any, call_id: str) -> tuple[Finding, dict[str, Any], str]:
    """Run the tool: what it came to in words, its output document, and the call's status."""
    try:
        result = tool.run(checked, run.context)
    except Halt as halt:
        output: dict[str, Any] = {"status": halt.status, "reason": halt.reason, "message": halt.message}
        words = halt.message
        if isinstance(halt, Ambiguous):
            output["choices"] = [{"id": choice.id, "label": choice.label} for choice in halt.choices]
            output["asked"] = halt.asked
            output["about"] = _argument(checked, halt.asked)
            words = "\n".join([halt.message, *(f"- {choice.label}" for choice in halt.choices)])
        elif isinstance(halt, NotFound):
            output["near"] = list(halt.near)
        status = "retry" if isinstance(halt, Retry) else "refused" if isinstance(halt, Refused) else "ok"
        return Finding(call_id, tool.name, words, halt.status, halt.reason), output, status
    except WorkforceError as error:
        return Finding(call_id, tool.name, str(error), "error", None), {"message": str(error)}, "error"
    output = result.model_dump(mode="json")
    answer_status, reason = tool.outcome(result)
    words = tool.render(result).replace("[[run]]", f"[[run:{call_id}]]")
    return Finding(call_id, tool.name, words, answer_status, reason), output, "ok"


def _argument(checked: Any, asked: str) -> str | None:
    """The argument that holds what was asked, alone or in a list."""
    if not asked:
        return None
    for name, value in checked.model_dump().items():
        if value == asked or (isinstance(value, list) and asked in value):
            return name
    return None


def _denied(
    run: Run,
    call_id: str,
    name: str,
    arguments: dict[str, Any],
    decision: str,
    message: str,
    tool: Tool[Any, Any] | None = None,
) -> ToolMessage:
    """A call that was wanted and not run: logged with the tool's name, told to the model, shown in the answer."""
    status = "retry" if decision == "retry" else "refused"
    reason = {"not_permitted": "role", "retry": "missing_detail"}.get(decision, decision)
    run.later(
        run.event(
            EventKind.TOOL_CALL,
            tool=name[:200],
            call_id=call_id,
            decision=decision,
            reason=reason,
            status=status,
            payload={"input": arguments, "message": message},
        )
    )
    effect = tool.effect.value if tool else "read"
    output = {"message": message}
    run.calls.append(
        ToolCall(id=call_id, name=name[:200], effect=effect, input=arguments, output=output, status=status, ms=0)  # pyright: ignore[reportArgumentType]
    )
    finding = Finding(call_id, name, message, decision, reason)
    if decision == "not_permitted":
        run.findings.append(finding)
    return _message(call_id, name, json.dumps(output), finding, output, status)


def _message(
    call_id: str, name: str, content: str, finding: Finding, output: dict[str, Any], status: str
) -> ToolMessage:
    artifact = {"rendering": finding.words, "output": output, "status": finding.status, "reason": finding.reason}
    return ToolMessage(
        content=content,
        tool_call_id=call_id,
        name=name,
        artifact=artifact,
        status="success" if status == "ok" else "error",
    )


def _faults(error: ValidationError) -> str:
    """What is wrong with the arguments, one line each, without the values."""
    faults = [
        f"{'.'.join(str(part) for part in fault['loc']) or 'arguments'}: {fault['msg']}" for fault in error.errors()
    ]
    return "The arguments don't fit. " + "; ".join(faults[:5])


def _subjects(output: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The people whom a result concerns: who was recommended, and who was listed or left out."""
    found: dict[str, str] = {}
    for candidate in output.get("candidates", []):
        role = "excluded" if candidate.get("blocked_by") else "candidate"
        found.setdefault(candidate["contributor"]["id"], role)
    contributor = output.get("contributor")
    if isinstance(contributor, dict) and "id" in contributor:
        found.setdefault(str(contributor["id"]), "subject")  # pyright: ignore[reportUnknownArgumentType]
    return tuple(found.items())


def _log_passages(run: Run, name: str, call_id: str, output: dict[str, Any]) -> None:
    """Passages that a call retrieved are evidence of their own."""
    passages = [source for source in output.get("sources", []) if source.get("kind") == "policy"]
    if passages:
        run.later(run.event(EventKind.RETRIEVAL, tool=name, call_id=call_id, payload={"passages": passages}))
