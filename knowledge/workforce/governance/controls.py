"""Which controls of SOC 2, ISO/IEC 42001, the NIST AI RMF and the EU AI Act each rule gives evidence for (controls.yaml)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.kinds import Severity


@dataclass(frozen=True, slots=True)
class Control:
    """One control of a framework, with the rules that give evidence for it."""

    framework: str
    id: str
    title: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ControlState:
    """A control on a day: how many gaps of its rules are open, how many accepted, and how severe the worst open one is."""

    control: Control
    open: int
    accepted: int
    worst: Severity | None


def frameworks() -> dict[str, str]:
    """Each framework's key and name, in the order of the mapping."""
    return {key: str(framework["name"]) for key, framework in _loaded()["frameworks"].items()}


def controls_of(rule: str) -> dict[str, tuple[str, ...]]:
    """Framework to the controls that a rule gives evidence for; empty where none bears on it. Raises `KeyError`."""
    mapped: Mapping[str, list[str]] = _loaded()["rules"][rule]
    return {framework: tuple(ids) for framework, ids in mapped.items()}


@cache
def controls() -> tuple[Control, ...]:
    """Every control of every framework, in the mapping's order."""
    rules: Mapping[str, Mapping[str, list[str]]] = _loaded()["rules"]
    return tuple(
        Control(key, id_, str(title), tuple(rule for rule, mapped in rules.items() if id_ in mapped[key]))
        for key, framework in _loaded()["frameworks"].items()
        for id_, title in framework["controls"].items()
    )


def control_states(gaps: Iterable[Gap]) -> list[ControlState]:
    """How each control stands, given the gaps of a day."""
    by_rule: dict[str, list[Gap]] = {}
    for gap in gaps:
        by_rule.setdefault(gap.rule, []).append(gap)
    states: list[ControlState] = []
    for control in controls():
        found = [gap for rule in control.rules for gap in by_rule.get(rule, ())]
        standing = [gap for gap in found if gap.accepted is None]
        worst = min((gap.severity for gap in standing), key=lambda severity: severity.rank, default=None)
        states.append(ControlState(control, len(standing), len(found) - len(standing), worst))
    return states


@cache
def _loaded() -> Any:
    import yaml

    text = files("knowledge.workforce.governance").joinpath("controls.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)
