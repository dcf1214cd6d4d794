"""A proven bound from any multipliers, in three lines that trust no solver.

For min c·x over lower ≤ A x ≤ upper, 0 ≤ x ≤ 1 and any λ of the right sign: with reduced costs r = c − Aᵀλ, every
feasible x has c·x = λ·(A x) + r·x ≥ Σ (λ⁺ lower − λ⁻ upper) + Σ min(0, r). So weak duality alone makes the bound valid; good
multipliers only make it tight.
"""

import numpy as np

from knowledge.workforce.allocation.model import Rows
from knowledge.workforce.allocation.problem import Floats


def reduced_costs(rows: Rows, cost: Floats, multipliers: Floats) -> Floats:
    """c − Aᵀλ, with multipliers on a side that a row doesn't have set to 0."""
    return cost - rows.transposed(usable(rows, multipliers), len(cost))


def lower_bound(rows: Rows, cost: Floats, multipliers: Floats) -> float:
    """What c·x can't be below, for every x between 0 and 1 that keeps the rows."""
    usable_ = usable(rows, multipliers)
    up, down = np.maximum(usable_, 0), np.minimum(usable_, 0)
    of_rows = float(np.sum(up[up > 0] * rows.lower[up > 0]) + np.sum(down[down < 0] * rows.upper[down < 0]))
    return of_rows + float(np.minimum(cost - rows.transposed(usable_, len(cost)), 0).sum())


def best_bound(rows: Rows, cost: Floats, multipliers: Floats) -> tuple[float, Floats]:
    """The better of the bounds of these multipliers and of none, and its multipliers: a relaxation that was cut off may
    leave worse than none."""
    none = np.zeros(rows.number)
    bound, trivial = lower_bound(rows, cost, multipliers), lower_bound(rows, cost, none)
    return (bound, multipliers) if bound >= trivial else (trivial, none)


def usable(rows: Rows, multipliers: Floats) -> Floats:
    """The multipliers, 0 where the row has no limit on that side."""
    wrong = ((multipliers > 0) & np.isneginf(rows.lower)) | ((multipliers < 0) & np.isposinf(rows.upper))
    return np.where(wrong | ~np.isfinite(multipliers), 0.0, multipliers)
