"""The last node: what goes out is backed by the run's evidence, corrected once, else said in the tools' own words."""

from typing import Any, Literal

from langchain_core.messages import AIMessage
from langgraph.runtime import Runtime

from assistant.graph.run import Draft, Finding, Run
from assistant.graph.speech import AskBack, Decline, words
from assistant.graph.state import State, condensed, correction
from assistant.grounding.check import Grounded
from assistant.grounding.check import ground as check
from assistant.prompts import prompt

_NOTHING = "I could not work out an answer to that. Try naming the people, the project or the dates you mean."
_WHICH = "Which one do you mean?"
_CANNOT = "I can't answer that here. Ask me about people, work, policies or gaps."
_REPLACED = "The model's wording said more than the evidence does, so these are the tools' own words."


def ground(state: State, runtime: Runtime[Run]) -> dict[str, Any]:
    """Check the turn's words. Leaves `run.draft`, or a correction for the model to act on."""
    run = runtime.context
    if run.speech is not None:
        run.draft = _spoken(run, run.speech)
    else:
        note = _check(run, _said(state))
        if note is not None:
            run.corrections.append(note)
            return {"messages": [correction(note)]}
    assert run.draft is not None  # noqa: S101 - both branches above set it
    return {"messages": condensed(state["messages"], run.draft.text)}


def after_ground(_: State, runtime: Runtime[Run]) -> Literal["think", "done"]:
    """Back to the model while there is a correction to make, else done."""
    return "think" if runtime.context.draft is None else "done"


def _said(state: State) -> str:
    last = state["messages"][-1]
    return str(last.text) if isinstance(last, AIMessage) and not last.tool_calls else ""


def _check(run: Run, text: str) -> str | None:
    """Set the run's draft and return None, or return what to tell the model."""
    run.correcting_words = False
    worded = run.provider.external
    if worded and not run.findings and text:
        if not run.corrections:
            return prompt("act")
        run.fall_back("The model gave no evidence for its words, so the built-in model answered.")
        return prompt("act")
    status, reason = outcome(run.findings)
    if not text:
        text = rendering(run.findings)
    if not text:
        run.draft = Draft(
            _NOTHING, "error" if run.corrections else "unsupported", "limit" if run.corrections else "out_of_scope"
        )
        return None
    grounded = _grounded(run, text, worded=worded)
    if grounded.unsupported and worded and len(run.corrections) < 2 and run.seconds_left > 15:
        run.correcting_words = True
        return prompt("correct", claims="; ".join(grounded.unsupported[:10]))
    if grounded.unsupported:
        if worded:
            run.notice = _REPLACED
        grounded = _grounded(run, rendering(run.findings), worded=False)
    run.draft = Draft(grounded.text, status, reason, tuple(grounded.citations), tuple(grounded.figures))
    return None


def _grounded(run: Run, text: str, *, worded: bool) -> Grounded:
    framing = f"{run.today.isoformat()} {run.question.viewer.email} Workforce Assistant"
    return check(text, run.calls, titles=run.titles, model_worded=worded, framing=framing)


def _spoken(run: Run, speech: AskBack | Decline) -> Draft:
    """A speech act as the answer. What a large model slips into one without evidence is left out: it is no way round."""
    framing = f"{run.question.text} {run.today.isoformat()}"

    def checked(text: str) -> Grounded:
        return check(text, run.calls, titles=run.titles, model_worded=False, framing=framing)

    if run.provider.external:
        if isinstance(speech, AskBack):
            choices = [choice for choice in speech.choices if not checked(choice).unsupported]
            question = speech.question if not checked(speech.question).unsupported else _WHICH
            speech = speech.model_copy(update={"question": question, "choices": choices})
        elif checked(speech.message).unsupported:
            speech = speech.model_copy(update={"message": _CANNOT})
    status = "clarify" if isinstance(speech, AskBack) else speech.status
    grounded = checked(words(speech))
    return Draft(grounded.text, status, speech.reason, tuple(grounded.citations), tuple(grounded.figures))


def rendering(findings: list[Finding]) -> str:
    """What the tools came to, in their own words; attempts that a later call of the same tool mended are left out."""
    return "\n\n".join(finding.words for finding in _final(findings))


def outcome(findings: list[Finding]) -> tuple[str, str | None]:
    """The status and reason of an answer that rests on these findings: answered when any part was."""
    final = _final(findings)
    for wanted in ("answered", "clarify", "not_permitted", "refused", "not_found", "error"):
        for finding in final:
            if finding.status == wanted:
                return finding.status, finding.reason
    return "unsupported", "missing_detail"


def _final(findings: list[Finding]) -> list[Finding]:
    """The findings without those that a later, better one of the same tool replaces."""
    kept: list[Finding] = []
    for n, finding in enumerate(findings):
        mended = any(later.tool == finding.tool and later.status == "answered" for later in findings[n + 1 :])
        if finding.status == "answered" or not mended:
            kept.append(finding)
    distinct = {finding.words: finding for finding in kept}
    only_answers = [finding for finding in distinct.values() if finding.status != "retry"]
    return only_answers or list(distinct.values())
