"""The check that an answer passes before it goes out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.conversation import Citation, Figure, ToolCall
from assistant.grounding.citations import known_sources, number_citations, strip_marks
from assistant.grounding.claims import claims_in
from assistant.grounding.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Grounded:
    """A checked text. `unsupported` lists what nothing backs; an answer with any does not go out as it stands."""

    text: str
    citations: list[Citation]
    figures: list[Figure]
    unsupported: list[str] = field(default_factory=list[str])


def ground(
    text: str, calls: Sequence[ToolCall], *, titles: dict[str, str], model_worded: bool, framing: str = ""
) -> Grounded:
    """Resolve every claim of `text` to the outputs of `calls`.

    `model_worded` also checks names and demands a policy citation where the policies were searched. `framing` is what
    the product itself told the model (today's date, the asker), which may be repeated without a source.
    """
    sources = known_sources(calls, titles)
    numbered, citations, unknown = number_citations(text, sources)
    evidence = Evidence(calls, also=framing)
    unsupported = [f"the source {ref}" for ref in unknown]
    figures: list[Figure] = []
    for claim in claims_in(strip_marks(text), names=model_worded):
        if not evidence.supports(claim):
            unsupported.append(claim.text)
        elif claim.kind == "number" and (figure := evidence.figure(claim)) and figure not in figures:
            figures.append(figure)
    if model_worded and not citations and any(call.status == "ok" for call in calls):
        unsupported.append("a statement without any source")
    if model_worded and _policy_uncited(calls, citations):
        unsupported.append("a policy statement without its passage")
    return Grounded(numbered.strip(), citations, figures, list(dict.fromkeys(unsupported)))


def _policy_uncited(calls: Sequence[ToolCall], citations: list[Citation]) -> bool:
    """Whether policies were all that was looked up, passages were found, and none is cited."""
    ok = [call for call in calls if call.status == "ok"]
    found = any(source["kind"] == "policy" for call in ok for source in call.output.get("sources", []))
    only_policies = bool(ok) and all(call.name == "search_policies" for call in ok)
    return found and only_policies and not any(citation.kind == "policy" for citation in citations)
