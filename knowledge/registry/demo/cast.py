"""The people whom everybody talks about, and those that make the company work: heads, leads, administrators."""

from datetime import timedelta

from knowledge.registry.demo import paperwork
from knowledge.registry.demo.bookings import book
from knowledge.registry.demo.company import UNITS
from knowledge.registry.demo.occupations import OCCUPATIONS
from knowledge.registry.demo.people import add_skill, hire
from knowledge.registry.demo.projects import Project
from knowledge.registry.demo.world import Person, World
from knowledge.workforce.kinds import ContributorKind, ContributorStatus

EMPLOYEE = ContributorKind.EMPLOYEE
FREELANCER = ContributorKind.FREELANCER
AGENCY = ContributorKind.AGENCY_WORKER


def add_leadership(world: World) -> None:
    """Heads from the top down, team leads under them, and the administrators who open accounts."""
    for unit, (name, parent, _, city) in UNITS.items():
        head = hire(
            world,
            EMPLOYEE,
            city=city,
            title="Head of unit",
            unit=unit,
            level=4,
            manager=world.heads[parent] if parent else None,
            start=world.between(-3400, -1300),
            weekly_hours=40,
        )
        head.row["title"] = f"Head of {name}" if parent else "Chief executive"
        world.heads[unit] = head
    people = sum(occupation.weight for occupation in OCCUPATIONS.values())
    for unit in UNITS:
        share = sum(o.weight / len(o.units) for o in OCCUPATIONS.values() if unit in o.units) / people
        leads = [
            hire(world, EMPLOYEE, unit=unit, level=4, manager=world.heads[unit], start=world.between(-2600, -500))
            for _ in range(round(share * world.size / 13))
        ]
        world.leads[unit] = leads
    world.administrators = [
        hire(world, EMPLOYEE, title="Systems administrator", unit="U-50", level=3, city=city, crowd=True)
        for city in ("Hamburg", "Berlin", "Pune")
    ]
    for person in world.people:
        paperwork.add_accounts(world, person)
    for unit in ("U-30", "U-20", "U-10", "U-60"):
        issued = world.between(-200, -30)
        paperwork.add_record(
            world,
            "contributor",
            world.heads[unit].id,
            "training:AI oversight",
            issued=issued,
            expires=issued + timedelta(days=365),
        )


def add_cast(world: World, projects: dict[str, Project]) -> dict[str, Person]:
    """The people by first name whom questions are asked about."""
    atlas, borealis, nimbus = projects["Atlas"], projects["Borealis"], projects["Nimbus"]
    day = world.day
    priya = hire(world, EMPLOYEE, name=("Priya", "Raghunathan"), city="Pune", title="Data engineer", level=3)
    book(world, priya, atlas, "0.6", day(-80), day(110))
    other = hire(world, FREELANCER, name=("Priya", "Menon"), city="London", title="UX researcher", level=3)
    book(world, other, projects["Customer app"], "0.4", day(-30), day(45))
    tom = hire(world, EMPLOYEE, name=("Tom", "Brandner"), city="Hamburg", title="Data engineer", level=4)
    book(world, tom, borealis, "0.8", day(-120), day(160))
    book(world, tom, atlas, "0.2", day(-60), day(90))
    lena = hire(world, EMPLOYEE, name=("Lena", "Hofmeister"), city="Berlin", title="Platform engineer", level=3)
    book(world, lena, atlas, "1.0", day(-100), day(120))
    marco = hire(world, FREELANCER, name=("Marco", "Rinaldi"), city="Berlin", title="Data engineer", level=3)
    aisha = hire(
        world, EMPLOYEE, name=("Aisha", "Bello"), city="London", title="Data engineer", level=3, start=day(-2900)
    )
    book(world, aisha, borealis, "0.5", day(-50), day(140))
    for person, dbt in ((marco, 5), (aisha, 3)):
        _set_skill(world, person, "dbt", dbt)
        _set_skill(world, person, "Python", 4)
    dana = hire(
        world,
        AGENCY,
        name=("Dana", "Sedláčková"),
        city="Leipzig",
        title="Commissioning engineer",
        level=2,
        supplier="S-02",
        start=day(-400),
        end=day(55),
    )
    book(world, dana, projects["Battery park Setúbal"], "0.9", day(-85), day(55))
    mei = hire(
        world,
        FREELANCER,
        name=("Mei", "Tanaka"),
        city="New York",
        title="Frontend engineer",
        level=3,
        start=day(-260),
    )
    book(world, mei, projects["Customer app"], "0.8", day(-200), day(40))
    sam = hire(
        world,
        FREELANCER,
        name=("Sam", "Delgado"),
        city="New York",
        title="Platform engineer",
        level=3,
        start=day(-330),
    )
    book(world, sam, nimbus, "1.0", day(-230), day(80))
    jonas = hire(
        world,
        FREELANCER,
        name=("Jonas", "Whitfield"),
        city="Leeds",
        title="Backend engineer",
        level=3,
        via="own_company",
        status=ContributorStatus.ONBOARDING,
        start=day(7 - world.today.weekday()),
    )
    _leave_to_do(world, jonas)
    book(world, jonas, atlas, "0.8", jonas.start, day(120), status="tentative")
    osei = hire(world, FREELANCER, name=("Kwame", "Osei"), city="London", title="Data engineer", level=3)
    book(world, osei, atlas, "0.5", day(-60), day(100))
    _add_extras(world, projects)
    return {
        "Tom": tom,
        "Lena": lena,
        "Marco": marco,
        "Aisha": aisha,
        "Dana": dana,
        "Mei": mei,
        "Sam": sam,
        "Jonas": jonas,
        "Kwame": osei,
    }


def _add_extras(world: World, projects: dict[str, Project]) -> None:
    """Three testers of one agency, four contractors on Nimbus, idle freelancers whom another unit looks for."""
    for _ in range(3):
        tester = hire(world, AGENCY, city="Hamburg", title="Software tester", unit="U-11", level=2, supplier="S-01")
        book(world, tester, projects["Billing migration"], "1.0", world.day(-90), world.day(75))
    for city, title in (
        ("Berlin", "Platform engineer"),
        ("Utrecht", "Platform engineer"),
        ("Lisbon", "Solution architect"),
        ("Hamburg", "Backend engineer"),
    ):
        contractor = hire(world, FREELANCER, city=city, title=title, unit="U-11", level=3)
        book(world, contractor, projects["Nimbus"], "1.0", world.day(-150), world.day(130))
    for city, title in (
        ("Lyon", "Frontend engineer"),
        ("Lisbon", "Frontend engineer"),
        ("Berlin", "UX researcher"),
        ("Berlin", "UX researcher"),
        ("Utrecht", "Data engineer"),
    ):
        idle = hire(world, FREELANCER, city=city, title=title, level=3)
        _set_skill(world, idle, idle.occupation.skills[0], 4)
    for city in ("Hamburg", "Leipzig"):
        electrician = hire(world, EMPLOYEE, city=city, title="Electrician", unit="U-21", level=3)
        add_skill(world, electrician, "High-voltage switching", 4, "certificate")
        issued = world.between(-300, -100)
        paperwork.add_record(
            world,
            "contributor",
            electrician.id,
            "certificate:High-voltage switching",
            issued=issued,
            expires=issued + timedelta(days=1095),
        )


def _leave_to_do(world: World, person: Person) -> None:
    """What is still open before somebody can start: the confidentiality agreement, the insurance, the checks."""
    missing = ("insurance", "background_check", "training:security awareness")
    kept = [r for r in world.rows("records") if r["subject_id"] != person.id or r["type"] not in missing]
    world.tables["records"] = kept
    for row in kept:
        if row["subject_id"] == person.id and row["type"] == "nda":
            row["status"] = "pending"


def _set_skill(world: World, person: Person, skill: str, level: int) -> None:
    for row in world.rows("contributor_skills"):
        if row["contributor_id"] == person.id and row["skill"] == skill:
            row["level"] = str(level)
            return
    add_skill(world, person, skill, level)
