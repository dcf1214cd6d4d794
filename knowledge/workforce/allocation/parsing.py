"""A problem from its JSON document, checked to the last value, or `BadInput` that names the member which is wrong."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.workforce.allocation.eligible import Eligible, eligible_pairs
from knowledge.workforce.allocation.problem import Floats, Objective, Problem
from knowledge.workforce.errors import BadInput
from knowledge.workforce.kinds import ContributorKind

MAX_BYTES = 1_000_000_000
LARGEST = 1e15
"""Numbers beyond this lose their units in floating point."""
_TOP = ("periods", "contributors", "demands", "pairs", "budget", "limits", "objective", "exclusions", "current")
_LIMITS = ("external_share_max", "concurrent_roles_max")
_CONTRIBUTOR = ("id", "kind", "capacity", "skills", "rate", "country", "name")
_DEMAND = (
    *("id", "load", "count", "must", "nice", "max_rate", "priority", "kinds_allowed", "countries_allowed"),
    *("title", "project"),
)
_PAIR = ("contributor", "demand", "cost", "load", "fit")
_DEFAULT_PRIORITY = 3.0


def read(path: Path) -> Any:
    """The JSON document in a file, without the values that JSON has no place for (NaN, Infinity)."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(f"{path} is larger than {MAX_BYTES // 10**6} MB; split the problem.")
        return loads(path.read_text(encoding="utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8 text; save it as UTF-8 JSON.") from None
    except OSError as error:
        raise BadInput(f"The problem {path} can't be read: {(error.strerror or str(error)).lower()}.") from None


def loads(text: str, where: str) -> Any:
    """A JSON document from text."""

    def constant(name: str) -> Any:
        raise BadInput(f"{where} holds {name}, which is no number; give a finite number or null.")

    try:
        return json.loads(text, parse_constant=constant)
    except json.JSONDecodeError as error:
        raise BadInput(f"{where} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.") from None
    except (RecursionError, ValueError):
        raise BadInput(f"{where} is not JSON that can be read; see the problem format in docs/allocation.md.") from None


@dataclass
class _Reader:
    """Takes values out of the document; `warnings` collects what is not known and so not used."""

    warnings: list[str] = field(default_factory=list[str])

    def known(self, value: dict[str, Any], names: tuple[str, ...], where: str) -> None:
        unknown = value.keys() - set(names)
        if unknown:
            text = ", ".join(sorted(f"{str(name)[:40]}" for name in unknown)[:5])
            if len(self.warnings) < 20:
                self.warnings.append(f"{where}: unknown and not used: {text}.")

    def object(self, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise BadInput(f"{where} must be an object, not {_said(value)}.")
        return value  # pyright: ignore[reportUnknownVariableType]

    def list(self, value: Any, where: str) -> list[Any]:
        if not isinstance(value, list):
            raise BadInput(f"{where} must be a list, not {_said(value)}.")
        return value  # pyright: ignore[reportUnknownVariableType]

    def id(self, value: Any, where: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise BadInput(f"{where} must be a text that is not empty, not {_said(value)}.")
        return value


def number(value: Any, where: str, *, least: float | None = 0.0, most: float = LARGEST) -> float:
    """A finite number within bounds; `where` names it in the error."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadInput(f"{where} must be a number, not {_said(value)}.")
    if not -LARGEST <= value <= LARGEST or not math.isfinite(value):
        raise BadInput(f"{where} is {_said(value)}; give a finite number.")
    if least is not None and value < least:
        raise BadInput(f"{where} is {value:g}; it must not be below {least:g}.")
    if value > most:
        raise BadInput(f"{where} is {value:g}; it must not be above {most:g}.")
    return float(value)


def parse(document: Any) -> Problem:
    """The problem in a document of the contract's format (docs/allocation.md)."""
    r = _Reader()
    top = r.object(document, "The problem")
    r.known(top, _TOP, "the problem")
    periods = _periods(r, top)
    contributors, capacity, people = _contributors(r, top, len(periods))
    given_pairs = top.get("pairs")
    demands, needs = _demands(r, top, len(periods), loads_needed=given_pairs is None)
    if given_pairs is None:
        found = eligible_pairs(people, needs, len(periods))
        unrated = sum(1 for person in people if person["rate"] is None)
        if unrated:
            r.warnings.append(f"contributors: {unrated} without a rate count as costing 0.")
    else:
        found = _pairs(r, given_pairs, contributors, demands, needs, people, len(periods))
    found = _without_exclusions(r, top, found, contributors, demands)
    current = _current(r, top, found, contributors, demands)
    limits = r.object(top.get("limits") or {}, "limits")
    for name in limits:
        if name not in _LIMITS:
            raise BadInput(f"limits.{name} is not a limit that is known; the limits are {', '.join(_LIMITS)}.")
    share, roles = limits.get("external_share_max"), limits.get("concurrent_roles_max")
    if roles is not None and (number(roles, "limits.concurrent_roles_max", least=1) % 1 or roles > 10**6):
        raise BadInput("limits.concurrent_roles_max must be a whole number of roles.")
    objective = top.get("objective", "cost")
    if objective not in list(Objective):
        raise BadInput(f"objective is {_said(objective)}; it must be cost, coverage or balanced.")
    order = np.lexsort((found.demand, found.contributor))
    return Problem(
        periods=periods,
        contributor_ids=tuple(contributors),
        demand_ids=tuple(demands),
        capacity=capacity,
        external=np.array([ContributorKind(person["kind"]).external for person in people], dtype=np.bool_),
        places=np.array([need["count"] for need in needs], dtype=np.int32),
        priority=np.array([need["priority"] for need in needs], dtype=np.float64),
        contributor=found.contributor[order],
        demand=found.demand[order],
        cost=found.cost[order],
        load=found.load[order],
        loads=found.loads,
        fit=found.fit[order],
        current=current[order],
        objective=Objective(objective),
        budget=None if top.get("budget") is None else number(top["budget"], "budget"),
        external_share_max=None if share is None else number(share, "limits.external_share_max", most=1.0),
        concurrent_roles_max=None if roles is None else int(roles),
        warnings=tuple(r.warnings),
    )


def _periods(r: _Reader, top: dict[str, Any]) -> tuple[str, ...]:
    if "periods" not in top:
        raise BadInput("periods is missing; list the periods, such as ['2026-W49', '2026-W50'].")
    periods = [r.id(value, f"periods[{n}]") for n, value in enumerate(r.list(top["periods"], "periods"))]
    if not periods:
        raise BadInput("periods is empty; list at least one period.")
    _unique(periods, "periods")
    return tuple(periods)


def _contributors(r: _Reader, top: dict[str, Any], periods: int) -> tuple[dict[str, int], Floats, list[dict[str, Any]]]:
    if "contributors" not in top:
        raise BadInput("contributors is missing; give a list, which may be empty.")
    rows: list[dict[str, Any]] = []
    ids: list[str] = []
    capacities: list[list[float]] = []
    for n, value in enumerate(r.list(top["contributors"], "contributors")):
        where = f"contributors[{n}]"
        row = r.object(value, where)
        r.known(row, _CONTRIBUTOR, where)
        id_ = r.id(row.get("id"), f"{where}.id")
        where = f"{where} ({id_[:60]})"
        ids.append(id_)
        kind = row.get("kind", "employee")
        if kind not in list(ContributorKind):
            raise BadInput(f"{where}.kind is {_said(kind)}; it must be one of {', '.join(ContributorKind)}.")
        capacities.append(_series(r, row.get("capacity"), f"{where}.capacity", periods))
        rate = row.get("rate")
        rows.append(
            {
                "kind": kind,
                "skills": _levels(r, row.get("skills"), f"{where}.skills"),
                "rate": None if rate is None else number(rate, f"{where}.rate"),
                "country": row.get("country"),
            }
        )
    _unique(ids, "contributors")
    capacity = np.array(capacities, dtype=np.float64).reshape(len(ids), periods)
    return {id_: n for n, id_ in enumerate(ids)}, capacity, rows


def _demands(
    r: _Reader, top: dict[str, Any], periods: int, *, loads_needed: bool
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    if "demands" not in top:
        raise BadInput("demands is missing; give a list, which may be empty.")
    rows: list[dict[str, Any]] = []
    ids: list[str] = []
    for n, value in enumerate(r.list(top["demands"], "demands")):
        where = f"demands[{n}]"
        row = r.object(value, where)
        r.known(row, _DEMAND, where)
        id_ = r.id(row.get("id"), f"{where}.id")
        where = f"{where} ({id_[:60]})"
        ids.append(id_)
        load = row.get("load")
        if load is None and loads_needed:
            raise BadInput(f"{where}.load is missing: the demand has no window; give its load in each period.")
        series = None if load is None else _series(r, load, f"{where}.load", periods)
        if loads_needed and series is not None and not any(series):
            r.warnings.append(f"{where}: its load is 0 in every period, so whoever fills it costs and carries nothing.")
        count = number(row.get("count", 1), f"{where}.count", least=1, most=10**6)
        if count % 1:
            raise BadInput(f"{where}.count is {count:g}; it must be a whole number of places.")
        priority, limit = row.get("priority"), row.get("max_rate")
        rows.append(
            {
                "load": series,
                "count": int(count),
                "must": _levels(r, row.get("must"), f"{where}.must"),
                "nice": _levels(r, row.get("nice"), f"{where}.nice"),
                "max_rate": None if limit is None else number(limit, f"{where}.max_rate"),
                "priority": _DEFAULT_PRIORITY if priority is None else number(priority, f"{where}.priority"),
                "kinds": _names(r, row.get("kinds_allowed"), f"{where}.kinds_allowed"),
                "countries": _names(r, row.get("countries_allowed"), f"{where}.countries_allowed"),
            }
        )
    _unique(ids, "demands")
    return {id_: n for n, id_ in enumerate(ids)}, rows


def _pairs(
    r: _Reader,
    value: Any,
    contributors: dict[str, int],
    demands: dict[str, int],
    needs: list[dict[str, Any]],
    people: list[dict[str, Any]],
    periods: int,
) -> Eligible:
    rows = r.list(value, "pairs")
    who = np.empty(len(rows), dtype=np.int32)
    what = np.empty(len(rows), dtype=np.int32)
    cost = np.empty(len(rows), dtype=np.float64)
    load = np.empty(len(rows), dtype=np.int32)
    given_fit = np.full(len(rows), np.nan)
    different: dict[tuple[Any, ...], int] = {}
    table: list[list[float]] = []
    seen: dict[int, int] = {}
    names = frozenset(_PAIR)
    for n, row in enumerate(rows):
        try:
            i, j = contributors[row["contributor"]], demands[row["demand"]]
            amount, series = row["cost"], row.get("load")
        except (KeyError, TypeError, AttributeError):
            raise BadInput(_what_is_wrong(r, row, n, contributors, demands)) from None
        if type(amount) is not float or not -LARGEST <= amount <= LARGEST:
            amount = number(amount, f"pairs[{n}].cost", least=None)
        if row.keys() - names:
            r.known(row, _PAIR, f"pairs[{n}]")
        if series is None:
            series = needs[j]["load"]
            if series is None:
                raise BadInput(f"pairs[{n}].load is missing, and demand {row['demand']} has none either.")
        try:
            key = tuple(series)
            place = different.get(key)
        except TypeError:
            key, place = (), None
        if place is None or bool in map(type, key):
            table.append(_series(r, series, f"pairs[{n}].load", periods))
            place = different.setdefault(key, len(table) - 1)
        if "fit" in row:
            given_fit[n] = number(row["fit"], f"pairs[{n}].fit", most=1.0)
        other = seen.setdefault(i * len(demands) + j, n)
        if other != n:
            raise BadInput(
                f"pairs[{n}] repeats pairs[{other}] ({row['contributor']} for {row['demand']}); keep one of them."
            )
        who[n], what[n], cost[n], load[n] = i, j, amount, place
    shapes = np.array(table, dtype=np.float64).reshape(len(table), periods)
    return Eligible(who, what, cost, load, shapes, _fit(given_fit, who, what, people, needs))


def _fit(given: Floats, who: Any, what: Any, people: list[dict[str, Any]], needs: list[dict[str, Any]]) -> Floats:
    """What is given, else the share of nice skills held; without nice skills 0."""
    fit = np.nan_to_num(given, nan=0.0)
    with_nice = np.array([bool(need["nice"]) for need in needs], dtype=np.bool_)
    for n in np.flatnonzero(np.isnan(given) & with_nice[what]) if len(what) else ():
        nice, held = needs[int(what[n])]["nice"], people[int(who[n])]["skills"]
        fit[n] = sum(held.get(skill, -1.0) >= level for skill, level in nice.items()) / len(nice)
    return fit


def _what_is_wrong(r: _Reader, row: Any, n: int, contributors: dict[str, int], demands: dict[str, int]) -> str:
    where = f"pairs[{n}]"
    given = r.object(row, where)
    for name, known, list_ in (("contributor", contributors, "contributors"), ("demand", demands, "demands")):
        if name not in given:
            return f"{where}.{name} is missing."
        if not isinstance(given[name], str) or given[name] not in known:
            return f"{where}.{name} is {_said(given[name])}, which is not among the {list_}."
    return f"{where}.cost is missing; with pairs each one has its own cost."


def _without_exclusions(
    r: _Reader, top: dict[str, Any], found: Eligible, contributors: dict[str, int], demands: dict[str, int]
) -> Eligible:
    out = _named(r, top.get("exclusions"), "exclusions", contributors, demands)
    if not out:
        return found
    keys = found.contributor.astype(np.int64) * len(demands) + found.demand
    return found.only(~np.isin(keys, out))


def _current(
    r: _Reader, top: dict[str, Any], found: Eligible, contributors: dict[str, int], demands: dict[str, int]
) -> Any:
    now = _named(r, top.get("current"), "current", contributors, demands)
    keys = found.contributor.astype(np.int64) * len(demands) + found.demand
    return np.isin(keys, now)


def _named(r: _Reader, value: Any, where: str, contributors: dict[str, int], demands: dict[str, int]) -> list[int]:
    keys: list[int] = []
    for n, given in enumerate(r.list(value if value is not None else [], where)):
        row = r.object(given, f"{where}[{n}]")
        for name, known in (("contributor", contributors), ("demand", demands)):
            if not isinstance(row.get(name), str) or row[name] not in known:
                raise BadInput(f"{where}[{n}].{name} is {_said(row.get(name))}, which is not known.")
        keys.append(contributors[row["contributor"]] * len(demands) + demands[row["demand"]])
    return keys


def _series(r: _Reader, value: Any, where: str, periods: int) -> list[float]:
    values = r.list(value, where)
    if len(values) != periods:
        raise BadInput(f"{where} has {len(values)} values for {periods} periods; give one for each.")
    return [number(v, f"{where}[{n}]") for n, v in enumerate(values)]


def _levels(r: _Reader, value: Any, where: str) -> dict[str, float]:
    if value is None:
        return {}
    if isinstance(value, list):
        return {r.id(name, f"{where}[{n}]").strip().casefold(): 1.0 for n, name in enumerate(r.list(value, where))}
    return {name.strip().casefold(): number(level, f"{where}.{name}") for name, level in r.object(value, where).items()}


def _names(r: _Reader, value: Any, where: str) -> frozenset[str]:
    return frozenset(r.id(v, f"{where}[{n}]") for n, v in enumerate(r.list(value if value is not None else [], where)))


def _unique(ids: list[str], where: str) -> None:
    seen: dict[str, int] = {}
    for n, id_ in enumerate(ids):
        if id_ in seen:
            raise BadInput(f"{where}[{n}] repeats {where}[{seen[id_]}] ({id_[:60]}); ids must be unique.")
        seen[id_] = n


_JSON_NAMES: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda value: str(value).lower()),
    (dict, lambda _: "an object"),
    (list, lambda _: "a list"),
    (str, lambda value: f"“{value[:60]}”"),
)


def _said(value: Any) -> str:
    """A value as an error message shows it."""
    if value is None:
        return "null"
    for type_, say in _JSON_NAMES:
        if isinstance(value, type_):
            return say(value)
    return str(value)[:40]
