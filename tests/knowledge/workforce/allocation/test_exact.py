"""Against trying everything: optimal plans, minimal conflicts, valid bounds, and no broken limit."""

import random
from typing import Any

import numpy as np
import pytest

from evals.benchmarks.allocation_problems import company
from knowledge.workforce.allocation.bound import lower_bound
from knowledge.workforce.allocation.model import build
from knowledge.workforce.allocation.parsing import parse
from knowledge.workforce.allocation.solve import solve
from tests.knowledge.workforce.allocation import exhaustive as e


def chosen(problem: dict[str, Any], answer: dict[str, Any]) -> list[dict[str, Any]]:
    by_key = {(pair["contributor"], pair["demand"]): pair for pair in e.pairs_of(problem)}
    return [by_key[row["contributor"], row["demand"]] for row in answer["assignments"]]


def assert_sound(problem: dict[str, Any], answer: dict[str, Any]) -> None:
    plan = chosen(problem, answer)
    assert not e.breaks(problem, plan)
    for row, pair in zip(answer["assignments"], plan, strict=True):
        assert row["cost"] == pytest.approx(pair["cost"])
    if answer["objective"] is not None:
        assert answer["objective"] == pytest.approx(e.cost(plan))
    open_places = {row["demand"]: row["missing"] for row in answer["unfilled"]}
    if answer["status"] != "infeasible":
        for role in problem["demands"]:
            filled = sum(pair["demand"] == role["id"] for pair in plan)
            assert open_places.get(role["id"], 0) == role["count"] - filled
        assert all(row["reasons"] for row in answer["unfilled"])


@pytest.mark.parametrize("seed", range(4))
def test_cost_is_the_least_and_conflicts_are_minimal(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(60):
        problem = e.random_problem(rng, "cost")
        answer = solve(parse(problem), 20)
        assert_sound(problem, answer)
        best = e.best_cost(problem)
        if best is not None:
            assert (answer["status"], answer["gap"]) == ("optimal", 0.0)
            assert answer["objective"] == pytest.approx(best)
            continue
        assert answer["status"] == "infeasible"
        conflict = answer["conflict"]
        named = set(conflict["demands"])
        others = {role["id"] for role in problem["demands"]} - named
        assert conflict["minimal"]
        assert not e.fillable(e.without(problem, others))
        for one in named:
            assert e.fillable(e.without(problem, others | {one})), (conflict, problem)


@pytest.mark.parametrize("seed", range(4))
def test_coverage_fills_by_priority_then_costs_least(seed: int) -> None:
    rng = random.Random(100 + seed)
    for _ in range(40):
        problem = e.random_problem(rng, "coverage")
        answer = solve(parse(problem), 20)
        assert_sound(problem, answer)
        filled, least = e.best_coverage(problem)
        assert answer["status"] == "optimal"
        assert [level["filled"] for level in answer["coverage"]] == filled
        assert answer["objective"] == pytest.approx(least)


def test_balanced_is_worth_the_most() -> None:
    rng = random.Random(7)
    for _ in range(60):
        document = e.random_problem(rng, "balanced")
        problem = parse(document)
        answer = solve(problem, 20)
        assert_sound(document, answer)
        worth = {
            (problem.contributor_ids[i], problem.demand_ids[j]): w
            for i, j, w in zip(problem.contributor, problem.demand, problem.worth().tolist(), strict=True)
        }
        best = max(
            sum(worth[pair["contributor"], pair["demand"]] - pair["cost"] for pair in plan)
            for plan in e.plans(document)
        )
        assert answer["status"] == "optimal"
        assert answer["score"]["value"] == pytest.approx(best, abs=1e-6)


def test_a_thousand_plans_break_no_limit() -> None:
    rng = random.Random(23)
    for n in range(1000):
        document = company(8, 5, periods=4, seed=n, objective=rng.choice(("coverage", "balanced", "cost")))
        document["budget"] *= rng.choice((0.3, 1.0, 2.0))
        document["limits"] = {
            "external_share_max": rng.choice((0.0, 0.3, 0.6)),
            "concurrent_roles_max": rng.randint(1, 2),
        }
        answer = solve(parse(document), 10)
        assert_sound(document, answer)
        assert answer["status"] in ("optimal", "infeasible")


def test_a_bound_holds_whatever_the_multipliers() -> None:
    rng = random.Random(11)
    numbers = np.random.default_rng(3)
    for _ in range(100):
        document = e.random_problem(rng, "cost")
        best = e.best_cost(document)
        if best is None:
            continue
        model = build(parse(document), fill_all=True)
        for _ in range(5):
            multipliers = numbers.normal(size=model.rows.number) * 10
            assert lower_bound(model.rows, model.cost, multipliers) <= best + 1e-6
