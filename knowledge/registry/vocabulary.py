"""The names that the registry knows, found in what people type: typos, missing diacritics and short forms included."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.registry import tables as t
from knowledge.registry.geography import country_name, country_names
from knowledge.registry.taxonomies.memory import remembered
from knowledge.registry.title_names import title_phrases
from knowledge.registry.words import AMBIGUOUS_NAMES, COMMON, GENERIC, key, plain, tokens
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.skills.trigrams import folded

LONGEST_NAME = 8
NEAR = 3


class EntityType(StrEnum):
    CONTRIBUTOR = "contributor"
    SKILL = "skill"
    PROJECT = "project"
    ORG_UNIT = "org_unit"
    SUPPLIER = "supplier"
    DEMAND = "demand"
    COUNTRY = "country"
    CITY = "city"
    KIND = "kind"
    TITLE = "title"


_ARTICLES = frozenset(["the", "a", "an", "each", "every", "my", "our", "your", "some", "any", "this", "that"])
"""A word in lower case after one of these is no person's name: "to the moon"."""
_SPOKEN = (EntityType.KIND, EntityType.SKILL, EntityType.TITLE)
"""Types whose names may be frequent words even in lower case: "who knows design", "only agents"."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Something with a name. `detail` is what tells it from another of the same name."""

    type: EntityType
    id: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names something. Several entities of one type are several readings; of kinds, a group of kinds."""

    start: int
    end: int
    text: str
    entities: tuple[Entity, ...]
    score: float
    exact: bool

    @property
    def type(self) -> EntityType:
        return self.entities[0].type


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name stands for: none, one or several; `near` are close ones when there is none."""

    entities: tuple[Entity, ...]
    near: tuple[Entity, ...] = ()


_KINDS: dict[str, tuple[ContributorKind, ...]] = {}


def _kinds() -> dict[str, tuple[ContributorKind, ...]]:
    if not _KINDS:
        k = ContributorKind
        external = (k.AGENCY_WORKER, k.FREELANCER, k.VENDOR_WORKER)
        words = {
            "employee employees perm perms permanent": (k.EMPLOYEE,),
            "agency agencies temp temps": (k.AGENCY_WORKER,),
            "freelancer freelancers freelance freelances": (k.FREELANCER,),
            "contractor contractors externals contingent": external,
            "bot bots robots agents": (k.AI_AGENT,),
        }
        _KINDS.update({word: kinds for group, kinds in words.items() for word in group.split()})
        phrases = {
            "permanent staff": (k.EMPLOYEE,),
            "own staff": (k.EMPLOYEE,),
            "our own people": (k.EMPLOYEE,),
            "agency worker": (k.AGENCY_WORKER,),
            "agency workers": (k.AGENCY_WORKER,),
            "agency people": (k.AGENCY_WORKER,),
            "agency staff": (k.AGENCY_WORKER,),
            "temp workers": (k.AGENCY_WORKER,),
            "temporary workers": (k.AGENCY_WORKER,),
            "independent contractor": (k.FREELANCER,),
            "independent contractors": (k.FREELANCER,),
            "self employed": (k.FREELANCER,),
            "vendor worker": (k.VENDOR_WORKER,),
            "vendor workers": (k.VENDOR_WORKER,),
            "vendor people": (k.VENDOR_WORKER,),
            "vendors people": (k.VENDOR_WORKER,),
            "vendor staff": (k.VENDOR_WORKER,),
            "partner people": (k.PARTNER,),
            "partners people": (k.PARTNER,),
            "external contributor": external,
            "external contributors": external,
            "external people": external,
            "external workers": external,
            "contingent workers": external,
            "contingent worker": external,
            "ai agent": (k.AI_AGENT,),
            "ai agents": (k.AI_AGENT,),
        }
        _KINDS.update(phrases)
    return _KINDS


class Vocabulary:
    """An index of names by their plain tokens. Built once for a version of the data; reading it changes nothing."""

    def __init__(self, entities: Iterable[tuple[Entity, Iterable[str]]]) -> None:
        self._phrases: dict[str, list[Entity]] = defaultdict(list)
        self._ids: dict[tuple[EntityType, str], Entity] = {}
        self._parts: dict[str, list[Entity]] = defaultdict(list)
        self._of_type: dict[EntityType, list[Entity]] = defaultdict(list)
        short: dict[str, list[Entity]] = defaultdict(list)
        for entity, aliases in entities:
            self._of_type[entity.type].append(entity)
            self._ids[entity.type, entity.id.casefold()] = entity
            for name in (entity.name, *aliases):
                self._add(name, entity)
            if entity.type is EntityType.CONTRIBUTOR:
                self._add_parts(entity)
            elif entity.type in (EntityType.PROJECT, EntityType.SUPPLIER, EntityType.ORG_UNIT):
                for form in _short_forms(entity.name):
                    short[form].append(entity)
        for form, found in short.items():
            if len(found) == 1 and form not in COMMON:
                self._add(form, found[0])
        self._words = self._words_by_letter()

    @classmethod
    def load(cls, session: Session) -> "Vocabulary":
        """The vocabulary of a registry."""
        return cls(_entities(session))

    def spot(self, text: str, types: Collection[EntityType] | None = None) -> list[Mention]:
        """Everything that `text` names, the longest names first where they overlap, in the order of the text."""
        found = tokens(text)
        plains = [plain(match.group()) for match in found]
        taken = [False] * len(found)
        mentions: list[Mention] = self._spot_ids(text, types)
        for mention in mentions:
            for n, match in enumerate(found):
                taken[n] = taken[n] or (match.start() < mention.end and match.end() > mention.start)
        for corrected in (False, True):
            words = [self._corrected(p, m.group()) for p, m in zip(plains, found, strict=True)] if corrected else plains
            for length in range(min(LONGEST_NAME, len(found)), 0, -1):
                for n in range(len(found) - length + 1):
                    if any(taken[n : n + length]) or (corrected and words[n : n + length] == plains[n : n + length]):
                        continue
                    first, last = found[n], found[n + length - 1]
                    surface = text[first.start() : last.end()]
                    entities = self._lookup(" ".join(words[n : n + length]), surface, n, types)
                    if entities and length == 1 and surface.islower() and n and plains[n - 1] in _ARTICLES:
                        entities = tuple(e for e in entities if e.type is not EntityType.CONTRIBUTOR)
                    if entities:
                        taken[n : n + length] = [True] * length
                        score = 0.85 if corrected else 1.0
                        mentions.append(Mention(first.start(), last.end(), surface, entities, score, not corrected))
        return sorted(mentions, key=lambda mention: mention.start)

    def without_ids(self, text: str) -> str:
        """The text with the ids that it holds replaced by `x`, in place: "C-2026" is no year and "8821/7" no date."""
        for mention in self._spot_ids(text, None):
            text = text[: mention.start] + "x" * (mention.end - mention.start) + text[mention.end :]
        return text

    def resolve(self, type_: EntityType, text: str) -> Resolution:
        """What `text` stands for as a name of this type: by id, full name, alias, part of a name, then with typos."""
        text = text.strip()
        if not text:
            return Resolution(())
        by_id = self._ids.get((type_, text.casefold()))
        if by_id is not None:
            return Resolution((by_id,))
        wanted = key(text)
        for form in _forms(wanted):
            exact = _of_type(self._phrases.get(form, ()), type_)
            if exact:
                return Resolution(exact)
        if type_ is EntityType.CONTRIBUTOR:
            parts = self._by_parts(wanted)
            if parts:
                return Resolution(parts)
        words = wanted.split()
        corrected = " ".join(self._corrected(word, word) for word in words)
        if corrected != wanted:
            exact = _of_type(self._phrases.get(corrected, ()), type_)
            if not exact and type_ is EntityType.CONTRIBUTOR:
                exact = self._by_parts(corrected)
            if exact:
                return Resolution(exact) if len(words) == 1 or len(exact) == 1 else Resolution((), exact[:NEAR])
        return Resolution((), self._near(type_, wanted))

    def all_of(self, type_: EntityType) -> list[Entity]:
        """Everything of one type."""
        return list(self._of_type[type_])

    def _spot_ids(self, text: str, types: Collection[EntityType] | None) -> list[Mention]:
        mentions: list[Mention] = []
        place = 0
        for word in text.split():
            start = text.index(word, place)
            place = start + len(word)
            bare = word.strip(".,;:!?()[]\"'“”‘’")
            if bare.endswith(("'s", "’s")):
                bare = bare[:-2]
            shouted = len(bare) > 1 and bare.isupper() and bare.isalpha()
            if not any(c.isdigit() for c in bare) and "@" not in bare and not shouted:
                continue
            begin = start + word.index(bare) if bare else start
            for type_ in types or EntityType:
                entity = self._ids.get((type_, bare.casefold()))
                if entity is not None and shouted and (type_ is EntityType.COUNTRY or entity.id != bare):
                    continue
                if entity is not None:
                    mentions.append(Mention(begin, begin + len(bare), bare, (entity,), 1.0, True))
                    break
            else:
                by_mail = _allowed(self._phrases.get(key(bare), ()), types) if "@" in bare else ()
                if by_mail:
                    mentions.append(Mention(begin, begin + len(bare), bare, by_mail, 1.0, True))
        return mentions

    def _lookup(
        self, phrase: str, surface: str, place: int, types: Collection[EntityType] | None
    ) -> tuple[Entity, ...]:
        single = " " not in phrase
        found = _allowed(self._phrases.get(phrase, ()), types)
        frequent = single and surface.islower() and phrase in COMMON
        if found and frequent and (found[0].type not in _SPOKEN or len(phrase) < 4):
            found = ()
        if found and found[0].type is EntityType.DEMAND and len(phrase.split()) < 3:
            # A demand's short title is what everybody calls such a role.
            others = [e for e in self._phrases.get(phrase, ()) if e.type is not EntityType.DEMAND]
            found = _allowed(others, types)
        if found:
            return found
        if not single or (types is not None and EntityType.CONTRIBUTOR not in types):
            return ()
        if phrase in COMMON or phrase in AMBIGUOUS_NAMES:
            capital = surface[:1].isupper() and (place > 0 or phrase not in COMMON)
            if not capital:
                return ()
        return tuple(self._parts.get(phrase, ()))

    def _by_parts(self, wanted: str) -> tuple[Entity, ...]:
        words = wanted.split()
        if not words:
            return ()
        found = set(self._parts.get(words[0], ()))
        for word in words[1:]:
            found &= set(self._parts.get(word, ()))
        return tuple(sorted(found, key=lambda entity: (entity.name, entity.id)))

    def _corrected(self, word: str, surface: str) -> str:
        """The known word that this one is a misspelling of, or itself."""
        if len(word) < 5 or _plain_english(word) or word in self._known or any(c.isdigit() for c in word):
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        allowed = 1 if len(word) < 10 else 2
        near = process.extractOne(
            word, self._words.get(word[0], ()), scorer=DamerauLevenshtein.distance, score_cutoff=allowed
        )
        if near is None or abs(len(near[0]) - len(word)) > allowed or _inflected(word, near[0]):
            return word
        return near[0]

    def _near(self, type_: EntityType, wanted: str) -> tuple[Entity, ...]:
        from rapidfuzz import fuzz, process

        names = {n: key(entity.name) for n, entity in enumerate(self._of_type[type_])}
        close = process.extract(wanted, names, scorer=fuzz.WRatio, score_cutoff=72, limit=NEAR)
        return tuple(self._of_type[type_][n] for _, _, n in close)

    def _add(self, name: str, entity: Entity) -> None:
        form = key(name)
        if form and entity not in self._phrases[form]:
            self._phrases[form].append(entity)

    def _add_parts(self, entity: Entity) -> None:
        for part in dict.fromkeys(key(entity.name).split()):
            if len(part) > 1 and part not in ("de", "da", "van", "von", "der", "den", "al", "bin", "dos", "del", "la"):
                self._parts[part].append(entity)

    def _words_by_letter(self) -> dict[str, list[str]]:
        self._known = {word for phrase in self._phrases for word in phrase.split()} | set(self._parts)
        by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._known):
            if len(word) >= 5:
                by_letter[word[0]].append(word)
        return by_letter


def _forms(wanted: str) -> list[str]:
    """A name as given, without its generic words, and in the singular."""
    forms = [wanted, " ".join(word for word in wanted.split() if word not in GENERIC)]
    if wanted.endswith("s"):
        forms.append(wanted[:-1])
    return [form for form in dict.fromkeys(forms) if form]


def _short_forms(name: str) -> list[str]:
    """What people call a unit, project or supplier: without generic words, and by its first distinctive word."""
    words = [word for word in key(name).split() if word not in GENERIC]
    if not words:
        return []
    return list(dict.fromkeys([" ".join(words), words[0]] if len(words[0]) > 2 else [" ".join(words)]))


def _plain_english(word: str) -> bool:
    """Whether a word, or the one that it is a form of, is frequent English."""
    return word in COMMON or any(
        word.endswith(ending) and word[: -len(ending)] in COMMON for ending in ("s", "es", "ed", "ing", "ly", "er")
    )


def _inflected(a: str, b: str) -> bool:
    """Whether two words differ in a plain English ending only, which is no misspelling."""
    short, long = sorted((a, b), key=len)
    return long.startswith(short) and long[len(short) :] in ("ed", "er", "ing", "ly")


def _of_type(entities: Iterable[Entity], type_: EntityType) -> tuple[Entity, ...]:
    return tuple(entity for entity in entities if entity.type is type_)


def _allowed(entities: Iterable[Entity], types: Collection[EntityType] | None) -> tuple[Entity, ...]:
    """The entities of the first type found: one mention has one type."""
    kept = [entity for entity in entities if types is None or entity.type in types]
    return tuple(entity for entity in kept if entity.type is kept[0].type) if kept else ()


def _entities(session: Session) -> Iterable[tuple[Entity, Iterable[str]]]:
    """Everything in the registry that has a name, with its other names. The order settles which type a name means."""
    for row in session.execute(select(t.Project.id, t.Project.name).order_by(t.Project.id)):
        yield Entity(EntityType.PROJECT, row.id, row.name), (f"project {row.name}",)
    for row in session.execute(select(t.OrgUnit.id, t.OrgUnit.name).order_by(t.OrgUnit.id)):
        yield Entity(EntityType.ORG_UNIT, row.id, row.name), ()
    for row in session.execute(select(t.Supplier.id, t.Supplier.name, t.Supplier.type).order_by(t.Supplier.id)):
        yield Entity(EntityType.SUPPLIER, row.id, row.name, row.type or ""), ()
    skills: dict[str, tuple[str, list[str]]] = {}
    decided = remembered(session).same
    for row in session.execute(select(t.Skill.name, t.Skill.aliases).order_by(t.Skill.pk)):
        name, others = decided.get(folded(row.name), row.name), [] if folded(row.name) not in decided else [row.name]
        skills.setdefault(name.casefold(), (name, []))[1].extend([*(row.aliases or ()), *others])
    for text, name in decided.items():
        skills.setdefault(name.casefold(), (name, []))[1].append(text)
    for name, aliases in skills.values():
        yield Entity(EntityType.SKILL, name, name), aliases
    yield from _contributors(session)
    for row in session.execute(select(t.Demand.id, t.Demand.title).order_by(t.Demand.id)):
        yield Entity(EntityType.DEMAND, row.id, row.title), ()
    titles = session.scalars(select(t.Contributor.title).where(t.Contributor.title.is_not(None)).distinct())
    for phrase, plural in title_phrases(sorted(title for title in titles if title)):
        yield Entity(EntityType.TITLE, phrase, phrase), [plural]
    cities = session.scalars(select(t.Contributor.city).where(t.Contributor.city.is_not(None)).distinct())
    for city in sorted(city for city in cities if city):
        yield Entity(EntityType.CITY, city, city), ()
    for code, names in country_names().items():
        yield Entity(EntityType.COUNTRY, code, country_name(code)), [name for name in names if name not in COMMON]
    for phrase, kinds in _kinds().items():
        for kind in kinds:
            yield Entity(EntityType.KIND, kind.value, kind.plural), (phrase,)


def _contributors(session: Session) -> Iterable[tuple[Entity, Iterable[str]]]:
    c: Any = t.Contributor
    rows = session.execute(
        select(c.id, c.name, c.title, c.kind, c.email, t.OrgUnit.name.label("unit"), c.city)
        .outerjoin(t.OrgUnit, t.OrgUnit.pk == c.org_unit_pk)
        .order_by(c.id)
    )
    for row in rows:
        told = [row.title, row.unit, row.city]
        detail = ", ".join(part for part in told if part) or ContributorKind(row.kind).label
        yield Entity(EntityType.CONTRIBUTOR, row.id, row.name, detail), [row.email] if row.email else []
