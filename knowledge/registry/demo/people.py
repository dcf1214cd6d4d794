"""Hiring: one call makes a contributor with everything that the company's rules ask of them."""

import hashlib
import unicodedata
from datetime import date, timedelta
from decimal import Decimal

from knowledge.registry.demo import paperwork
from knowledge.registry.demo.company import AGENCIES_IN, DOMAIN, SUPPLIERS, VENDORS_IN, card_rate
from knowledge.registry.demo.occupations import HEAD, OCCUPATIONS, PARTNER, Occupation
from knowledge.registry.demo.places import CROWD, PER_EURO, PLACES, Place
from knowledge.registry.demo.world import Person, World
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, RateUnit

LEVELS = {1: "junior", 2: "mid", 3: "senior", 4: "lead"}

_SPANS: dict[ContributorKind, tuple[int, int]] = {
    ContributorKind.EMPLOYEE: (-3400, -60),
    ContributorKind.AGENCY_WORKER: (-380, -30),
    ContributorKind.FREELANCER: (-600, -40),
    ContributorKind.VENDOR_WORKER: (-650, -40),
    ContributorKind.PARTNER: (-900, -60),
}
"""When people of a kind began, in days from today: inside every limit on tenure."""

_WEEK = {"DE": 38, "GB": 37, "FR": 35, "NL": 40, "US": 40, "PT": 40, "IN": 45, "PL": 40, "CA": 40}

_INTERESTS = (
    "mentoring",
    "open source",
    "technical writing",
    "battery chemistry",
    "public speaking",
    "teaching apprentices",
    "sailing",
    "long-distance cycling",
    "data visualisation",
    "Portuguese",
    "chess",
    "woodwork",
    "community energy projects",
    "EU customs union rules",
)


def hire(
    world: World,
    kind: ContributorKind,
    *,
    city: str | None = None,
    title: str | None = None,
    unit: str | None = None,
    name: tuple[str, str] | None = None,
    level: int | None = None,
    start: date | None = None,
    end: date | None = None,
    supplier: str | None = None,
    via: str | None = None,
    status: ContributorStatus = ContributorStatus.ACTIVE,
    manager: Person | None = None,
    rate: Decimal | None = None,
    rate_unit: RateUnit | None = None,
    email: str | None = None,
    weekly_hours: int | None = None,
    crowd: bool = False,
) -> Person:
    """A contributor who breaks no rule. What is left out is chosen to fit the rest."""
    place = PLACES[city] if city else _place(world, kind)
    occupation = _occupation(world, kind, title, unit)
    unit = unit or world.random.choice(occupation.units)
    level = level or world.random.choices((1, 2, 3, 4), (2, 4, 4, 0 if kind.external else 1))[0]
    start = start or world.between(*_SPANS[kind])
    if end is None and kind.external:
        end = max(start, world.today) + timedelta(days=world.random.randint(50, 290))
    given, family = name or world.names.new(place.names)
    world.names.reserve(f"{given} {family}")
    rate_unit = rate_unit or _rate_unit(world, kind, place)
    if rate is None:
        rate = _rate(world, kind, occupation, place, level, rate_unit)
    if supplier is None:
        supplier = _supplier(world, kind, place)
    if supplier:
        days = min(max((world.today - start).days, 0), 365)
        paid = days * rate * (8 if rate_unit is RateUnit.HOUR else 1)
        key = supplier, place.currency
        world.supplier_spend[key] = world.supplier_spend.get(key, Decimal(0)) + paid
    boss = manager or _manager(world, unit)
    identity = world.contributor_id()
    row = world.add(
        "contributors",
        id=identity,
        kind=kind,
        name=f"{given} {family}",
        given_name=given,
        family_name=family,
        email=email or _address(given, family, kind, supplier),
        title=_title(occupation, level),
        org_unit=unit,
        manager_id=boss.id if boss else None,
        supplier_id=supplier,
        country=place.country,
        region=place.region,
        city=place.city,
        time_zone=place.time_zone,
        languages=place.languages,
        weekly_hours=weekly_hours or _weekly_hours(world, kind, place),
        status=status,
        start_date=start,
        end_date=end,
        rate_amount=rate or None,
        rate_currency=place.currency if rate else None,
        rate_unit=rate_unit if rate else None,
        engaged_via=via or _VIA[kind],
        interests=world.random.sample(_INTERESTS, world.random.choice((0, 0, 1, 2))),
        bank_hash=_hash("bank", identity) if kind.external else None,
        phone_hash=_hash("phone", identity) if kind.external else None,
        notes=None,
    )
    person = Person(
        row, kind, place, occupation, level, unit, start, end, None, supplier, rate or None, rate_unit, crowd
    )
    world.people.append(person)
    _add_skills(world, person)
    if status is not ContributorStatus.CANDIDATE:
        paperwork.add_engagement(world, person)
        paperwork.add_records(world, person)
        if world.administrators:
            paperwork.add_accounts(world, person)
    return person


_VIA = {
    ContributorKind.EMPLOYEE: "direct",
    ContributorKind.AGENCY_WORKER: "agency",
    ContributorKind.FREELANCER: "direct",
    ContributorKind.VENDOR_WORKER: "vendor",
    ContributorKind.PARTNER: "direct",
}


def add_skill(world: World, person: Person, skill: str, level: int, evidence: str = "work") -> None:
    world.add(
        "contributor_skills",
        contributor_id=person.id,
        skill=skill,
        level=level,
        evidence=evidence,
        last_used=world.between(-300, -5),
    )


def _add_skills(world: World, person: Person) -> None:
    known = list(person.occupation.skills)
    keep = min(len(known), 2 + person.level)
    chosen = known[:2] + world.random.sample(known[2:], max(0, keep - 2))
    for place, skill in enumerate(chosen):
        level = min(5, max(1, person.level + (1 if place < 2 else 0) + world.random.choice((-1, 0, 0, 1))))
        add_skill(world, person, skill, level, world.random.choice(("self", "self", "manager", "work", "work")))


def _place(world: World, kind: ContributorKind) -> Place:
    weights = dict(CROWD)
    if kind is ContributorKind.AGENCY_WORKER:
        weights = {city: n for city, n in weights.items() if PLACES[city].country in AGENCIES_IN}
    if kind is ContributorKind.VENDOR_WORKER:
        weights = {city: n * (3 if city == "Pune" else 1) for city, n in weights.items()}
    return PLACES[world.random.choices(tuple(weights), tuple(weights.values()))[0]]


def _occupation(world: World, kind: ContributorKind, title: str | None, unit: str | None) -> Occupation:
    if title:
        return OCCUPATIONS.get(title, HEAD)
    if kind is ContributorKind.PARTNER:
        return PARTNER if unit else Occupation("Partner specialist", ("U-10", "U-20", "U-60"), 0, PARTNER.skills)
    fitting = [
        occupation
        for occupation in OCCUPATIONS.values()
        if (unit is None or unit in occupation.units) and (not kind.external or occupation.externals)
    ]
    return world.random.choices(fitting, [occupation.weight for occupation in fitting])[0]


def _title(occupation: Occupation, level: int) -> str:
    prefix = {1: "Junior ", 3: "Senior ", 4: "Lead "}.get(level, "")
    first, rest = occupation.title[0], occupation.title[1:]
    plain = occupation.title if not prefix or occupation.title[:2].isupper() else first.lower() + rest
    return prefix + plain


def _manager(world: World, unit: str) -> Person | None:
    leads = world.leads.get(unit)
    return world.random.choice(leads) if leads else world.heads.get(unit)


def _weekly_hours(world: World, kind: ContributorKind, place: Place) -> int:
    if kind in (ContributorKind.EMPLOYEE, ContributorKind.FREELANCER) and world.chance(0.13):
        return world.random.choice((20, 24, 28, 32))
    return _WEEK[place.country]


def _rate_unit(world: World, kind: ContributorKind, place: Place) -> RateUnit:
    if kind is ContributorKind.AGENCY_WORKER or (kind.external and place.country == "US"):
        return RateUnit.HOUR
    return RateUnit.HOUR if kind is ContributorKind.VENDOR_WORKER and world.chance(0.2) else RateUnit.DAY


def _rate(
    world: World, kind: ContributorKind, occupation: Occupation, place: Place, level: int, unit: RateUnit
) -> Decimal:
    """What a unit of time costs: for employees the internal rate, for externals at most the rate card's."""
    if kind is ContributorKind.PARTNER:
        return Decimal(0)
    share = {1: 62, 2: 76, 3: 90, 4: 100}[level] - world.random.randint(0, 8)
    if occupation.title not in OCCUPATIONS:
        return (occupation.day_rate * place.cost * PER_EURO[place.currency]).quantize(Decimal(1))
    ceiling = card_rate(occupation.title, place.currency, "hour" if unit is RateUnit.HOUR else "day")
    dearest = max(other.cost for other in PLACES.values() if other.currency == place.currency)
    if kind is ContributorKind.EMPLOYEE:
        share = share * 62 // 100
    elif kind is ContributorKind.AGENCY_WORKER:
        share = share * 70 // 100
    return (ceiling * share * place.cost / dearest / 100).quantize(Decimal(1))


def _supplier(world: World, kind: ContributorKind, place: Place) -> str | None:
    """Where several could supply, the one that has been paid least in that country's money."""
    if kind is ContributorKind.PARTNER:
        return "S-14"
    if kind not in (ContributorKind.AGENCY_WORKER, ContributorKind.VENDOR_WORKER):
        return None
    choices = (AGENCIES_IN if kind is ContributorKind.AGENCY_WORKER else VENDORS_IN)[place.country]
    paid = world.supplier_spend
    return min(choices, key=lambda who: paid.get((who, place.currency), Decimal(0)) / choices.count(who))


def _address(given: str, family: str, kind: ContributorKind, supplier: str | None) -> str:
    local = f"{ascii_only(given)}.{ascii_only(family)}"
    if kind is ContributorKind.EMPLOYEE:
        return f"{local}@{DOMAIN}"
    if supplier and kind is not ContributorKind.FREELANCER:
        return f"{local}@{ascii_only(SUPPLIERS[supplier][0])}.example"
    return f"{local}@ext.{DOMAIN}"


def ascii_only(text: str) -> str:
    """Lower-case letters and digits without marks, as in addresses."""
    plain = text.replace("ß", "ss").replace("ł", "l").replace("Ł", "l").replace("ø", "o").replace("Đ", "d")
    folded = unicodedata.normalize("NFKD", plain.lower().replace("ı", "i").replace("đ", "d"))
    return "".join(letter for letter in folded if letter.isascii() and (letter.isalnum() or letter == "-"))


def _hash(what: str, identity: str) -> str:
    return hashlib.sha256(f"{what}:{identity}".encode()).hexdigest()[:32]
