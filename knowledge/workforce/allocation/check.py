"""The independent checker: every limit of a problem against a plan, in plain Python, without the solver's model.

No plan is shown before it passes here. What it finds is a sentence a limit.
"""

from collections import defaultdict
from collections.abc import Sequence

from knowledge.workforce.allocation.problem import TOLERANCE, Problem


def violations(problem: Problem, chosen: Sequence[int], *, fill_all: bool) -> list[str]:
    """What is wrong with a plan of pairs (positions); empty when every limit holds."""
    p = problem
    found: list[str] = []
    filled: dict[int, int] = defaultdict(int)
    carried: dict[int, list[float]] = {}
    roles: dict[int, list[int]] = {}
    seen: set[tuple[int, int]] = set()
    cost, externals = 0.0, 0
    for pair in chosen:
        i, j = int(p.contributor[pair]), int(p.demand[pair])
        if (i, j) in seen:
            found.append(f"{p.contributor_ids[i]} is twice on {p.demand_ids[j]}")
        seen.add((i, j))
        filled[j] += 1
        cost += float(p.cost[pair])
        externals += bool(p.external[i])
        load: list[float] = p.loads[int(p.load[pair])].tolist()
        sums = carried.setdefault(i, [0.0] * len(p.periods))
        numbers = roles.setdefault(i, [0] * len(p.periods))
        for t, amount in enumerate(load):
            sums[t] += amount
            numbers[t] += amount > 0
    for i, sums in carried.items():
        for t, total in enumerate(sums):
            room = float(p.capacity[i, t])
            if total > room + 2 * TOLERANCE * max(room, 1.0):
                found.append(f"{p.contributor_ids[i]} carries {total:g} of {room:g} in {p.periods[t]}")
            if p.concurrent_roles_max is not None and roles[i][t] > p.concurrent_roles_max:
                found.append(f"{p.contributor_ids[i]} has {roles[i][t]} roles in {p.periods[t]}")
    for j, places in enumerate(p.places.tolist()):
        if filled[j] > places:
            found.append(f"{p.demand_ids[j]} has {filled[j]} people for {places} places")
        if fill_all and filled[j] < places:
            found.append(f"{p.demand_ids[j]} has {filled[j]} people for {places} places")
    if p.budget is not None and cost > p.budget + 2 * TOLERANCE * max(p.budget, 1.0):
        found.append(f"the plan costs {cost:g} with a budget of {p.budget:g}")
    share = p.external_share_max
    if share is not None and externals > share * len(chosen) + 2 * TOLERANCE * max(len(chosen), 1):
        found.append(f"{externals} of {len(chosen)} places are with externals")
    return found
