"""Where the demonstration company's people work: countries, cities, money and languages of each."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Place:
    """A town that people work from. `cost` is the price of work there against Hamburg."""

    country: str
    region: str
    city: str
    time_zone: str
    currency: str
    languages: tuple[str, ...]
    cost: Decimal
    names: tuple[str, ...]


def _place(
    country: str, region: str, city: str, zone: str, currency: str, languages: str, cost: str, names: str
) -> Place:
    return Place(country, region, city, zone, currency, tuple(languages.split()), Decimal(cost), tuple(names.split()))


PLACES: dict[str, Place] = {
    place.city: place
    for place in (
        _place("DE", "DE-HH", "Hamburg", "Europe/Berlin", "EUR", "de en", "1.00", "german german turkish polish"),
        _place("DE", "DE-BE", "Berlin", "Europe/Berlin", "EUR", "de en", "1.00", "german turkish spanish arabic"),
        _place("DE", "DE-SN", "Leipzig", "Europe/Berlin", "EUR", "de en", "0.92", "german german vietnamese"),
        _place("GB", "GB-LND", "London", "Europe/London", "GBP", "en", "1.15", "english indian nigerian irish"),
        _place("GB", "GB-LDS", "Leeds", "Europe/London", "GBP", "en", "1.00", "english english indian irish"),
        _place("US", "US-NY", "New York", "America/New_York", "USD", "en", "1.30", "english spanish chinese nigerian"),
        _place("US", "US-CA", "Oakland", "America/Los_Angeles", "USD", "en es", "1.35", "english spanish vietnamese"),
        _place("US", "US-TX", "Austin", "America/Chicago", "USD", "en", "1.20", "english spanish indian"),
        _place("NL", "NL-UT", "Utrecht", "Europe/Amsterdam", "EUR", "nl en", "1.00", "dutch dutch turkish"),
        _place("PT", "PT-11", "Lisbon", "Europe/Lisbon", "EUR", "pt en", "0.72", "portuguese"),
        _place("PT", "PT-13", "Porto", "Europe/Lisbon", "EUR", "pt en", "0.70", "portuguese"),
        _place("IN", "IN-MH", "Pune", "Asia/Kolkata", "INR", "en hi mr", "0.38", "indian"),
        _place("PL", "PL-22", "Gdańsk", "Europe/Warsaw", "PLN", "pl en", "0.62", "polish"),
        _place("FR", "FR-69", "Lyon", "Europe/Paris", "EUR", "fr en", "0.96", "french french arabic"),
        _place("CA", "CA-ON", "Toronto", "America/Toronto", "USD", "en fr", "1.10", "english chinese"),
    )
}

PER_EURO: dict[str, Decimal] = {
    "EUR": Decimal(1),
    "GBP": Decimal("0.86"),
    "USD": Decimal("1.10"),
    "INR": Decimal(90),
    "PLN": Decimal("4.30"),
}
"""Round figures that keep made-up rates in proportion; never used to convert anything in the product."""

CROWD: dict[str, int] = {
    "Hamburg": 26,
    "Berlin": 12,
    "Leipzig": 7,
    "London": 8,
    "Leeds": 5,
    "New York": 7,
    "Oakland": 4,
    "Austin": 3,
    "Utrecht": 7,
    "Lisbon": 6,
    "Porto": 3,
    "Pune": 12,
    "Gdańsk": 7,
    "Lyon": 5,
}
"""How many of a hundred people work in each town."""

EU = frozenset({"DE", "NL", "PT", "PL", "FR"})
