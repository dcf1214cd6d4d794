"""A second source: the portal in which a research partner keeps its own people, one of whom we also know ourselves."""

from datetime import date
from random import Random

from knowledge.registry.demo.names import Names
from knowledge.registry.demo.world import Row, World

NAME = ("Bram", "Oosterhuis")
EMAIL = "bram.oosterhuis@mailbox.example"
_FAMILIES = ("dutch", "german", "french")


def partner_tables(today: date) -> dict[str, list[Row]]:
    """The portal's own bundle, with its own numbers."""
    world = World(today, 400)
    world.random = Random(77)
    names = Names(Random(78))
    world.add(
        "suppliers",
        id="NP-S1",
        name="Noordzee Research Alliance",
        type="partner",
        country="NL",
        agreement_expires=world.day(400),
        control_level="light",
    )
    for number in range(1, 9):
        given, family = NAME if number == 4 else names.new(_FAMILIES)
        start = world.day(-140) if number == 4 else world.between(-600, -150)
        end = world.between(100, 400)
        person = f"NP-{number:02d}"
        world.add(
            "contributors",
            id=person,
            kind="partner",
            name=f"{given} {family}",
            email=EMAIL if number == 4 else "",
            title="Research fellow",
            supplier_id="NP-S1",
            country="NL",
            region="NL-UT",
            city="Utrecht",
            time_zone="Europe/Amsterdam",
            languages="nl;en",
            weekly_hours=40,
            status="active",
            start_date=start,
            end_date=end,
            engaged_via="direct",
        )
        world.add("contributor_skills", contributor_id=person, skill="energy markets", level=4, evidence="work")
        world.add(
            "engagements",
            id=f"NP-E{number:02d}",
            contributor_id=person,
            type="partner",
            supplier_id="NP-S1",
            start_date=start,
            end_date=end,
            signed_at=start,
            title="Research fellow",
            country="NL",
            region="NL-UT",
        )
        world.add(
            "records", subject_type="contributor", subject_id=person, type="contract", issued=start, status="valid"
        )
    return world.bundle()
