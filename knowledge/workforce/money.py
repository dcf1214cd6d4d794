"""Rates: an amount in a currency for a unit of time, compared only when that is sound."""

from dataclasses import dataclass
from decimal import Decimal

from knowledge.workforce.kinds import RateUnit


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a contributor's time costs."""

    amount: Decimal
    currency: str
    unit: RateUnit

    def comparable(self, other: "Rate") -> bool:
        """Rates are never converted between units or currencies; unlike ones are incomparable."""
        return self.currency == other.currency and self.unit == other.unit

    def __str__(self) -> str:
        return f"{self.currency} {plain(self.amount)} per {self.unit}"


def plain(amount: Decimal) -> str:
    """An amount as people write it: thousands separated, no needless decimals."""
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
