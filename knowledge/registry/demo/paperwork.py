"""What lies behind a contributor: the engagement, its classification and deliverables, records and accounts."""

from datetime import date, timedelta

from knowledge.registry.demo.company import REQUIRED_TRAININGS, SUPPLIERS
from knowledge.registry.demo.occupations import SYSTEMS
from knowledge.registry.demo.world import Person, Row, World
from knowledge.workforce.kinds import ContributorKind

LEVEL_NAMES = {1: "junior", 2: "mid", 3: "senior", 4: "lead"}
_TYPES = {
    ContributorKind.EMPLOYEE: "employment",
    ContributorKind.AGENCY_WORKER: "agency",
    ContributorKind.FREELANCER: "freelance",
    ContributorKind.VENDOR_WORKER: "sow",
    ContributorKind.PARTNER: "partner",
    ContributorKind.AI_AGENT: "ai_service",
}


def add_engagement(world: World, person: Person) -> Row:
    """The engagement of the person's own dates and rate, signed before it began, with all that its type needs."""
    ended = person.row["status"] == "ended"
    row = world.add(
        "engagements",
        id=world.next_id("ENG", 1001),
        contributor_id=person.id,
        type=_TYPES[person.kind],
        supplier_id=person.supplier,
        start_date=person.start,
        end_date=person.end,
        signed_at=person.start - timedelta(days=world.random.randint(2, 25)),
        rate_amount=person.row["rate_amount"],
        rate_currency=person.row["rate_currency"],
        rate_unit=person.row["rate_unit"],
        budget_cap=None,
        po_amount=None,
        po_number=None,
        po_expires=None,
        sow_ref=None,
        extensions=None,
        title=person.occupation.title,
        level=LEVEL_NAMES[person.level],
        country=person.place.country,
        region=person.place.region,
        terms_changed_at=None,
        closed_at=person.end + timedelta(days=1) if ended and person.end else None,
        human_contact_id=None,
        comparator_rate_amount=None,
        comparator_rate_currency=None,
        derogation=None,
    )
    person.engagement = row
    if person.kind is ContributorKind.FREELANCER:
        _add_classification(world, person, row)
    if person.kind is ContributorKind.AGENCY_WORKER:
        row["extensions"] = str(world.random.choice((0, 0, 1, 2)))
        if person.rate is not None and person.place.country not in ("US", "IN"):
            row["comparator_rate_amount"] = str(int(person.rate * world.random.randint(92, 100) / 100))
            row["comparator_rate_currency"] = row["rate_currency"]
    if row["type"] == "sow":
        row["sow_ref"] = world.next_id("SOW", 301)
        add_deliverables(world, row, person.start, person.end or world.day(200))
    if person.row["engaged_via"] == "platform":
        row["human_contact_id"] = person.row["manager_id"]
    if person.row["engaged_via"] == "own_company":
        add_record(world, "engagement", row["id"], "status_determination", issued=person.start - timedelta(days=9))
    return row


def _add_classification(world: World, person: Person, engagement: Row) -> None:
    own_company = person.row["engaged_via"] == "own_company"
    world.add(
        "classifications",
        engagement_id=engagement["id"],
        outcome="outside" if own_company and person.place.country == "GB" else "independent",
        decided_at=max(person.start - timedelta(days=8), world.between(-300, -20)),
        method="questionnaire and interview",
        sets_hours=False,
        supervised_daily=False,
        exclusive=False,
        client_tools=world.chance(0.3),
        pay_basis="hourly" if engagement["rate_unit"] == "hour" else "fixed",
        own_investment=True,
        other_clients=world.chance(0.8),
        core_function=False,
    )


def add_deliverables(world: World, engagement: Row, start: date, end: date) -> None:
    """Three parts of the work, spread over the engagement; those whose day has passed have been accepted."""
    titles = ("Concept agreed", "First delivery in use", "Handover and documentation")
    for number, title in enumerate(titles, start=1):
        due = start + (end - start) * number // (len(titles) + 1)
        accepted = min(due + timedelta(days=world.random.randint(1, 9)), world.today) if due <= world.today else None
        world.add(
            "deliverables",
            engagement_id=engagement["id"],
            title=title,
            due=due,
            criteria="Checked against the list in the statement of work and signed by the project owner",
            accepted_at=accepted,
        )


def add_record(
    world: World,
    subject_type: str,
    subject_id: str,
    type: str,
    *,
    issued: date | None,
    expires: date | None = None,
    value: str | None = None,
    status: str = "valid",
) -> Row:
    return world.add(
        "records",
        subject_type=subject_type,
        subject_id=subject_id,
        type=type,
        issued=issued,
        expires=expires,
        value=value,
        status=status,
    )


def add_records(world: World, person: Person) -> None:
    """Every record that the rules, the training list and the onboarding baseline ask for."""
    before = min(person.start, world.today) - timedelta(days=1)

    def record(
        type: str, issued: date = before, *, days: int | None = None, value: str | None = None, status: str = "valid"
    ) -> None:
        expires = issued + timedelta(days=days) if days else None
        add_record(world, "contributor", person.id, type, issued=issued, expires=expires, value=value, status=status)

    recently = max(before, world.between(-280, -10))
    record("contract")
    record("nda")
    if person.kind is ContributorKind.PARTNER:
        return
    record("ip_assignment")
    record("training:welcome")
    for training in REQUIRED_TRAININGS[person.kind]:
        record(f"training:{training}", recently, days=365)
    record("background_check", max(before, world.between(-700, -30)))
    if person.kind is ContributorKind.EMPLOYEE:
        if world.chance(0.2):
            record("right_to_work", recently, days=world.random.randint(500, 1400), value="residence permit")
        else:
            record("right_to_work", value="passport")
        if world.chance(0.3):
            record("performance_review", world.between(-330, -40))
    elif person.kind is not ContributorKind.VENDOR_WORKER:
        record("right_to_work", value="attestation")
    if person.kind is ContributorKind.FREELANCER:
        record("insurance", recently, days=365, value=str(world.random.choice((1, 1, 2, 3)) * 1_000_000))
        if person.place.country == "US":
            record("tax_form", value="W-9")
    if world.chance(0.05):
        record("conflict_declaration", recently)


def add_supplier_records(world: World) -> None:
    """What a supplier holds for all of its people."""
    for supplier, (_, kind, country, _control) in SUPPLIERS.items():
        issued = world.between(-250, -60)
        add_record(world, "supplier", supplier, "contract", issued=world.between(-900, -400))
        if kind == "partner":
            continue
        add_record(world, "supplier", supplier, "data_processing_agreement", issued=world.between(-900, -400))
        add_record(
            world,
            "supplier",
            supplier,
            "insurance",
            issued=issued,
            expires=issued + timedelta(days=365),
            value="5000000",
        )
        if country == "US":
            add_record(world, "supplier", supplier, "tax_form", issued=world.between(-500, -100), value="W-9")


def add_accounts(world: World, person: Person) -> None:
    """The accounts that go with the occupation; those of people who have left are closed."""
    if person.kind is ContributorKind.PARTNER:
        systems: tuple[str, ...] = ("Partner portal",)
    elif person.row["status"] == "onboarding":
        return
    else:
        systems = ("Mail", *(name for name in person.occupation.systems if name))
        if person.kind.external:
            systems = tuple(name for name in systems if name != "HR records")
    for system in systems:
        if SYSTEMS[system][0] == "privileged" and (person.level < 3 or person.kind.external) and world.chance(0.6):
            continue
        add_account(world, person, system)


def add_account(world: World, person: Person, system: str) -> Row:
    level, data_class = SYSTEMS[system]
    privileged = level == "privileged"
    ended = person.row["status"] == "ended"
    granter = world.random.choice([admin for admin in world.administrators if admin is not person])
    reviewed = world.between(-70, -3) if privileged else world.between(-150, -3)
    granted = max(person.start, world.between(-900, -40)) if person.start < world.today else world.today
    external = person.kind is not ContributorKind.EMPLOYEE
    return world.add(
        "access",
        id=world.next_id("ACC", 5001),
        contributor_id=person.id,
        system=system,
        level=level,
        data_class=data_class,
        granted_at=granted,
        granted_by=granter.id,
        expires=(person.end or world.day(200)) if external else None,
        justification="Named in the engagement: work on the platform" if privileged else None,
        active=not ended,
        revoked_at=person.end if ended else None,
        last_used=person.end if ended else world.between(-20, -1),
        reviewed_at=reviewed if reviewed > granted and not ended else None,
        reviewed_by=reviewer(world, person) if reviewed > granted and not ended else None,
    )


def reviewer(world: World, person: Person) -> str:
    """Who reviews an account: the manager, else the head of IT; never one of the administrators who grant it."""
    return person.row["manager_id"] or world.heads["U-50"].id
