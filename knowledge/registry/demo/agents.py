"""The company's AI agents: what each may do, who answers for it, and what it has done lately."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from knowledge.registry.demo import paperwork
from knowledge.registry.demo.company import DOMAIN
from knowledge.registry.demo.occupations import Occupation
from knowledge.registry.demo.people import ascii_only
from knowledge.registry.demo.places import PLACES
from knowledge.registry.demo.world import Person, Row, World
from knowledge.workforce.kinds import ContributorKind, RateUnit


@dataclass(frozen=True, slots=True)
class Design:
    """An AI agent as its register entry describes it. `skills` are `name level` pairs."""

    name: str
    title: str
    unit: str
    system: str
    purpose: str
    tools: str
    data_classes: str
    max_amount: int
    risk: str
    skills: str
    mode: str = "ambient"


DESIGNS = (
    Design(
        "Ledger",
        "AI agent, accounts payable",
        "U-30",
        "ERP",
        "Matches supplier invoices to orders and receipts and proposes payment",
        "read_invoice;match_invoice;propose_payment",
        "internal;confidential",
        5000,
        "limited",
        "invoice matching 4, accounts payable 3",
    ),
    Design(
        "Almanac",
        "AI agent, demand forecasts",
        "U-12",
        "Meter data lake",
        "Runs the day-ahead heat demand forecast and explains large misses",
        "read_meter_data;run_forecast;publish_forecast",
        "internal;confidential",
        0,
        "minimal",
        "time series forecasting 4",
    ),
    Design(
        "Switchboard",
        "AI agent, customer questions",
        "U-60",
        "Customer records",
        "Drafts answers to customers' letters; a person sends them",
        "read_case;draft_reply",
        "internal;confidential",
        0,
        "limited",
        "customer communication 3",
    ),
    Design(
        "Pathfinder",
        "AI agent, technicians' routes",
        "U-20",
        "Field app",
        "Proposes the order of visits for tomorrow",
        "read_jobs;propose_route",
        "internal",
        0,
        "limited",
        "route planning 4",
    ),
    Design(
        "Proofreader",
        "AI agent, code review",
        "U-11",
        "Code hosting",
        "Comments on changes before a person reviews them",
        "read_change;comment_change",
        "internal",
        0,
        "minimal",
        "Python 3, Java 3",
        "delegate",
    ),
    Design(
        "Minutes",
        "AI agent, meeting notes",
        "U-40",
        "Mail",
        "Writes notes of meetings to which it has been invited",
        "read_transcript;write_note",
        "internal",
        0,
        "minimal",
        "copywriting 2",
        "delegate",
    ),
)

_PROVIDERS = (("Orrery", "orrery-large-3"), ("Lantern Labs", "lantern-2"), ("own", "forecast-7"))


def hire_agent(world: World, design: Design, owner: Person, backup: Person | None, *, city: str = "Hamburg") -> Person:
    """An AI agent that is registered, assessed, announced and owned."""
    place = PLACES[city]
    start = world.between(-500, -90)
    rate = Decimal(world.random.randint(3, 9))
    row = world.add(
        "contributors",
        id=world.contributor_id(),
        kind=ContributorKind.AI_AGENT,
        name=design.name,
        email=f"{ascii_only(design.name)}@agents.{DOMAIN}",
        title=design.title,
        org_unit=design.unit,
        manager_id=world.heads[design.unit].id,
        country=place.country,
        region=place.region,
        city=place.city,
        time_zone=place.time_zone,
        languages=place.languages,
        weekly_hours=40,
        status="active",
        start_date=start,
        end_date=world.day(400),
        rate_amount=rate,
        rate_currency=place.currency,
        rate_unit="hour",
        engaged_via="direct",
    )
    agent = Person(
        row,
        ContributorKind.AI_AGENT,
        place,
        Occupation(design.title),
        3,
        design.unit,
        start,
        world.day(400),
        None,
        None,
        rate,
        RateUnit.HOUR,
    )
    world.people.append(agent)
    for need in design.skills.split(", "):
        skill, level = need.rsplit(" ", 1)
        world.add("contributor_skills", contributor_id=agent.id, skill=skill, level=level, evidence="work")
    paperwork.add_engagement(world, agent)
    paperwork.add_account(world, agent, design.system)
    changed = max(start, world.between(-300, -60))
    provider, model = world.random.choice(_PROVIDERS)
    world.add(
        "agents",
        contributor_id=agent.id,
        owner_id=owner.id,
        backup_owner_id=backup.id if backup else None,
        provider=provider,
        model=model,
        purpose=design.purpose,
        allowed_tools=design.tools,
        data_classes=design.data_classes,
        max_amount=design.max_amount,
        risk_class=design.risk,
        assessed_at=changed + timedelta(days=14),
        changed_at=changed,
        mode=design.mode,
    )
    paperwork.add_record(world, "contributor", agent.id, "notice", issued=start, value="all")
    paperwork.add_record(world, "contributor", agent.id, "risk_assessment", issued=changed + timedelta(days=14))
    return agent


def register_row(world: World, agent: Person) -> Row:
    return next(row for row in world.rows("agents") if row["contributor_id"] == agent.id)


def add_action(
    world: World,
    agent: Person,
    tool: str,
    data_class: str,
    days_ago: int,
    *,
    amount: Decimal | None = None,
    approved_by: str | None = None,
) -> Row:
    clock = time(world.random.randint(7, 17), world.random.randint(0, 59), world.random.randint(0, 59))
    return world.add(
        "agent_actions",
        id=world.next_id("ACT", 80001),
        contributor_id=agent.id,
        at=datetime.combine(world.day(-days_ago), clock, UTC),
        tool=tool,
        data_class=data_class,
        amount=amount,
        approved_by=approved_by,
    )


def add_actions(world: World, agent: Person, approvers: list[Person], count: int) -> None:
    """What the agent did in the last two months, inside its register entry; money only with a trained approver."""
    entry = register_row(world, agent)
    tools, classes = entry["allowed_tools"].split(";"), entry["data_classes"].split(";")
    limit = int(entry["max_amount"])
    for _ in range(count):
        tool = world.random.choice(tools)
        pays = limit > 0 and tool == tools[-1]
        add_action(
            world,
            agent,
            tool,
            world.random.choice(classes),
            world.random.randint(1, 60),
            amount=Decimal(world.random.randint(40, limit)) if pays else None,
            approved_by=world.random.choice(approvers).id if pays else None,
        )
