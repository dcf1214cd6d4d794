"""Which tool a request means: by the meaning of each tool's example questions, and by what the request names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.models.builtin import arguments, own_words
from assistant.models.builtin.understanding import PLACEHOLDERS, Request, masked
from knowledge.policies.embedding import Embedder
from knowledge.registry.vocabulary import EntityType
from knowledge.workforce.viewer import Data
from tools.contract import Tool

_COUNTING = re.compile(
    r"\b(?:how many|number of|headcount|head count|count of|total number|what share|how big|how large)\b", re.I
)
_DOUBTED = re.compile(
    r"\b(?:really|actually|truly|in fact|basically) (?:an? )?(?:independent )?(?:contractor|freelancer|self-employed|employee)s?\b",
    re.I,
)
_RULE_FORM = re.compile(
    r"\b(?:i|we) want (?:my|our|the) (?:contractors?|freelancers?|temps?|externals?|vendors?)\b.*\bto\b|^\W*(?:may|can|could|should|must|do|does|is|are|am)\s+(?:i|we|an?|the|my|our|they|it|people|someone|somebody|anyone|"
    r"freelancers?|contractors?|externals?|external|agency|vendors?|employees?|staff|ai|partners?)\b.*\b(?:allowed|need|have to|use|bring|get|take|claim|"
    r"work|join|sign|approve|approved|pay|paid|required|entitled|permitted|keep|share|expense|buy|order|access|wear|install|be)\b"
    r"|\b(?:polic(?:y|ies)|rules?|allowed|permitted|entitled|mandatory|obligatory|required|handbook|guidelines?|procedure)\b"
    r"|\bwho (?:approves|signs|decides|authori[sz]es|has to approve|must approve|needs to approve|can approve|pays for|do i (?:ask|tell|contact|talk to|notify))\b"
    r"|\bwhat (?:do i|do we|should i|must i|happens|counts as|is needed|needs to)\b|\bhow (?:do|does|can|should|long|much notice|often|soon|far)\b(?!.*\bcost\b)"
    r"|\bwhat(?:'s| is) the (?:limit|threshold|maximum|minimum|deadline|process|procedure|notice period)\b"
    r"|^\W*(?:is|are) there (?:a|an|any)\b(?!one|body)|^\W*do we (?:have|offer|get|pay|provide)\b"
    r"|\b(?:per diem|reimburse\w*|expenses?|sick leave|parental leave|vacation days|probation|dress code|equipment)\b",
    re.I,
)
_GAP_WORDS = re.compile(
    r"\b(?:really|actually) (?:an? )?(?:independent )?(?:contractor|freelancer|self-employed)\b|\bbasically (?:an )?employees?\b|\bmisclassif\w+|\babove (?:the )?rate card\b|"
    r"\b(?:gaps?|complian\w+|governance|violations?|audit findings?|unsigned|without (?:an? )?(?:owner|contract|signed)|no owner|shouldn'?t have|18 months|still ha(?:s|ve|ving) access)\b",
    re.I,
)
_ROLE_WORDS = re.compile(
    r"\b(?:need|staff|roles?|shortlist|candidates?|fill|recommend|rank|positions?|who can take|who could take|fits?)\b",
    re.I,
)
_WHAT_IF = re.compile(
    r"\bconvert\w*\b|\bto perm(?:anent)?\b|\b(?:just|has|have|is) (?:quit|resigned|leaving|left|quitting)\b|\bwhat breaks\b|\b(?:what if|what happens (?:if|with|to)|what would|suppose|impact of|imagine)\b|\bif\b.*\b(?:leaves|quits|left|resigns|slips|delayed)\b|"
    r"\bbudget\b.*\b(?:cut|less|minus|more)\b|\b(?:less|more) (?:budget|money)\b",
    re.I,
)
_WHOLE_PLAN = re.compile(
    r"\bteam (?:of (?:\d+|two|three|four|five|six|seven|eight|nine|ten)|for)\b|\b(?:staff|fill|assign|allocate|plan)\b.*\b(?:all|every|everything|both|plan|optimal|cheap\w*|best)\b|"
    r"\b(?:optimal|best|optimise\w*|optimize\w*)\b.*\b(?:staffing|plan|allocation|assignment)\b|\bin the (?:staffing )?plan\b|\balternatives\b",
    re.I,
)
_EXPLAIN = re.compile(r"\b(?:why|explain|how come|reasons?|compare|ranked|ranking|above|ahead of|better than)\b", re.I)
_COMMAND = re.compile(
    r"\b(?:draft|write|make|prepare|create|draw up|put together)\b[^?.!]{0,30}\bplan\b|\bengagement plan\b", re.I
)
"""A plan is told to be drafted, whatever else the words are about."""
_CHANGING = re.compile(
    r"\b(?:extend|extension|prolong|renew|lengthen|keep|convert|turn|move|switch|make|replac|cover|succe|leav|quit|resign|gone|take over|fire|firing|sack|dismiss|terminat|lay)\w*",
    re.I,
)
"""Words of a change to an engagement that is there, without which no such plan is meant."""
_OPEN_WORK = re.compile(
    r"\b(?:open|unfilled|vacant) (?:roles?|demands?|positions?|work|jobs?)\b(?! on\b)|\b(?:which|what|list|show|any)\b.*\b(?:roles|demands|positions|openings|vacancies)\b",
    re.I,
)
_DRAFTING = re.compile(
    r"\b(?:draft|write|make|prepare|create|draw up|put together|propose|need|want|give me|work out|develop)\b[^?.!]{0,40}\bplan\b|"
    r"\b(?:engagement|sourcing) plan\b|^\W*(?:please )?plan (?:to|for|the|how|a|an)\b|\bbreak\b.{3,120}\b(?:into|down)\b.*\btasks?\b|\binto tasks\b|"
    r"\b(?:does|do|must|should|need|has|have)\b.{0,25}\bto be (?:a |done by a )?(?:person|human|people|somebody|someone|man or machine)\b|"
    r"\b(?:person|human|employee|freelancer|vendor|contractor)s? or (?:an? )?(?:ai|agent|bot|machine|vendor|freelancer|employee|person|human)\b|"
    r"\b(?:cheapest|best|fastest|quickest) way to\b|\b(?:we|i) need\b[^?.!]{3,80}\b(?:done|finished|completed|handled)\b|\bhow (?:could|can|do) we get\b[^?]{3,80}\bdone\b|"
    r"\b(?:extend|prolong|renew|lengthen)\w*\b|\b(?:convert|turn|move|switch)\b.{2,60}\b(?:into|to)\b.{0,30}\b(?:sow|statement of work|employees?|perm\w*|freelance\w*|agency|payroll|contract)\b|"
    r"\b(?:leav(?:es?|ing)|quits?|quit|resign\w*|gone)\b.*\b(?:what breaks|who (?:can|could) (?:cover|take over|replace|step in))\b|"
    r"\b(?:replacement|succession|cover) plan\b|\bplan (?:the |a )?(?:replacement|cover|succession)\b",
    re.I,
)
OFF_TOPIC = (
    "what's the weather in Berlin?",
    "will it rain tomorrow?",
    "write a poem about spring",
    "write a poem about project X",
    "tell me a joke",
    "reset my password",
    "write my self review for me",
    "translate this text into French",
    "who won the football match last night?",
    "what is the capital of Australia?",
    "give me a recipe for pancakes",
    "write Python code that sorts a list",
    "what is the stock price of Apple?",
    "book me a flight to Rome",
    "what is the meaning of life?",
    "play some music",
    "how do I cook rice?",
    "summarise this article",
    "order lunch for me",
    "who is the president of Germany?",
    "what is the population of Germany?",
)
GREETING = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?|thank you|help|what can you do|who are you)\b[\s\w,!?]{0,25}$",
    re.I,
)
CLOSE = 0.03
"""Two tools within this of each other are told apart by structure alone."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tool with how well it fits, the meaning's part of that, and how near the request is to things outside."""

    tool: Tool[Any, Any]
    score: float
    meaning: float
    off_topic: float


class Chooser:
    """Chooses among the tools of a catalogue. Examples are embedded once (the embedder keeps them on disk)."""

    def __init__(self, catalogue: Sequence[Tool[Any, Any]], embedder: Embedder) -> None:
        self._catalogue = tuple(catalogue)
        self._embedder = embedder
        self._examples: list[tuple[Tool[Any, Any], Any]] | None = None
        self._off_topic: Any = None

    def warm(self) -> None:
        """Embed the examples."""
        if self._examples is not None:
            return
        texts = [[spelled(example) for example in tool.examples] for tool in self._catalogue]
        flat = [text for group in texts for text in group] + list(OFF_TOPIC)
        vectors = self._embedder.embed(flat)
        examples: list[tuple[Tool[Any, Any], Any]] = []
        start = 0
        for tool, group in zip(self._catalogue, texts, strict=True):
            examples.append((tool, vectors[start : start + len(group)]))
            start += len(group)
        self._off_topic = vectors[start:]
        self._examples = examples

    def choose(self, request: Request, offered: frozenset[str]) -> list[Chosen]:
        """The offered tools, the best first."""
        self.warm()
        assert self._examples is not None  # noqa: S101 - warm() has set it
        vector = self._embedder.embed_one(masked(request))
        off_topic = float((self._off_topic @ vector).max())
        found: list[Chosen] = []
        for tool, vectors in self._examples:
            if tool.name not in offered or not len(vectors):
                continue
            similar = sorted((float(s) for s in vectors @ vector), reverse=True)
            meaning = 0.75 * similar[0] + 0.25 * (similar[1] if len(similar) > 1 else similar[0])
            found.append(Chosen(tool, meaning + structure(tool, request), meaning, off_topic))
        return sorted(found, key=lambda chosen: -chosen.score)


def spelled(example: str) -> str:
    """An example question with its placeholders as the words that stand for names of that type."""
    return example.format(**{type_.value: word for type_, word in PLACEHOLDERS.items()})


def structure(tool: Tool[Any, Any], request: Request) -> float:
    """How well what the request names fits what the tool takes."""
    taken, needed = arguments.entities_taken(tool, request), arguments.entities_needed(tool)
    named = {mention.type for mention in request.mentions}
    textual = is_search(tool)
    score = 0.0
    for type_ in named:
        weight = 0.5 if type_ in (EntityType.KIND, EntityType.COUNTRY, EntityType.SKILL) else 1.0
        weight = 0.25 if type_ is EntityType.TITLE else weight
        score += (0.06 if type_ in taken else -0.12) * weight
    score -= 0.35 * len([t for t in needed if t not in named and t not in request.unknown])
    if EntityType.CONTRIBUTOR in request.unknown and EntityType.CONTRIBUTOR not in named:
        score += 0.05 if EntityType.CONTRIBUTOR in needed else 0.0
    window = request.times.start is not None or request.times.end is not None
    if window:
        score += 0.05 if arguments.takes_window(tool) else -0.05
    counting = bool(_COUNTING.search(request.text))
    counts = "how many" in tool.description.casefold() or "count" in tool.description.casefold().split()[0]
    if counting or counts:
        score += 0.14 if counting and counts else -0.05
    gaps = bool(_GAP_WORDS.search(request.text)) or request.rule is not None
    if gaps:
        score += 0.16 if "rule" in tool.input.model_fields else -0.03
    if _DOUBTED.search(request.text) and "rule" in tool.input.model_fields:
        score += 0.2
    listing = _OPEN_WORK.search(request.text) is not None
    if "fte" in tool.input.model_fields and not listing and _ROLE_WORDS.search(request.text):
        score += 0.08
    if "scenario" in tool.output.model_fields:
        score += 0.22 if _WHAT_IF.search(request.text) else -0.12
    elif "projects" in tool.input.model_fields:
        several = len(request.of(EntityType.PROJECT)) > 1
        score += 0.14 if several or _WHOLE_PLAN.search(request.text) else -0.10
    oneself = _about_oneself(tool, request)
    score += oneself
    if tool.needs is Data.DRAFTING and "contributor" in tool.input.model_fields:
        score += 0.0 if _CHANGING.search(request.text) else -0.40
    if tool.needs is Data.DRAFTING:
        score += (0.45 if _COMMAND.search(request.text) else 0.22) if drafting(request.text) else -0.20
    if "plan" in tool.input.model_fields:
        score += 0.45 if request.plan is not None else -0.45
    if tool.explains is not None:
        score += 0.14 if _EXPLAIN.search(request.text) else -0.12
    if textual:
        ruleish = rule_form(request)
        persons = bool({EntityType.CONTRIBUTOR, EntityType.DEMAND, EntityType.PROJECT} & named)
        score += (0.14 if ruleish else -0.08) - (0.15 if persons else 0.0) - (0.12 if counting else 0.0)
    elif rule_form(request) and not named - {EntityType.KIND, EntityType.COUNTRY, EntityType.SKILL}:
        score -= 0.05
    return score


def drafting(text: str) -> bool:
    """Whether a request is to draft something: work to be planned, or an engagement to be changed."""
    return bool(_DRAFTING.search(text))


def _about_oneself(tool: Tool[Any, Any], request: Request) -> float:
    """Tools about the asker's own record: nothing is put on record for somebody who only asks, or speaks of another."""
    fields, text = tool.input.model_fields, request.text
    of_another = bool(request.of(EntityType.CONTRIBUTOR)) and not own_words.may_name_another(text)
    if "wish" in fields:
        return 0.5 if own_words.wishes(text) else -0.5
    if "value" in fields and "field" in fields:
        return 0.5 if own_words.contests(text) and not of_another else -0.5
    if not fields and "wishes" in tool.output.model_fields:
        stated = own_words.wishes(text) or own_words.contests(text)
        return 0.35 if own_words.asks_for_own_data(text) and not stated else -0.3
    return 0.0


def rule_form(request: Request) -> bool:
    """Whether a request is put like a question about what is allowed or required."""
    return bool(_RULE_FORM.search(request.text))


def is_search(tool: Tool[Any, Any]) -> bool:
    """Whether a tool searches texts for the person's own words."""
    return any(
        name in tool.input.model_fields and tool.input.model_fields[name].is_required()
        for name in ("query", "question")
    )
