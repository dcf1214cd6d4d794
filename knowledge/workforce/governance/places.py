"""Groups of countries that laws speak of."""

EU = frozenset(
    "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE".split(),
)
"""The member states of the European Union (ISO 3166-1 alpha-2)."""
