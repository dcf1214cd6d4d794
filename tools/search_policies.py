"""What the policies say: the passage in force, quoted, or that they don't say."""

from datetime import date

from pydantic import BaseModel, Field

from knowledge.policies.passages import Passage
from knowledge.registry.vocabulary import EntityType
from knowledge.source import Source
from knowledge.workforce.viewer import Data, Reach
from tools.candidates import KindName
from tools.contract import Context, Effect, Input, Output, SourceOut, Tool
from tools.naming import one

PASSAGES_SHOWN = 3


class PolicyInput(Input):
    query: str = Field(min_length=1, max_length=8000, description="The question, in the person's own words.")
    kind: KindName | None = Field(default=None, description="The kind of contributor it is about.")
    country: str | None = Field(default=None, description="The country it is about.")
    on: date | None = Field(default=None, description="The day it is about, where not today.")


class PassageOut(BaseModel):
    document: str
    title: str
    version: str | None
    owner: str | None
    section: str
    heading: str
    quote: str
    location: str


class PolicyOutput(Output):
    supported: bool
    conflict: bool
    on: date
    passages: list[PassageOut]
    nearest: list[PassageOut]


def run(given: PolicyInput, context: Context) -> PolicyOutput:
    on = given.on or context.today
    country = one(context, EntityType.COUNTRY, given.country).id if given.country else None
    kind = given.kind if given.kind != "external" else None
    if Reach.ALL not in context.viewer.reach(Data.POLICIES):
        own = context.registry.contributor(context.viewer.contributor_id or "")
        kind, country = (own.kind.value, own.country) if own else (kind, country)
    roles = frozenset(context.viewer.role_names)
    found = context.policies.answer(given.query, kind=kind, country=country, on=on, roles=roles)
    passages = [_out(passage, quote) for passage, quote in zip(found.passages, found.quotes, strict=True)]
    nearest = [_out(passage, "") for passage in found.nearest]
    sources = [
        SourceOut.of(Source("policy", _ref(p), f"{p.title} › {_last(p.heading)}", p.quote, p.location))
        for p in passages
    ]
    return PolicyOutput(
        supported=found.supported,
        conflict=found.conflict,
        on=on,
        passages=passages[:PASSAGES_SHOWN],
        nearest=nearest[:PASSAGES_SHOWN],
        sources=sources[:PASSAGES_SHOWN] if found.supported else [],
    )


def _out(passage: Passage, quote: str) -> PassageOut:
    return PassageOut(
        document=passage.document,
        title=passage.title,
        version=passage.version,
        owner=passage.owner,
        section=passage.section,
        heading=passage.heading,
        quote=quote,
        location=passage.location,
    )


def _ref(passage: PassageOut) -> str:
    return f"policy:{passage.document}#{passage.section}"


def _last(heading: str) -> str:
    return heading.rsplit(" > ", 1)[-1]


def render(output: PolicyOutput) -> str:
    if not output.supported:
        near = "; ".join(f"{p.title} › {_last(p.heading)}" for p in output.nearest)
        pointers = f" The nearest sections are: {near}." if near else ""
        return f"The policies don't say. This is not in the policies that hold on {output.on.isoformat()}.{pointers}"
    said = [_said(passage) for passage in output.passages]
    if output.conflict:
        owners = list(dict.fromkeys(p.owner for p in output.passages[:2] if p.owner))
        whom = f" Ask {' and '.join(owners)} which one holds." if owners else " Ask their owners which one holds."
        return "**The policies disagree.**" + whom + "\n\n" + "\n\n".join(said)
    return "\n\n".join(said)


def _said(passage: PassageOut) -> str:
    version = f", version {passage.version}" if passage.version else ""
    quoted = "\n".join(f"> {line}" if line.strip() else ">" for line in passage.quote.splitlines())
    return f"{passage.title}, “{_last(passage.heading)}”{version}: [[{_ref(passage)}]]\n\n{quoted}"


def _outcome(output: PolicyOutput) -> tuple[str, str | None]:
    return ("answered", None) if output.supported else ("not_found", "not_in_policies")


TOOL = Tool(
    name="search_policies",
    description=(
        "What the company's policies and handbooks say: what is allowed, required, entitled or approved, by whom and how. "
        "Returns the exact passage, or that the policies don't cover it."
    ),
    effect=Effect.READ,
    needs=Data.POLICIES,
    input=PolicyInput,
    output=PolicyOutput,
    examples=(
        "Can a contractor use their own laptop?",
        "who approves a purchase over ten thousand dollars?",
        "what's our policy on contractors joining the offsite",
        "do freelancers need insurance?",
        "how long may an agency worker stay in Germany",
        "what is the rule for expenses when travelling",
        "how much notice do I have to give",
        "are vendors allowed to have privileged access?",
        "what training is mandatory before somebody starts",
        "may an AI agent approve invoices?",
        "is it ok if somebody works more than 48 hours a week",
        "is it fine when a temp does overtime",
        "what do I have to do when a contractor leaves?",
        "how do I request a new phone",
        "what are the rules on working from abroad",
        "when are invoices paid",
    ),
    run=run,
    render=render,
    outcome=_outcome,
)
