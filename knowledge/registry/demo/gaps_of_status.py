"""Planted gaps of classification (CLS) and tenure (TEN)."""

from datetime import date, timedelta

from knowledge.registry.demo import paperwork
from knowledge.registry.demo.people import hire
from knowledge.registry.demo.planting import Planting
from knowledge.registry.demo.world import Person
from knowledge.workforce.kinds import ContributorKind, Severity

AGENCY = ContributorKind.AGENCY_WORKER
FREELANCER = ContributorKind.FREELANCER
VENDOR = ContributorKind.VENDOR_WORKER
HIGH, MEDIUM, LOW, CRITICAL = Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.CRITICAL

PLATFORM_WORK_IN_FORCE = date(2026, 12, 2)
"""When Directive (EU) 2024/2831 has to be national law, and CLS-09 begins."""


def plant(planting: Planting) -> None:
    _classification(planting)
    _independent_trade(planting)
    _off_payroll(planting)
    _management_and_disguise(planting)
    _platform(planting)
    _german_limit(planting)
    _equal_pay(planting)
    _company_limit(planting)


def _engagement_gap(planting: Planting, rule: str, person: Person, severity: Severity, why: str) -> None:
    planting.note(rule, "engagement", person.running["id"], severity, why)


def _classification(planting: Planting) -> None:
    world = planting.world
    none = hire(world, FREELANCER, city="Berlin", title="Product designer")
    world.rows("classifications").remove(planting.classification(none))
    _engagement_gap(planting, "CLS-01", none, HIGH, "a freelancer works without any determination")
    old = hire(world, FREELANCER, city="Utrecht", title="Data engineer", start=world.day(-520))
    planting.classification(old)["decided_at"] = planting.ago(420)
    _engagement_gap(planting, "CLS-01", old, HIGH, "the determination is 420 days old")
    changed = hire(world, FREELANCER, city="Porto", title="Backend engineer", start=world.day(-200))
    planting.classification(changed)["decided_at"] = planting.ago(150)
    changed.running["terms_changed_at"] = planting.ago(45)
    _engagement_gap(planting, "CLS-01", changed, HIGH, "the terms changed after the determination")
    for person in (none, old, changed):
        planting.busy(person)


def _independent_trade(planting: Planting) -> None:
    world = planting.world
    sam = planting.cast["Sam"]
    planting.classification(sam).update(
        sets_hours="true",
        supervised_daily="true",
        exclusive="true",
        client_tools="true",
        pay_basis="hourly",
        own_investment="false",
        other_clients="false",
    )
    _engagement_gap(planting, "CLS-02", sam, HIGH, "all four signs of control, paid by the hour, nothing invested")
    core = hire(world, FREELANCER, city="Oakland", title="Backend engineer")
    planting.classification(core)["core_function"] = "true"
    _engagement_gap(planting, "CLS-03", core, HIGH, "core work in California")
    alone = hire(world, FREELANCER, city="Oakland", title="UX researcher")
    planting.classification(alone).update(own_investment="false", other_clients="false", pay_basis="fixed")
    _engagement_gap(planting, "CLS-03", alone, HIGH, "no independent trade shown in California")
    for person in (core, alone):
        planting.busy(person)


def _off_payroll(planting: Planting) -> None:
    world = planting.world
    missing = hire(world, FREELANCER, city="London", title="Security engineer", via="own_company")
    planting.drop_records(missing, "status_determination")
    _engagement_gap(planting, "CLS-04", missing, CRITICAL, "own company in London, no status determination statement")
    late = hire(world, FREELANCER, city="Leeds", title="Backend engineer", via="own_company", start=world.day(-260))
    planting.records(late, "status_determination")[0]["issued"] = planting.ago(12)
    _engagement_gap(planting, "CLS-04", late, CRITICAL, "the statement came after the first payment")
    disputed = hire(world, FREELANCER, city="London", title="Data scientist", via="own_company", start=world.day(-180))
    paperwork.add_record(
        world,
        "engagement",
        disputed.running["id"],
        "status_determination",
        issued=world.day(-70),
        status="open",
        value="dispute",
    )
    _engagement_gap(planting, "CLS-04", disputed, CRITICAL, "a dispute has been open for 70 days")
    for person in (missing, late, disputed):
        planting.busy(person)


def _management_and_disguise(planting: Planting) -> None:
    world = planting.world
    reviewed = hire(world, AGENCY, city="Utrecht", title="Electrician")
    paperwork.add_record(world, "contributor", reviewed.id, "performance_review", issued=world.day(-33))
    planting.note("CLS-06", "contributor", reviewed.id, MEDIUM, "an agency worker was given a performance review")
    bare = hire(world, VENDOR, city="Lyon", title="Frontend engineer", supplier="S-09")
    for row in planting.deliverables(bare):
        world.rows("deliverables").remove(row)
    _engagement_gap(planting, "CLS-07", bare, HIGH, "a statement of work without a deliverable")
    _engagement_gap(planting, "CON-04", bare, MEDIUM, "the same statement of work without a deliverable")
    converted = hire(
        world, VENDOR, city="Gdańsk", title="Commissioning engineer", supplier="S-10", start=world.day(-75)
    )
    before = dict(converted.running)
    rate = (converted.rate or 0) * 74 / 100
    before.update(
        id=world.next_id("ENG", 1001),
        type="agency",
        start_date=planting.ago(250),
        end_date=planting.ago(95),
        signed_at=planting.ago(260),
        closed_at=planting.ago(95),
        rate_amount=f"{rate:.0f}",
        comparator_rate_amount=f"{rate * 9 / 10:.0f}",
        comparator_rate_currency=before["rate_currency"],
        sow_ref="",
        extensions="0",
    )
    world.rows("engagements").append(before)
    _engagement_gap(planting, "CLS-07", converted, HIGH, "agency work became a statement of work for a third more")
    for person in (reviewed, bare, converted):
        planting.busy(person)


def _platform(planting: Planting) -> None:
    world = planting.world
    person = hire(world, FREELANCER, city="Utrecht", title="Marketing specialist", via="platform", supplier="S-13")
    person.running["human_contact_id"] = ""
    planting.busy(person)
    planting.note(
        "CLS-09",
        "engagement",
        person.running["id"],
        MEDIUM,
        "found through a platform, no human contact named",
        day=PLATFORM_WORK_IN_FORCE,
    )


def _german_limit(planting: Planting) -> None:
    world = planting.world
    near = hire(world, AGENCY, city="Hamburg", title="Electrician", start=world.day(-495), end=world.day(90))
    _engagement_gap(planting, "TEN-01", near, MEDIUM, "sixteen months in Germany")
    over = hire(world, AGENCY, city="Berlin", title="Backend engineer", start=world.day(-350), end=world.day(60))
    _earlier(planting, over, days_before=50, length=260)
    _engagement_gap(planting, "TEN-01", over, CRITICAL, "two periods 50 days apart make twenty months in Germany")
    rested = hire(world, AGENCY, city="Leipzig", title="Heat pump technician", start=world.day(-250), end=world.day(80))
    _earlier(planting, rested, days_before=140, length=330)
    for person in (near, over, rested):
        planting.busy(person, "0.9")


def _earlier(planting: Planting, person: Person, *, days_before: int, length: int) -> None:
    """An earlier, closed engagement of the same person; a pause of over three months starts the count anew."""
    end = person.start - timedelta(days=days_before)
    start = end - timedelta(days=length)
    row = dict(person.running)
    row.update(
        id=planting.world.next_id("ENG", 1001),
        start_date=start.isoformat(),
        end_date=end.isoformat(),
        signed_at=(start - timedelta(days=6)).isoformat(),
        closed_at=end.isoformat(),
    )
    planting.world.rows("engagements").append(row)


def _equal_pay(planting: Planting) -> None:
    world = planting.world
    below = hire(world, AGENCY, city="Utrecht", title="Field service coordinator", start=world.day(-150))
    below.running["comparator_rate_amount"] = f"{(below.rate or 0) + 4:f}"
    _engagement_gap(planting, "TEN-02", below, HIGH, "paid 4 euro an hour less than a comparable employee")
    unknown = hire(world, AGENCY, city="Lyon", title="Electrician", start=world.day(-140))
    unknown.running.update(comparator_rate_amount="", comparator_rate_currency="")
    planting.note("TEN-02", "country", "FR", LOW, "what a comparable employee earns in France is not recorded")
    for person in (below, unknown):
        planting.busy(person)


def _company_limit(planting: Planting) -> None:
    world = planting.world
    long = hire(world, FREELANCER, city="Hamburg", title="Solution architect", start=world.day(-880))
    _engagement_gap(planting, "TEN-03", long, MEDIUM, "a freelancer for twenty-nine months")
    renewed = hire(world, AGENCY, city="Austin", title="Field service coordinator", start=world.day(-360))
    renewed.running["extensions"] = "5"
    _engagement_gap(planting, "TEN-03", renewed, MEDIUM, "extended five times")
    for person in (long, renewed):
        planting.busy(person)
