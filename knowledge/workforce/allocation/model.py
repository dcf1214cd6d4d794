"""A problem as linear rows over its pairs: one column a pair that is possible alone, as few rows as say the same.

Rows that can't bind, and rows that another period's row implies, are left out: a booking that lasts many periods needs
one row where the work overlaps most. The relaxation and its bound are the same; the linear programme is far smaller.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge.workforce.allocation.problem import TOLERANCE, Bools, Floats, Ints, Problem

INFINITY = float("inf")


@dataclass(frozen=True)
class Rows:
    """Sparse rows: `lower` ≤ A x ≤ `upper`; row r holds entries start[r] to start[r + 1] of `index` and `value`."""

    start: Ints
    index: Ints
    value: Floats
    lower: Floats
    upper: Floats

    @property
    def number(self) -> int:
        return len(self.lower)

    def activity(self, x: Floats) -> Floats:
        """A x."""
        return _sums(self.value * x[self.index], self.start)

    def transposed(self, multipliers: Floats, columns: int) -> Floats:
        """Aᵀ λ."""
        row = np.repeat(np.arange(self.number), np.diff(self.start))
        totals = np.bincount(self.index, weights=self.value * multipliers[row], minlength=columns)
        return totals.astype(np.float64)

    def columns(self, kept: Ints, columns: int) -> "Rows":
        """The rows over these columns alone, renumbered; rows that become empty stay."""
        new = np.full(columns, -1, dtype=np.int64)
        new[kept] = np.arange(len(kept))
        inside = new[self.index] >= 0
        row = np.repeat(np.arange(self.number), np.diff(self.start))[inside]
        start = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=self.number))])
        index = new[self.index[inside]]
        return Rows(start.astype(np.int32), index.astype(np.int32), self.value[inside], self.lower, self.upper)

    def with_row(self, index: Any, value: Any, lower: float, upper: float) -> "Rows":
        """These rows and one more."""
        return stacked([self, row(index, value, lower, upper)])


@dataclass(frozen=True)
class Model:
    """`columns` are positions of the problem's pairs; `rows` are over the columns."""

    problem: Problem
    columns: Ints
    rows: Rows

    @property
    def demand(self) -> Ints:
        return self.problem.demand[self.columns]

    @property
    def cost(self) -> Floats:
        return self.problem.cost[self.columns]


def build(problem: Problem, *, fill_all: bool) -> Model:
    """The model. With `fill_all` each place must be filled, else each may be."""
    columns = np.flatnonzero(_possible(problem)).astype(np.int32)
    p = problem.only_pairs(_mask(columns, problem.pairs))
    parts = [_places(p, fill_all=fill_all)]
    parts.append(_by_contributor(p, p.loads, p.capacity))
    if p.concurrent_roles_max is not None:
        ceiling = np.full(p.capacity.shape, float(p.concurrent_roles_max))
        parts.append(_by_contributor(p, (p.loads > 0).astype(np.float64), ceiling))
    every = np.arange(p.pairs)
    if p.budget is not None:
        parts.append(row(every, p.cost, -INFINITY, p.budget))
    if p.external_share_max is not None:
        parts.append(row(every, p.external[p.contributor] - p.external_share_max, -INFINITY, 0.0))
    return Model(problem, columns, stacked([_scaled(part) for part in parts]))


def row(index: Any, value: Any, lower: float, upper: float) -> Rows:
    """One row."""
    return Rows(
        np.array([0, len(index)], dtype=np.int32),
        np.asarray(index, dtype=np.int32),
        np.asarray(value, dtype=np.float64),
        np.array([lower]),
        np.array([upper]),
    )


def stacked(parts: list[Rows]) -> Rows:
    """All rows of these, in order."""
    ends = np.cumsum([0, *(len(part.index) for part in parts)])
    return Rows(
        np.concatenate([[0], *(part.start[1:] + end for part, end in zip(parts, ends, strict=False))]).astype(np.int32),
        np.concatenate([part.index for part in parts]),
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.lower for part in parts]),
        np.concatenate([part.upper for part in parts]),
    )


def _possible(p: Problem) -> Bools:
    """Pairs that break no limit by themselves."""
    fits = np.ones(p.pairs, dtype=np.bool_)
    for period in range(len(p.periods)):
        room = p.capacity[:, period]
        fits &= p.loads[p.load, period] <= (room + TOLERANCE * np.maximum(room, 1))[p.contributor]
    if p.budget is not None and (p.cost >= 0).all():
        fits &= p.cost <= p.budget + TOLERANCE * max(p.budget, 1.0)
    if p.external_share_max == 0:
        fits &= ~p.external[p.contributor]
    return fits & (p.places[p.demand] > 0)


def _mask(kept: Ints, size: int) -> Bools:
    mask = np.zeros(size, dtype=np.bool_)
    mask[kept] = True
    return mask


def _places(p: Problem, *, fill_all: bool) -> Rows:
    order = np.argsort(p.demand, kind="stable")
    wanted = np.flatnonzero(p.places > 0)
    sizes = np.bincount(p.demand, minlength=len(p.places))[wanted]
    upper = p.places[wanted].astype(np.float64)
    start = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    lower = upper if fill_all else np.full(len(wanted), -INFINITY)
    return Rows(start, order.astype(np.int32), np.ones(p.pairs), lower, upper)


def _by_contributor(p: Problem, loads: Floats, ceiling: Floats) -> Rows:
    """Σ load × x ≤ ceiling for each contributor and period, without rows that say nothing new."""
    if not p.pairs:
        return Rows(np.zeros(1, dtype=np.int32), *_nothing())
    starts = np.flatnonzero(np.r_[True, p.contributor[1:] != p.contributor[:-1]])
    who = p.contributor[starts]
    periods = len(p.periods)
    binding = np.empty((len(who), periods), dtype=np.bool_)
    for t in range(periods):
        binding[:, t] = np.add.reduceat(loads[p.load, t], starts) > ceiling[who, t] * (1 + TOLERANCE)
    for t in range(1, periods):
        before, after = loads[p.load, t - 1], loads[p.load, t]
        earlier_less = ~np.logical_or.reduceat(before > after, starts) & (ceiling[who, t - 1] >= ceiling[who, t])
        later_less = ~np.logical_or.reduceat(after > before, starts) & (ceiling[who, t] >= ceiling[who, t - 1])
        binding[:, t - 1] &= ~earlier_less
        binding[:, t] &= ~(later_less & ~earlier_less)
    sizes = np.diff(np.r_[starts, p.pairs])
    chosen, period = np.nonzero(binding)
    lengths = sizes[chosen]
    start = np.r_[0, np.cumsum(lengths)]
    index = np.arange(start[-1]) - np.repeat(start[:-1], lengths) + np.repeat(starts[chosen], lengths)
    value = loads[p.load[index], np.repeat(period, lengths)]
    used = value > 0
    kept = np.r_[0, np.cumsum(used)][start]
    return Rows(
        kept.astype(np.int32),
        index[used].astype(np.int32),
        value[used],
        np.full(len(chosen), -INFINITY),
        ceiling[who[chosen], period],
    )


def _nothing() -> tuple[Ints, Floats, Floats, Floats]:
    none = np.empty(0, dtype=np.float64)
    return np.empty(0, dtype=np.int32), none, none, none


def _scaled(rows: Rows) -> Rows:
    """Each row divided by its largest entry, so that a tolerance means the same whatever the unit."""
    largest = np.ones(rows.number)
    filled = np.flatnonzero(np.diff(rows.start))
    if len(filled):
        largest[filled] = np.maximum.reduceat(np.abs(rows.value), rows.start[filled])
    largest[largest <= 0] = 1.0
    by_entry = np.repeat(largest, np.diff(rows.start))
    return Rows(rows.start, rows.index, rows.value / by_entry, rows.lower / largest, rows.upper / largest)


def _sums(values: Floats, start: Ints) -> Floats:
    total = np.concatenate([[0.0], np.cumsum(values)])
    return total[start[1:]] - total[start[:-1]]
