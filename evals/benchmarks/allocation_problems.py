"""Problems for the allocation benchmark: a company of a given size, and the OR-Library's generalised assignment problems."""

import random
from pathlib import Path
from typing import Any

KINDS = ("employee", "employee", "employee", "agency_worker", "freelancer", "vendor_worker", "partner")


def company(
    contributors: int, demands: int, *, periods: int = 26, seed: int = 1, objective: str = "balanced"
) -> dict[str, Any]:
    """A problem with every limit on: skills with levels, rates, part time, bookings, windows, budget, externals' share.

    About eight demands suit each contributor; half of the budget's worst case and 40 % externals are allowed.
    """
    rng = random.Random(seed)
    skills = [f"skill {n}" for n in range(max(12, demands // 3))]
    people: list[dict[str, Any]] = []
    for n in range(contributors):
        full = rng.choice((1.0, 1.0, 1.0, 0.8, 0.6))
        capacity = [full] * periods
        if rng.random() < 0.4:
            start = rng.randrange(periods)
            for t in range(start, min(periods, start + rng.randrange(2, 14))):
                capacity[t] = round(max(0.0, full - rng.choice((0.2, 0.4, 0.5, 1.0))), 2)
        people.append(
            {
                "id": f"C{n}",
                "kind": rng.choice(KINDS),
                "capacity": capacity,
                "skills": {skill: rng.randint(1, 5) for skill in rng.sample(skills, min(6, len(skills)))},
                "rate": rng.randrange(300, 1200, 5),
            }
        )
    roles: list[dict[str, Any]] = []
    for n in range(demands):
        start = rng.randrange(periods - 3)
        end = min(periods, start + rng.randrange(3, 16))
        share = rng.choice((0.2, 0.4, 0.5, 0.6, 0.8, 1.0))
        must = rng.sample(skills, 2 if rng.random() < 0.3 else 1)
        roles.append(
            {
                "id": f"D{n}",
                "load": [share if start <= t < end else 0.0 for t in range(periods)],
                "count": rng.choice((1, 1, 1, 2, 3)),
                "must": {skill: rng.randint(1, 4) for skill in must},
                "nice": {skill: rng.randint(1, 3) for skill in rng.sample(skills, 2)},
                "max_rate": rng.choice((None, 800, 1000, 1200)),
                "priority": rng.randint(1, 5),
            }
        )
    worst = sum(sum(role["load"]) * role["count"] * 700 for role in roles)
    return {
        "periods": [f"W{t:02}" for t in range(periods)],
        "contributors": people,
        "demands": roles,
        "budget": round(worst * 0.6),
        "limits": {"external_share_max": 0.4, "concurrent_roles_max": 3},
        "objective": objective,
    }


def generalised_assignment(path: Path) -> dict[str, Any]:
    """An OR-Library problem: agents are contributors, jobs are demands."""
    numbers = iter([int(word) for word in path.read_text().split()])
    agents, jobs = next(numbers), next(numbers)
    costs = [[next(numbers) for _ in range(jobs)] for _ in range(agents)]
    loads = [[next(numbers) for _ in range(jobs)] for _ in range(agents)]
    room = [next(numbers) for _ in range(agents)]
    return {
        "periods": ["all"],
        "contributors": [{"id": f"A{i}", "capacity": [room[i]]} for i in range(agents)],
        "demands": [{"id": f"J{j}", "load": [0], "count": 1} for j in range(jobs)],
        "pairs": [
            {"contributor": f"A{i}", "demand": f"J{j}", "cost": costs[i][j], "load": [loads[i][j]]}
            for i in range(agents)
            for j in range(jobs)
        ],
        "objective": "cost",
    }
