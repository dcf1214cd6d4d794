"""Planted gaps of people (PPL), accounts (ACC), bookings (ALL), identity (DAT) and privacy (PRV)."""

from datetime import timedelta

from knowledge.registry.demo import paperwork
from knowledge.registry.demo.bookings import book
from knowledge.registry.demo.gaps_of_status import AGENCY, CRITICAL, FREELANCER, HIGH, LOW, MEDIUM, VENDOR
from knowledge.registry.demo.people import add_skill, hire
from knowledge.registry.demo.planting import Planting
from knowledge.registry.demo.world import Person
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, Severity

EMPLOYEE = ContributorKind.EMPLOYEE
ENDED = ContributorStatus.ENDED


def plant(planting: Planting) -> None:
    for step in (
        _right_to_work,
        _checks_and_training,
        _certificates,
        _managers,
        _conflicts_and_onboarding,
        _accounts_after_the_end,
        _privileges_and_reviews,
        _bookings,
        _one_person_or_two,
        _privacy,
    ):
        step(planting)


def _note(planting: Planting, rule: str, person: Person, severity: Severity, why: str) -> None:
    planting.note(rule, "contributor", person.id, severity, why)
    if person.active:
        planting.busy(person)


def _right_to_work(planting: Planting) -> None:
    world = planting.world
    ending = hire(world, EMPLOYEE, city="Berlin", title="Backend engineer")
    planting.records(ending, "right_to_work")[0].update(expires=planting.ago(-43), value="residence permit")
    _note(planting, "PPL-01", ending, HIGH, "the residence permit ends in 43 days")
    missing = hire(world, EMPLOYEE, city="Utrecht", title="Heat pump technician")
    planting.drop_records(missing, "right_to_work")
    _note(planting, "PPL-01", missing, HIGH, "no right to work on file")
    unattested = hire(world, FREELANCER, city="Lisbon", title="Marketing specialist")
    planting.drop_records(unattested, "right_to_work")
    _note(planting, "PPL-01", unattested, HIGH, "a freelancer without an attestation")
    too_much = hire(world, AGENCY, city="Austin", title="Electrician", start=world.day(-120))
    paperwork.add_record(world, "contributor", too_much.id, "right_to_work", issued=world.day(-118), value="I-9")
    _note(planting, "PPL-01", too_much, HIGH, "an I-9 was taken from an agency's worker")


def _checks_and_training(planting: Planting) -> None:
    world = planting.world
    unchecked = hire(world, VENDOR, city="Pune", title="Data scientist")
    planting.drop_records(unchecked, "background_check")
    _note(planting, "PPL-02", unchecked, HIGH, "reads meter data without a background check")
    stale = hire(world, EMPLOYEE, city="Hamburg", title="Accounts payable specialist", start=world.day(-1700))
    planting.records(stale, "background_check")[0]["issued"] = planting.ago(1250)
    _note(planting, "PPL-02", stale, HIGH, "the background check is 41 months old")
    overdue = hire(world, EMPLOYEE, city="Leeds", title="Frontend engineer", start=world.day(-900))
    planting.records(overdue, "training:security awareness")[0].update(
        issued=planting.ago(400), expires=planting.ago(35)
    )
    _note(planting, "PPL-03", overdue, MEDIUM, "security training ran out five weeks ago")
    never = hire(world, AGENCY, city="Porto", title="Customer success manager", supplier="S-04")
    planting.drop_records(never, "training:security awareness")
    _note(planting, "PPL-03", never, MEDIUM, "never took the security training")


def _certificates(planting: Planting) -> None:
    """Two electricians on one demand that asks for a switching certificate: one keeps it long enough, one does not."""
    world = planting.world
    project = planting.projects["Smart meter rollout Hamburg"]
    demand = world.add(
        "demands",
        id="D-S01",
        project_id=project.id,
        title="Electrician",
        count=2,
        fte="0.5",
        start_date=world.day(-40),
        end_date=world.day(140),
        max_rate_amount=None,
        status="filled",
        description="Switching in transformer stations; the certificate must hold until the end",
    )
    world.add("demand_skills", demand_id=demand["id"], skill="High-voltage switching", min_level=3, importance="must")
    for days_left in (900, 65):
        person = hire(world, EMPLOYEE, city="Hamburg", title="Electrician", unit="U-21", level=3)
        add_skill(world, person, "High-voltage switching", 4, "certificate")
        paperwork.add_record(
            world,
            "contributor",
            person.id,
            "certificate:High-voltage switching",
            issued=world.day(days_left - 1095),
            expires=world.day(days_left),
        )
        rows = book(world, person, project, "0.5", world.day(-40), world.day(140), demand=demand["id"])
        if days_left < 140:
            planting.note(
                "PPL-04", "assignment", rows[0]["id"], HIGH, "the switching certificate ends before the booking does"
            )


def _managers(planting: Planting) -> None:
    world = planting.world
    left = hire(
        world,
        EMPLOYEE,
        city="London",
        title="Product manager",
        unit="U-13",
        level=4,
        start=world.day(-1500),
        end=world.day(-75),
        status=ENDED,
    )
    orphan = hire(world, AGENCY, city="Leeds", title="Frontend engineer", unit="U-13")
    orphan.row["manager_id"] = left.id
    _note(planting, "PPL-05", orphan, HIGH, "the manager left eleven weeks ago")
    unknown = hire(world, EMPLOYEE, city="Gdańsk", title="Site manager", unit="U-20")
    unknown.row["manager_id"] = "C-0417-old"
    _note(planting, "PPL-05", unknown, HIGH, "the manager's number belongs to nobody")
    none = hire(world, FREELANCER, city="Lyon", title="Project manager", unit="U-60")
    none.row["manager_id"] = ""
    _note(planting, "PPL-05", none, HIGH, "no manager at all")


def _conflicts_and_onboarding(planting: Planting) -> None:
    world = planting.world
    torn = hire(world, EMPLOYEE, city="Hamburg", title="Buyer")
    planting.drop_records(torn, "conflict_declaration")
    paperwork.add_record(world, "contributor", torn.id, "conflict_declaration", issued=world.day(-52), status="open")
    _note(planting, "PPL-06", torn, HIGH, "a buyer's declared conflict has not been decided")
    unwelcomed = hire(world, FREELANCER, city="Berlin", title="Platform engineer", start=world.day(-90))
    planting.drop_records(unwelcomed, "training:welcome")
    _note(planting, "PPL-07", unwelcomed, MEDIUM, "never had the welcome session that all others had")
    first = hire(world, FREELANCER, city="Porto", title="Backend engineer", start=world.day(-210))
    second = hire(world, VENDOR, city="Pune", title="Frontend engineer", start=world.day(-75))
    second.row["bank_hash"] = first.row["bank_hash"]
    _note(planting, "PPL-08", first, HIGH, "two people in two countries are paid into one account")
    planting.busy(second)


def _accounts_after_the_end(planting: Planting) -> None:
    world = planting.world
    for kind, city, title, days, system in (
        (EMPLOYEE, "Hamburg", "Billing specialist", 21, "ERP"),
        (FREELANCER, "Lisbon", "Platform engineer", 46, "Cloud console"),
    ):
        person = hire(world, kind, city=city, title=title, start=world.day(-500), end=world.day(-days), status=ENDED)
        row = next((r for r in planting.accounts(person) if r["system"] == system), None)
        row = row or paperwork.add_account(world, person, system)
        row.update(
            active="true",
            revoked_at="",
            last_used=planting.ago(4),
            reviewed_at=planting.ago(60),
            reviewed_by=paperwork.reviewer(world, person),
            granted_at=planting.ago(400),
        )
        planting.note("ACC-01", "access", row["id"], CRITICAL, f"left {days} days ago and still has {system}")


def _privileges_and_reviews(planting: Planting) -> None:
    world = planting.world
    temp = hire(world, AGENCY, city="Berlin", title="Security engineer", unit="U-50")
    row = _privileged(planting, temp)
    row["justification"] = ""
    planting.note("ACC-02", "access", row["id"], HIGH, "an agency worker's privileged account without a reason")
    overdue = hire(world, EMPLOYEE, city="Pune", title="Platform engineer", start=world.day(-1100), level=3)
    row = _privileged(planting, overdue)
    row.update(granted_at=planting.ago(700), reviewed_at=planting.ago(140))
    planting.note("ACC-03", "access", row["id"], MEDIUM, "a privileged account last reviewed 140 days ago")
    itself = hire(world, EMPLOYEE, city="Leeds", title="Data engineer", start=world.day(-800))
    row = planting.accounts(itself)[0]
    row.update(granted_at=planting.ago(300), reviewed_at=planting.ago(40), reviewed_by=row["granted_by"])
    planting.note("ACC-03", "access", row["id"], MEDIUM, "reviewed by the administrator who had granted it")
    ghost = paperwork.add_account(world, itself, "Meter data lake")
    ghost.update(contributor_id="svc-pilot-2", granted_at=planting.ago(210), reviewed_at=planting.ago(45))
    planting.note("ACC-04", "access", ghost["id"], HIGH, "an account of nobody whom the company knows")
    for person in (temp, overdue, itself):
        planting.busy(person)


def _privileged(planting: Planting, person: Person) -> dict[str, str]:
    rows = [row for row in planting.accounts(person) if row["level"] == "privileged"]
    return rows[0] if rows else paperwork.add_account(planting.world, person, "Cloud console")


def _bookings(planting: Planting) -> None:
    world = planting.world
    day = world.day
    double = hire(world, EMPLOYEE, city="Hamburg", title="Backend engineer", unit="U-12")
    book(world, double, planting.projects["Borealis"], "0.8", day(-30), day(90))
    book(world, double, planting.projects["New York demand response"], "0.5", day(12), day(60))
    planting.note("ALL-01", "contributor", double.id, MEDIUM, "booked for 130 percent in twelve days' time")
    leaving = hire(world, FREELANCER, city="Leipzig", title="Site manager", end=day(60))
    beyond = book(world, leaving, planting.projects["Heat network Utrecht-Noord"], "0.7", day(-40), day(60))[0]
    beyond["end_date"] = day(95).isoformat()
    planting.note("ALL-02", "assignment", beyond["id"], HIGH, "booked five weeks beyond the engagement")
    away = hire(world, EMPLOYEE, city="Utrecht", title="Commissioning engineer", unit="U-22")
    holiday = day(30) + timedelta(days=-day(30).weekday() % 7)
    rows = book(world, away, planting.projects["Heat network Utrecht-Noord"], "0.6", day(-20), day(100))
    world.add("leave", contributor_id=away.id, start_date=holiday, end_date=holiday + timedelta(days=11))
    planting.note("ALL-02", "assignment", rows[0]["id"], LOW, "two weeks of leave inside a booking")


def _one_person_or_two(planting: Planting) -> None:
    """One name and one address under two numbers; the other pair stands in the partner portal."""
    world = planting.world
    name, email = ("Inês", "Carvalhal"), "ines.carvalhal@mailbox.example"
    first = hire(
        world,
        VENDOR,
        name=name,
        email=email,
        city="Porto",
        title="Backend engineer",
        supplier="S-10",
        start=world.day(-430),
    )
    second = hire(
        world,
        FREELANCER,
        name=name,
        email=email.upper(),
        city="Lisbon",
        title="Backend engineer",
        start=world.day(-140),
    )
    _note(planting, "DAT-01", first, MEDIUM, f"the same name and address as {second.id}")


def _privacy(planting: Planting) -> None:
    world = planting.world
    private = hire(world, EMPLOYEE, city="Hamburg", title="Field service coordinator")
    private.row["interests"] = "chess;recovering from knee surgery"
    _note(planting, "PRV-01", private, CRITICAL, "the interests tell of an operation")
    noted = hire(world, EMPLOYEE, city="Leipzig", title="Electrician")
    noted.row["notes"] = "Active in the trade union, asks for early shifts"
    _note(planting, "PRV-01", noted, CRITICAL, "a free-text column tells of a union")
    kept = hire(
        world,
        FREELANCER,
        city="Hamburg",
        title="Product designer",
        start=world.day(-1700),
        end=world.day(-1260),
        status=ENDED,
    )
    planting.note("PRV-02", "contributor", kept.id, MEDIUM, "left 41 months ago and nothing has been removed")
