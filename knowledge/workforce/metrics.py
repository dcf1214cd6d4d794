"""The metric dictionary: what each figure of a report means, once. Reports carry the definition beside the figure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Metric:
    """`unit` says what the value counts; `definition` is what somebody needs in order to check it."""

    id: str
    title: str
    unit: str
    definition: str


METRICS: dict[str, Metric] = {
    metric.id: metric
    for metric in (
        Metric(
            "mix.kind",
            "Contributors by kind",
            "contributors",
            "Active contributors on the day; records that a person confirmed to be one are counted once.",
        ),
        Metric("mix.unit", "Contributors by unit", "contributors", "As by kind, by the unit that each belongs to."),
        Metric(
            "mix.country", "Contributors by country", "contributors", "As by kind, by the running contract's country."
        ),
        Metric(
            "cost.median_rate",
            "Median rate",
            "currency per unit of time",
            "The middle one of the known rates of active contributors that you may see, for each currency and unit of time; "
            "nothing is converted. How many have such a rate, and for how many it is unknown or not shown, stands beside it.",
        ),
        Metric(
            "utilisation.unit",
            "Utilisation by unit",
            "percent of full time",
            "The mean over the contributors of a unit and the next 12 weeks of the highest sum of confirmed bookings in the "
            "week, at most 100%. Weeks with leave or outside the engagement don't count.",
        ),
        Metric(
            "skills.shortage",
            "Skills: places against holders",
            "places",
            "Open places whose demand must have the skill at some level, against active contributors who hold it at the least "
            "level asked for by any of these demands. Holders may be booked: it says who knows it, not who is free.",
        ),
        Metric(
            "gaps.severity",
            "Governance gaps by severity",
            "gaps",
            "What the governance rules find on the day, in what you may see, accepted gaps included.",
        ),
        Metric("gaps.rule", "Governance gaps by rule", "gaps", "As by severity, by rule."),
    )
}
"""Every metric, by its id, in the order of a report."""
