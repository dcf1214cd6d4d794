"""Time zones as people say them, and the IANA names that keep that time."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_WINTER = datetime(2026, 1, 15, 12, tzinfo=UTC)
"""Zones are told by their standard time of the northern winter: CET and CEST are one zone."""
_OFFSETS = {
    "CET": 1, "CEST": 1, "EET": 2, "EEST": 2, "WET": 0, "WEST": 0, "GMT": 0, "BST": 0, "UTC": 0, "EST": -5, "EDT": -5,
    "CST": -6, "CDT": -6, "MST": -7, "MDT": -7, "PST": -8, "PDT": -8, "IST": 5.5, "JST": 9, "SGT": 8, "AEST": 10, "AEDT": 10,
}  # fmt: skip
_UTC = re.compile(r"(?:UTC|GMT)([+-]\d{1,2})", re.IGNORECASE)


@cache
def zones_meant(said: str) -> frozenset[str]:
    """The IANA names that `said` stands for: one name, an abbreviation, an offset ("UTC+1") or a continent ("Europe").

    Empty where it stands for none.
    """
    names = available_timezones()
    if said in names and "/" in said:
        return frozenset({said})
    by_fold = {name.casefold(): name for name in names}
    if "/" in said and said.casefold() in by_fold:
        return frozenset({by_fold[said.casefold()]})
    if said.casefold() in ("europe", "america", "asia", "africa", "australia", "pacific"):
        return frozenset(name for name in names if name.casefold().startswith(f"{said.casefold()}/"))
    match = _UTC.fullmatch(said)
    hours = float(match[1]) if match else _OFFSETS.get(said.upper())
    if hours is None:
        return frozenset()
    wanted = timedelta(hours=hours)
    if said.upper() in ("AEST", "AEDT"):
        return frozenset(name for name in names if name.startswith("Australia/"))
    return frozenset(name for name in names if _WINTER.astimezone(ZoneInfo(name)).utcoffset() == wanted)
