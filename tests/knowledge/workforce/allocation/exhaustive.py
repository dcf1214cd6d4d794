"""Small random problems and their optimum by trying everything: written from the contract, without the product's code."""

import itertools
import random
from collections.abc import Iterator
from typing import Any

EXTERNAL = ("agency_worker", "freelancer", "vendor_worker", "partner")


def random_problem(rng: random.Random, objective: str) -> dict[str, Any]:
    """Up to 4 demands and 5 people over 1 to 3 periods, with every limit switched on now and then."""
    periods = rng.randint(1, 3)
    people = [
        {
            "id": f"C{n}",
            "kind": rng.choice(("employee", "freelancer", "agency_worker", "ai_agent")),
            "capacity": [rng.choice((0, 0.5, 1, 1, 1.5)) for _ in range(periods)],
            "skills": {skill: rng.randint(1, 5) for skill in rng.sample(("a", "b", "c"), rng.randint(0, 3))},
            "rate": rng.randint(1, 30),
        }
        for n in range(rng.randint(0, 5))
    ]
    roles = [
        {
            "id": f"D{n}",
            "load": [rng.choice((0, 0.3, 0.5, 0.5, 1)) for _ in range(periods - 1)] + [0.5],
            "count": rng.choice((1, 1, 1, 2)),
            "must": {rng.choice("abc"): rng.randint(1, 3)} if rng.random() < 0.6 else {},
            "nice": {rng.choice("abc"): rng.randint(1, 3)} if rng.random() < 0.4 else {},
            "max_rate": rng.choice((None, None, 15, 25)),
            "priority": rng.randint(1, 3),
        }
        for n in range(rng.randint(0, 4))
    ]
    limits: dict[str, Any] = {}
    if rng.random() < 0.4:
        limits["external_share_max"] = rng.choice((0, 0.34, 0.5, 0.75))
    if rng.random() < 0.3:
        limits["concurrent_roles_max"] = rng.randint(1, 2)
    problem: dict[str, Any] = {
        "periods": [f"P{n}" for n in range(periods)],
        "contributors": people,
        "demands": roles,
        "limits": limits,
        "budget": rng.choice((None, None, rng.randint(5, 80))),
        "objective": objective,
    }
    if rng.random() < 0.5:
        problem["pairs"] = [
            {
                "contributor": person["id"],
                "demand": role["id"],
                "cost": rng.randint(0, 40) / 4,
                "load": [rng.choice((0, 0.25, 0.5, 1)) for _ in range(periods)],
            }
            for person in people
            for role in roles
            if rng.random() < 0.7
        ]
    return problem


def pairs_of(problem: dict[str, Any]) -> list[dict[str, Any]]:
    """The allowed pairs, from the contract's words."""
    if problem.get("pairs") is not None:
        return problem["pairs"]
    return [
        {
            "contributor": person["id"],
            "demand": role["id"],
            "cost": person["rate"] * sum(role["load"]),
            "load": role["load"],
        }
        for person in problem["contributors"]
        for role in problem["demands"]
        if all(person["skills"].get(skill, 0) >= level for skill, level in role["must"].items())
        and (role["max_rate"] is None or person["rate"] <= role["max_rate"])
    ]


def breaks(problem: dict[str, Any], chosen: list[dict[str, Any]]) -> bool:
    """Whether a plan passes any limit but that every place be filled."""
    people = {person["id"]: person for person in problem["contributors"]}
    counts = {role["id"]: role["count"] for role in problem["demands"]}
    for id_, person in people.items():
        own = [pair for pair in chosen if pair["contributor"] == id_]
        for t, room in enumerate(person["capacity"]):
            if sum(pair["load"][t] for pair in own) > room + 1e-6:
                return True
            most = problem["limits"].get("concurrent_roles_max")
            if most is not None and sum(pair["load"][t] > 0 for pair in own) > most:
                return True
    if any(sum(pair["demand"] == id_ for pair in chosen) > n for id_, n in counts.items()):
        return True
    if len({(pair["contributor"], pair["demand"]) for pair in chosen}) < len(chosen):
        return True
    if problem["budget"] is not None and sum(pair["cost"] for pair in chosen) > problem["budget"] + 1e-6:
        return True
    share = problem["limits"].get("external_share_max")
    externals = sum(people[pair["contributor"]]["kind"] in EXTERNAL for pair in chosen)
    return share is not None and externals > share * len(chosen) + 1e-6


def plans(problem: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Every plan within the limits."""
    pairs = pairs_of(problem)
    choices: list[list[tuple[dict[str, Any], ...]]] = []
    for role in problem["demands"]:
        own = [pair for pair in pairs if pair["demand"] == role["id"]]
        choices.append([c for n in range(role["count"] + 1) for c in itertools.combinations(own, n)])
    for parts in itertools.product(*choices):
        chosen = [pair for part in parts for pair in part]
        if not breaks(problem, chosen):
            yield chosen


def fillable(problem: dict[str, Any]) -> bool:
    places = sum(role["count"] for role in problem["demands"])
    return any(len(plan) == places for plan in plans(problem))


def without(problem: dict[str, Any], demands: set[str]) -> dict[str, Any]:
    """The problem without these demands."""
    left = {**problem, "demands": [role for role in problem["demands"] if role["id"] not in demands]}
    if problem.get("pairs") is not None:
        left["pairs"] = [pair for pair in problem["pairs"] if pair["demand"] not in demands]
    return left


def cost(plan: list[dict[str, Any]]) -> float:
    return sum(pair["cost"] for pair in plan)


def best_cost(problem: dict[str, Any]) -> float | None:
    """The least cost of filling everything, None when that can't be."""
    places = sum(role["count"] for role in problem["demands"])
    return min((cost(plan) for plan in plans(problem) if len(plan) == places), default=None)


def best_coverage(problem: dict[str, Any]) -> tuple[list[int], float]:
    """Places filled by priority, highest first, as many as can be, and the least cost of it."""
    of = {role["id"]: role["priority"] for role in problem["demands"]}
    levels = sorted(set(of.values()))
    keys = [
        ([-sum(of[pair["demand"]] == level for pair in plan) for level in levels], cost(plan))
        for plan in plans(problem)
    ]
    filled, least = min(keys)
    return [-n for n in filled], least
