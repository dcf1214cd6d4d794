"""The company itself: Alderquay, which installs and runs heat pumps, meters and batteries, and writes the software
behind them. Units, suppliers, goals and the numbers it changed in the governance rules."""

import json
from decimal import ROUND_UP, Decimal

from knowledge.registry.demo.occupations import OCCUPATIONS, table
from knowledge.registry.demo.places import PER_EURO, PLACES
from knowledge.registry.demo.world import World

NAME = "Alderquay Energy Services"
DOMAIN = "alderquay.example"
ROOT = "U-00"
PARTNER_SOURCE = "partner-portal"

UNITS: dict[str, tuple[str, str | None, str, str]] = {
    "U-00": ("Alderquay", None, "management", "Hamburg"),
    "U-10": ("Product Engineering", "U-00", "engineering", "Hamburg"),
    "U-11": ("Platform Engineering", "U-10", "engineering", "Berlin"),
    "U-12": ("Data and Forecasting", "U-10", "engineering", "Hamburg"),
    "U-13": ("Customer Products", "U-10", "engineering", "London"),
    "U-20": ("Field Operations", "U-00", "operations", "Hamburg"),
    "U-21": ("Installation", "U-20", "operations", "Hamburg"),
    "U-22": ("Service and Commissioning", "U-20", "operations", "Utrecht"),
    "U-30": ("Finance and Billing", "U-00", "finance", "Hamburg"),
    "U-40": ("People and Legal", "U-00", "people", "Hamburg"),
    "U-50": ("IT and Security", "U-00", "it", "Berlin"),
    "U-60": ("Markets and Customers", "U-00", "commercial", "Lisbon"),
}
"""Id to name, parent, function and the head's town."""

SUPPLIERS: dict[str, tuple[str, str, str, str]] = {
    "S-01": ("Hanseat Personal", "agency", "DE", "strict"),
    "S-02": ("Werkbrücke Zeitarbeit", "agency", "DE", "strict"),
    "S-03": ("Polderkracht", "agency", "NL", "standard"),
    "S-04": ("Talento Atlântico", "agency", "PT", "standard"),
    "S-05": ("Brightwell Staffing", "agency", "GB", "standard"),
    "S-06": ("Harborline Staffing", "agency", "US", "standard"),
    "S-07": ("Kestrel", "vendor", "GB", "strict"),
    "S-08": ("Ferrum Field Services", "vendor", "DE", "standard"),
    "S-09": ("Atelier du Rhône", "vendor", "FR", "standard"),
    "S-10": ("Wisła Software", "vendor", "PL", "standard"),
    "S-11": ("Sarovar Technologies", "vendor", "IN", "strict"),
    "S-12": ("Montclair Digital", "vendor", "US", "standard"),
    "S-13": ("Taskhaven", "platform", "NL", "light"),
    "S-14": ("Elbtal Netzinstitut", "partner", "DE", "light"),
}
"""Id to name, type, country and control level. The fifteenth supplier lives in the partner portal."""

AGENCIES_IN: dict[str, tuple[str, ...]] = {
    "DE": ("S-01", "S-02", "S-03"),
    "PL": ("S-03",),
    "NL": ("S-03",),
    "FR": ("S-03",),
    "PT": ("S-04",),
    "GB": ("S-05",),
    "US": ("S-06",),
}
VENDORS_IN: dict[str, tuple[str, ...]] = {
    "DE": ("S-07", "S-08", "S-09", "S-10"),
    "NL": ("S-07", "S-08", "S-09"),
    "FR": ("S-07", "S-08", "S-09"),
    "PT": ("S-08", "S-10"),
    "PL": ("S-10",),
    "IN": ("S-11",),
    "US": ("S-12",),
    "GB": ("S-07", "S-07", "S-07", "S-07", "S-08", "S-09"),
}
"""Who supplies a country; where several do, whoever has been paid least there so far (Kestrel leads in GB)."""

REQUIRED_TRAININGS: dict[str, tuple[str, ...]] = {
    "employee": ("security awareness", "data protection"),
    "agency_worker": ("security awareness",),
    "freelancer": ("security awareness",),
    "vendor_worker": ("security awareness",),
}
BASELINE: dict[str, tuple[str, ...]] = {
    "employee": ("contract", "training:welcome"),
    "agency_worker": ("contract", "training:welcome"),
    "freelancer": ("contract", "training:welcome"),
    "vendor_worker": ("contract", "training:welcome"),
    "partner": ("contract",),
}
MIN_INSURANCE = 1_000_000


def add_company(world: World) -> None:
    for row in table("skills.csv"):
        world.add("skills", name=row["name"], aliases=row["aliases"], broader=row["broader"])
    for number, (unit, (name, parent, function, _)) in enumerate(UNITS.items()):
        world.add(
            "org_units",
            id=unit,
            name=name,
            parent_id=parent,
            function=function,
            head_id=None,
            cost_centre=str(4000 + 10 * number),
        )
    for supplier, (name, kind, country, control) in SUPPLIERS.items():
        world.add(
            "suppliers",
            id=supplier,
            name=name,
            type=kind,
            country=country,
            owner_id=None,
            agreement_expires=world.between(200, 700),
            control_level=control,
        )
    _add_settings(world)
    _add_rate_card(world)


def name_heads(world: World) -> None:
    """Units get their heads and suppliers their owners once those people exist."""
    for row in world.rows("org_units"):
        row["head_id"] = world.heads[row["id"]].id
    owners = [world.heads["U-30"].id, world.heads["U-20"].id, world.heads["U-10"].id]
    for number, row in enumerate(world.rows("suppliers")):
        row["owner_id"] = owners[number % len(owners)]


def add_objectives(world: World) -> None:
    goals = (
        ("O-1", "Bill every customer right the first time", "invoices corrected after sending", "below 0.5 %", "U-30"),
        ("O-2", "One platform for meter data", "sources switched off", "14 of 14", "U-10"),
        ("O-3", "Forecast heat demand a day ahead", "mean absolute error", "below 6 %", "U-12"),
        ("O-4", "Open in Portugal", "contracts signed in Lisbon", "4,000", "U-60"),
        ("O-5", "Install 9,000 heat pumps a year", "installations", "9,000", "U-20"),
        ("O-6", "No serious security finding older than 30 days", "findings", "0", "U-50"),
    )
    for objective, name, metric, target, unit in goals:
        world.add("objectives", id=objective, name=name, metric=metric, target=target, owner_id=world.heads[unit].id)


def _add_settings(world: World) -> None:
    settings = (
        ("CON-03", "min_value", MIN_INSURANCE),
        ("PPL-03", "required_trainings", {kind: list(names) for kind, names in REQUIRED_TRAININGS.items()}),
        ("PPL-07", "baseline", {kind: list(types) for kind, types in BASELINE.items()}),
        ("PPL-04", "certificate_skills", ["High-voltage switching"]),
    )
    for rule, key, value in settings:
        world.add(
            "rule_settings",
            rule=rule,
            key=key,
            value=json.dumps(value),
            jurisdiction=None,
            effective_from=world.day(-700),
            effective_until=None,
        )


def card_rate(title: str, currency: str, unit: str) -> Decimal:
    """The most that the rate card allows for a title: a round figure in that currency and unit."""
    dearest = max(place.cost for place in PLACES.values() if place.currency == currency)
    rate = OCCUPATIONS[title].day_rate * dearest * PER_EURO[currency] / (8 if unit == "hour" else 1)
    step = {"hour": Decimal(1), "day": Decimal(10)}[unit] * (50 if currency == "INR" else 1)
    return (rate / step).to_integral_value(ROUND_UP) * step


def _add_rate_card(world: World) -> None:
    """A line for each title, currency and unit, and dearer ones for leads and for California."""
    for title in OCCUPATIONS:
        for currency in PER_EURO:
            for unit in ("hour", "day"):
                line = {"title": title, "currency": currency, "unit": unit}
                rate = card_rate(title, currency, unit)
                world.add("rate_card", **line, level=None, region=None, max_rate=rate)
                if unit == "day" and OCCUPATIONS[title].day_rate >= 600:
                    world.add(
                        "rate_card", **line, level="lead", region=None, max_rate=(rate * 115 / 100).quantize(Decimal(1))
                    )
                if currency == "USD" and OCCUPATIONS[title].day_rate >= 600:
                    world.add(
                        "rate_card",
                        **line,
                        level=None,
                        region="US-CA",
                        max_rate=(rate * 110 / 100).quantize(Decimal(1)),
                    )
