"""The workforce report: every figure can be counted again, and who may not see pay sees none."""

from statistics import median

from assistant.bootstrap import Installation
from assistant.reports import report_csv, workforce_report
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.kinds import DemandStatus
from knowledge.workforce.metrics import METRICS
from knowledge.workforce.viewer import OPERATOR, Role, Viewer


def test_every_figure_can_be_counted_again(company: Installation) -> None:
    gaps = company.direct.use("governance_gaps", {}, OPERATOR, "api")[0]["gaps"]
    with company.registry.reading(OPERATOR) as reading:
        sections = {section.metric.id: section for section in workforce_report(reading, gaps)}
        people = reading.contributors(Criteria(), with_skills=True)
        open_ = [d for d in reading.demands(status=DemandStatus.OPEN) if d.window.end >= reading.today]
    assert list(sections) == list(METRICS)
    totals = {
        id_: sum(figure.value for figure in sections[id_].figures) for id_ in ("mix.kind", "mix.unit", "mix.country")
    }
    assert len(set(totals.values())) == 1
    rates = [float(p.rate.amount) for p in people if p.rate and (p.rate.currency, p.rate.unit.value) == ("EUR", "day")]
    shown = next(figure for figure in sections["cost.median_rate"].figures if figure.group == "EUR per day")
    assert shown.value == median(rates)
    assert f"({len(rates)} contributors)" in shown.words
    assert all(0 <= figure.value <= 100 for figure in sections["utilisation.unit"].figures)
    for figure in sections["skills.shortage"].figures:
        needs = [
            (d, need) for d in open_ for need in d.skills if need.name == figure.group and need.importance == "must"
        ]
        assert figure.value == sum(demand.count for demand, _ in needs)
        least = min(need.min_level for _, need in needs)
        holders = {p.id for p in people for s in p.skills if s.name == figure.group and s.level >= least}
        assert f"{len(holders)} hold it" in figure.words
    assert sum(figure.value for figure in sections["gaps.rule"].figures) == len(gaps)
    assert report_csv(list(sections.values())).count("\r\n") == 1 + sum(len(s.figures) for s in sections.values())


def test_pay_and_gaps_are_left_out_for_who_may_not_see_them(company: Installation) -> None:
    with company.registry.reading(Viewer("it@x.example", frozenset({Role.IT}))) as reading:
        sections = {section.metric.id: section for section in workforce_report(reading, None)}
    assert [figure.group for figure in sections["cost.median_rate"].figures] == ["not shown to you"]
    assert "gaps.severity" not in sections
