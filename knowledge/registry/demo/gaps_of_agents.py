"""Planted gaps of AI agents (AGT). AGT-05 and AGT-07 are about the assistant's own log and can't be planted here."""

from dataclasses import replace
from decimal import Decimal

from knowledge.registry.demo import paperwork
from knowledge.registry.demo.agents import DESIGNS, Design, add_action, add_actions, hire_agent, register_row
from knowledge.registry.demo.bookings import book
from knowledge.registry.demo.gaps_of_status import CRITICAL, HIGH
from knowledge.registry.demo.people import hire
from knowledge.registry.demo.planting import Planting
from knowledge.registry.demo.world import Person
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, Severity

_BASE = DESIGNS[3]


def plant(planting: Planting) -> None:
    _faultless(planting)
    _owners(planting)
    _scope(planting)
    _assessment_and_notice(planting)
    _oversight(planting)


def _note(planting: Planting, rule: str, agent: Person, severity: Severity, why: str) -> None:
    planting.note(rule, "contributor", agent.id, severity, why)


def _approvers(planting: Planting) -> list[Person]:
    return [planting.world.heads["U-30"], planting.world.heads["U-20"]]


def _faultless(planting: Planting) -> None:
    """Agents with nothing to report; a company larger than 400 people has more of them."""
    world = planting.world
    more = [replace(d, name=f"{d.name} {n}") for n in range(2, world.size // 400 + 1) for d in DESIGNS]
    for design in (*DESIGNS, *more):
        owner = world.heads[design.unit]
        agent = hire_agent(world, design, owner, world.heads["U-50"])
        add_actions(world, agent, _approvers(planting), 16)
        if design.name == "Ledger":
            book(world, agent, planting.projects["Invoice matching"], "0.4", world.day(-40), world.day(90))
        if design.name == "Almanac":
            book(world, agent, planting.projects["Borealis"], "0.6", world.day(-90), world.day(200))


def _variant(name: str, title: str, purpose: str) -> Design:
    return replace(_BASE, name=name, title=title, purpose=purpose)


def _owners(planting: Planting) -> None:
    world = planting.world
    left = hire(
        world,
        ContributorKind.EMPLOYEE,
        city="Hamburg",
        title="Field service coordinator",
        unit="U-20",
        start=world.day(-1400),
        end=world.day(-130),
        status=ContributorStatus.ENDED,
    )
    alone = hire_agent(
        world, _variant("Lookout", "AI agent, weather warnings", "Warns crews of storms"), world.heads["U-20"], None
    )
    register_row(world, alone)["owner_id"] = ""
    _note(planting, "AGT-01", alone, CRITICAL, "nobody answers for it")
    backed = hire_agent(
        world,
        _variant("Stocktake", "AI agent, spare parts", "Proposes orders of spare parts"),
        left,
        world.heads["U-20"],
    )
    _note(planting, "AGT-01", backed, HIGH, "its owner left; only the deputy remains")
    for agent in (alone, backed):
        add_actions(world, agent, _approvers(planting), 8)


def _scope(planting: Planting) -> None:
    world = planting.world
    unregistered = hire_agent(
        world,
        _variant("Courier", "AI agent, parcel notices", "Tells customers of deliveries"),
        world.heads["U-20"],
        None,
    )
    world.rows("agents").remove(register_row(world, unregistered))
    _note(planting, "AGT-02", unregistered, CRITICAL, "works without being in the register")
    curious = hire_agent(
        world,
        _variant("Dispatcher", "AI agent, emergency calls", "Suggests who drives to an emergency"),
        world.heads["U-20"],
        world.heads["U-21"],
    )
    add_actions(world, curious, _approvers(planting), 10)
    add_action(world, curious, "read_payroll", "restricted", 6)
    _note(planting, "AGT-02", curious, CRITICAL, "read the payroll, which its entry does not allow")
    eager = hire_agent(
        world,
        replace(DESIGNS[0], name="Tally", title="AI agent, credit notes", skills="accounts payable 2"),
        world.heads["U-30"],
        world.heads["U-50"],
    )
    add_actions(world, eager, _approvers(planting), 10)
    add_action(
        world,
        eager,
        "propose_payment",
        "confidential",
        9,
        amount=Decimal(18_400),
        approved_by=world.heads["U-30"].id,
    )
    _note(planting, "AGT-02", eager, CRITICAL, "proposed 18,400 although 5,000 is its limit")


def _assessment_and_notice(planting: Planting) -> None:
    world = planting.world
    changed = hire_agent(
        world,
        _variant("Estimator", "AI agent, quotations", "Drafts quotations for heat pumps"),
        world.heads["U-20"],
        world.heads["U-21"],
    )
    register_row(world, changed)["changed_at"] = planting.ago(8)
    _note(planting, "AGT-03", changed, HIGH, "got a new model after its last assessment")
    quiet = hire_agent(
        world,
        replace(DESIGNS[1], name="Barometer", title="AI agent, load forecasts", skills="statistics 3"),
        world.heads["U-12"],
        world.heads["U-50"],
    )
    planting.records(quiet, "notice")[0]["value"] = "DE"
    book(world, quiet, planting.projects["New York demand response"], "0.5", world.day(-60), world.day(150))
    _note(planting, "AGT-04", quiet, HIGH, "people in New York have not been told")
    privileged = hire_agent(
        world,
        replace(DESIGNS[4], name="Patcher", title="AI agent, system updates", unit="U-50", skills="Linux 3"),
        world.heads["U-50"],
        world.heads["U-10"],
    )
    account = paperwork.add_account(world, privileged, "Cloud console")
    account["expires"] = ""
    planting.note("ACC-02", "access", account["id"], HIGH, "an AI agent's privileged account never expires")
    for agent in (changed, quiet, privileged):
        add_actions(world, agent, _approvers(planting), 8)


def _oversight(planting: Planting) -> None:
    world = planting.world
    for name, title, approver, why in (
        ("Reimburser", "AI agent, travel expenses", "", "a payment that nobody approved"),
        ("Refunder", "AI agent, refunds", world.leads["U-30"][0].id, "approved by somebody without the training"),
    ):
        agent = hire_agent(
            world,
            replace(DESIGNS[0], name=name, title=title, skills="accounts payable 2"),
            world.heads["U-30"],
            world.heads["U-50"],
        )
        add_actions(world, agent, _approvers(planting), 8)
        add_action(world, agent, "propose_payment", "confidential", 11, amount=Decimal(640), approved_by=approver)
        _note(planting, "AGT-06", agent, HIGH, why)
