"""Everybody else: people enough to make the company believable, and the small faults that real registers have."""

from datetime import timedelta

from knowledge.registry.demo.people import hire
from knowledge.registry.demo.world import World
from knowledge.workforce.kinds import ContributorKind, ContributorStatus

_KINDS = {
    ContributorKind.EMPLOYEE: 66,
    ContributorKind.AGENCY_WORKER: 11,
    ContributorKind.FREELANCER: 10,
    ContributorKind.VENDOR_WORKER: 9,
    ContributorKind.PARTNER: 4,
}
"""Of a hundred. The people behind planted gaps are mostly external, which evens out."""

_OWN_COMPANY, _PLATFORM = 0.5, 0.12


def add_crowd(world: World, count: int) -> None:
    """So many people: most active, some joining, some leaving, a few who have only applied."""
    former, coming, applying = count // 14, max(6, count // 40), max(8, count // 35)
    for number in range(count):
        kind = world.random.choices(tuple(_KINDS), tuple(_KINDS.values()))[0]
        if number < former:
            _hire_former(world, kind)
        elif number < former + coming:
            kind = ContributorKind.FREELANCER if kind is ContributorKind.PARTNER else kind
            hire(world, kind, start=world.between(4, 40), status=ContributorStatus.ONBOARDING, crowd=True)
        elif number < former + coming + applying:
            kind = world.random.choice((ContributorKind.EMPLOYEE, ContributorKind.FREELANCER))
            hire(world, kind, start=world.between(30, 90), status=ContributorStatus.CANDIDATE, crowd=True)
        elif kind is ContributorKind.FREELANCER:
            _hire_freelancer(world)
        else:
            hire(world, kind, crowd=True)


def _hire_former(world: World, kind: ContributorKind) -> None:
    end = world.between(-800, -20)
    length = 900 if kind is ContributorKind.EMPLOYEE else 220
    start = end - timedelta(days=world.random.randint(length // 2, length))
    hire(world, kind, start=start, end=end, status=ContributorStatus.ENDED, crowd=True)


def _hire_freelancer(world: World) -> None:
    """Half of the British ones work through their own company; some on the continent come from a platform."""
    towns = ("Hamburg", "Berlin", "Lisbon", "London", "Leeds", "New York", "Oakland", "Utrecht", "Gdańsk", "Lyon")
    town = world.random.choice(towns)
    via = supplier = None
    if town in ("London", "Leeds") and world.chance(_OWN_COMPANY):
        via = "own_company"
    elif town in ("Hamburg", "Berlin", "Lisbon", "Utrecht", "Lyon") and world.chance(_PLATFORM):
        via, supplier = "platform", "S-13"
    hire(world, ContributorKind.FREELANCER, city=town, via=via, supplier=supplier, crowd=True)


def add_oddities(world: World) -> None:
    """What real registers hold and an import has to bear: gaps, odd spacing, capitals, a reduced record."""
    crowd = [person for person in world.people if person.crowd and person.active]
    for person in crowd[3::61]:
        person.row["email"] = ""
    spaced, shouted, bare = crowd[10], crowd[20], crowd[30]
    spaced.row["name"] = f"  {spaced.row['name'].replace(' ', '  ')} "
    shouted.row["name"] = f"{shouted.row['family_name'].upper()}, {shouted.row['given_name']}"
    bare.row["city"] = bare.row["time_zone"] = bare.row["languages"] = ""
    crowd[40].row["notes"] = "Asked in spring for the desk by the window"
    world.add(
        "contributors",
        id=world.contributor_id(),
        kind="freelancer",
        name="Former contributor 0391",
        status="ended",
        org_unit="U-13",
        country="GB",
        start_date=world.day(-2300),
        end_date=world.day(-1500),
    )
