"""Makes the whole company, in the order in which its parts need each other."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.registry.demo import (
    bookings,
    cast,
    company,
    demands,
    gaps_of_agents,
    gaps_of_contracts,
    gaps_of_people,
    gaps_of_status,
    invoicing,
    paperwork,
    partners,
    projects,
)
from knowledge.registry.demo.crowd import add_crowd, add_oddities
from knowledge.registry.demo.people import hire
from knowledge.registry.demo.places import PLACES
from knowledge.registry.demo.planting import PlantedGap, Planting
from knowledge.registry.demo.world import Row, World
from knowledge.workforce.kinds import ContributorKind, Severity

SOURCE = "alderquay"
SIZE = 400
SMALLEST = 240
"""Heads, leads, the people whom questions name and the planted gaps need so many."""


@dataclass(frozen=True, slots=True)
class Company:
    bundles: tuple[tuple[str, dict[str, list[Row]]], ...]
    gaps: tuple[PlantedGap, ...]


@lru_cache(maxsize=2)
def build(today: date, size: int | None = None) -> Company:
    """The company of a day: its bundles and the gaps planted in it. The same day and size give the same company."""
    world = World(today, max(size or SIZE, SMALLEST))
    company.add_company(world)
    cast.add_leadership(world)
    company.name_heads(world)
    company.add_objectives(world)
    paperwork.add_supplier_records(world)
    named = projects.add_projects(world)
    planting = Planting(world, named, cast.add_cast(world, named))
    for family in (gaps_of_status, gaps_of_contracts, gaps_of_people, gaps_of_agents):
        family.plant(planting)
    _add_shared_partner(planting)
    portal = partners.partner_tables(today)
    add_crowd(world, world.size - len(world.people) - len(portal["contributors"]))
    bookings.add_leave(world)
    bookings.add_bookings(world, list(named.values()))
    demands.add_wanted(world, named)
    rest = max(60, world.size * 60 // 400) - len(world.rows("demands"))
    demands.add_filled(world, rest * 20 // 37)
    demands.add_more(world, list(named.values()), rest - rest * 20 // 37 - 4, 4)
    invoicing.add_invoices(world)
    invoicing.add_purchase_orders(world)
    invoicing.add_budgets(world, {place.country: place.currency for place in PLACES.values()} | {"US": "USD"})
    for step in world.afterwards:
        step()
    add_oddities(world)
    return Company(((SOURCE, world.bundle()), (company.PARTNER_SOURCE, portal)), tuple(planting.gaps))


def _add_shared_partner(planting: Planting) -> None:
    """Somebody who freelances for us and stands in the partner portal as well."""
    world = planting.world
    person = hire(
        world,
        ContributorKind.FREELANCER,
        name=partners.NAME,
        email=partners.EMAIL,
        city="Utrecht",
        title="Data scientist",
        start=world.day(-420),
    )
    planting.busy(person)
    planting.note(
        "DAT-01", "contributor", person.id, Severity.MEDIUM, "stands in the partner portal with the same address"
    )
