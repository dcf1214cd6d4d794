"""From what people say to what the registry holds; ambiguity and absence are told, never guessed away."""

from collections.abc import Iterable

from knowledge.registry.vocabulary import Entity, EntityType, Resolution
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.time_zones import zones_meant
from tools.contract import Ambiguous, Choice, Context, NotFound

_REASONS = {
    EntityType.CONTRIBUTOR: ("ambiguous_person", "no_such_person", "person"),
    EntityType.PROJECT: ("ambiguous_project", "no_such_project", "project"),
    EntityType.SUPPLIER: ("missing_detail", "no_such_thing", "supplier"),
    EntityType.ORG_UNIT: ("missing_detail", "no_such_thing", "unit"),
    EntityType.SKILL: ("missing_detail", "no_such_thing", "skill"),
    EntityType.DEMAND: ("missing_detail", "no_such_thing", "demand"),
    EntityType.COUNTRY: ("missing_detail", "no_such_thing", "country"),
    EntityType.CITY: ("missing_detail", "no_such_thing", "place"),
}


def one(context: Context, type_: EntityType, text: str) -> Entity:
    """The one thing that `text` names, else `Ambiguous` or `NotFound`."""
    found = several(context, type_, text)
    if len(found) == 1:
        return found[0]
    raise ambiguous(type_, text, found)


def people(context: Context, text: str) -> tuple[Entity, ...]:
    """The person that `text` names; two people of one full name are answered together, a shared first name is not."""
    found = several(context, EntityType.CONTRIBUTOR, text)
    names = {entity.name.casefold() for entity in found}
    if len(found) == 1 or (len(names) == 1 and len(text.split()) > 1):
        return found
    raise ambiguous(EntityType.CONTRIBUTOR, text, found)


def several(context: Context, type_: EntityType, text: str) -> tuple[Entity, ...]:
    """Everything that `text` may name, else `NotFound` with what comes near."""
    resolution: Resolution = context.registry.vocabulary.resolve(type_, text)
    if not resolution.entities and type_ is EntityType.SKILL:
        resolution = _linked(context, text, resolution)
    if not resolution.entities:
        _, reason, word = _REASONS[type_]
        near = tuple(entity.name for entity in resolution.near)
        hint = f" Did you mean {_either(near)}?" if near else ""
        raise NotFound(f"There is no {word} “{text}” in the registry.{hint}", reason=reason, near=near)
    return resolution.entities


def _linked(context: Context, text: str, resolution: Resolution) -> Resolution:
    """A skill by another of its names or a near spelling, when that is sure; else what comes near."""
    vocabulary = context.registry.vocabulary
    link = context.registry.link_skill(text)
    if link.skill is not None:
        return vocabulary.resolve(EntityType.SKILL, link.skill)
    near = [entity for c in link.candidates for entity in vocabulary.resolve(EntityType.SKILL, c.skill).entities]
    return Resolution((), tuple(near[:3]) or resolution.near)


def ids(context: Context, type_: EntityType, texts: Iterable[str]) -> dict[str, str]:
    """Ids to names of everything listed; a name that stands for several is ambiguous."""
    found = [one(context, type_, text) for text in texts]
    return {entity.id: entity.name for entity in found}


def kinds(texts: Iterable[str]) -> frozenset[ContributorKind]:
    """Kinds by their codes; `external` means all but employees and AI agents."""
    chosen: set[ContributorKind] = set()
    for text in texts:
        if text == "external":
            chosen |= {kind for kind in ContributorKind if kind.external}
        else:
            chosen.add(ContributorKind(text))
    return frozenset(chosen)


def zones(texts: Iterable[str]) -> frozenset[str]:
    """IANA names of the time zones that are said, such as "CET" or "Europe/Berlin"."""
    found: set[str] = set()
    for text in texts:
        meant = zones_meant(text)
        if not meant:
            raise NotFound(f"There is no time zone “{text}”; say it as in CET, UTC+1 or Europe/Berlin.")
        found |= meant
    return frozenset(found)


def ambiguous(type_: EntityType, text: str, found: tuple[Entity, ...]) -> Ambiguous:
    """The question which of several is meant, each with what tells it apart."""
    reason, _, word = _REASONS[type_]
    choices = tuple(Choice(entity.id, _label(entity)) for entity in found[:8])
    more = "" if len(found) <= 8 else f" (the first 8 of {len(found)})"
    return Ambiguous(f"Which {word} do you mean by “{text}”?{more}", reason=reason, choices=choices, asked=text)


def _label(entity: Entity) -> str:
    return f"{entity.name} ({entity.detail}; {entity.id})" if entity.detail else f"{entity.name} ({entity.id})"


def _either(names: tuple[str, ...]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
