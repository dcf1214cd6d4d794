"""After any change of one contributor, the gaps kept up to date are those that a scan of everything finds."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.workforce.governance import facts as f
from knowledge.workforce.governance.gap import Gap
from knowledge.workforce.governance.rescan import LiveScan
from knowledge.workforce.governance.scan import scan
from knowledge.workforce.governance.slices import TABLES, Slice
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, EngagementType
from tests.governance_cases import TODAY, access, action, booking, contract, determination, invoice, person, record

PEOPLE = tuple(f"P{n}" for n in range(5))
DAYS = st.integers(-900, 120).map(lambda n: TODAY + timedelta(days=n))
SOME_DAY = st.none() | DAYS
RECORDS = (
    "nda",
    "ip_assignment",
    "right_to_work",
    "background_check",
    "insurance",
    "tax_form",
    "performance_review",
    "conflict_declaration",
    "training:AI oversight",
    "training:safety",
    "certificate:welding",
    "notice",
    "status_determination",
)


def one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


@st.composite
def parts(draw: st.DrawFn, id_: str) -> Slice:
    """Any records of one contributor, often such as the rules complain of."""
    kind = draw(st.sampled_from(ContributorKind))
    country = draw(one_of("DE", "GB", "US", "FR", None))
    who = person(
        id_,
        kind,
        name=draw(one_of("Ann Lee", "Bo Oak", f"Name {id_}")),
        status=draw(st.sampled_from(ContributorStatus)),
        country=country,
        region="US-CA" if country == "US" and draw(st.booleans()) else None,
        org_unit=draw(one_of("U", None)),
        supplier_id=draw(one_of("S1", "S2", "S3", None)),
        manager_id=draw(one_of(*PEOPLE, None)),
        email=draw(one_of("same@x", f"{id_}@x", None)),
        bank_hash=draw(one_of("b", None)),
        start_date=draw(SOME_DAY),
        end_date=draw(SOME_DAY),
        engaged_via=draw(one_of("own_company", "platform", "direct", None)),
        interests=draw(one_of((), ("chess",), ("my pregnancy",))),
        rate_amount=Decimal(300),
        rate_currency="EUR",
        rate_unit="day",
    )
    engagements = tuple(
        contract(
            f"{id_}-E{n}",
            contributor_id=id_,
            type=draw(st.sampled_from(EngagementType)),
            start_date=draw(SOME_DAY),
            end_date=draw(SOME_DAY),
            signed_at=draw(SOME_DAY),
            supplier_id=draw(one_of("S1", "S2", None)),
            po_number=draw(one_of("PO", None)),
            po_amount=draw(one_of(Decimal(500), None)),
            rate_amount=draw(one_of(Decimal(100), Decimal(900), None)),
            rate_currency="EUR",
            rate_unit="day",
            extensions=draw(one_of(0, 5, None)),
            comparator_rate_amount=draw(one_of(Decimal(500), None)),
            comparator_rate_currency="EUR",
        )
        for n in range(draw(st.integers(0, 2)))
    )
    subjects = [f"contributor:{id_}", *(f"engagement:{e.id}" for e in engagements)]
    some = st.integers(0, 3)
    made: dict[str, Any] = {
        "contributors": (who,),
        "engagements": engagements,
        "access": tuple(
            access(
                f"{id_}-A{n}",
                contributor_id=id_,
                contributor_ref=id_,
                active=draw(st.booleans()),
                level=draw(one_of("privileged", "standard")),
                data_class=draw(one_of("confidential", "internal")),
                granted_at=draw(SOME_DAY),
            )
            for n in range(draw(some))
        ),
        "records": tuple(
            record(
                draw(st.sampled_from(RECORDS)),
                draw(st.sampled_from(subjects)),
                issued=draw(SOME_DAY),
                expires=draw(SOME_DAY),
                value=draw(one_of("I-9", "W-9", "all", None)),
                status=draw(one_of("valid", "open", "revoked")),
            )
            for _ in range(draw(some))
        ),
        "classifications": tuple(
            determination(engagement_id=e.id, decided_at=draw(DAYS), core_function=draw(one_of(True, None)))
            for e in engagements
            if draw(st.booleans())
        ),
        "deliverables": tuple(
            f.DeliverableFact(e.id, "report", draw(SOME_DAY), draw(one_of("c", None)))
            for e in engagements
            if draw(st.booleans())
        ),
        "invoices": tuple(
            invoice(f"{e.id}-I", engagement_id=e.id, period_end=draw(SOME_DAY), amount=Decimal(700), currency="EUR")
            for e in engagements
            if draw(st.booleans())
        ),
        "assignments": tuple(
            booking(
                f"{id_}-B{n}",
                contributor_id=id_,
                project_id=draw(one_of("P", "Q")),
                demand_id=draw(one_of("D", None)),
                start_date=TODAY + timedelta(days=draw(st.integers(-20, 10))),
                end_date=TODAY + timedelta(days=draw(st.integers(11, 60))),
                confirmed=draw(st.booleans()),
            )
            for n in range(draw(some))
        ),
        "leave": tuple(
            f.LeaveFact(id_, TODAY, TODAY + timedelta(days=draw(st.integers(1, 20))))
            for _ in range(draw(st.integers(0, 1)))
        ),
    }
    if kind is ContributorKind.AI_AGENT and draw(st.booleans()):
        made["agents"] = (f.AgentFact(id_, owner_id=draw(one_of(*PEOPLE)), allowed_tools=("read",)),)
        made["actions"] = (
            action(
                f"{id_}-X",
                contributor_id=id_,
                tool=draw(one_of("read", "pay")),
                amount=Decimal(9),
                approved_by=draw(one_of(*PEOPLE)),
            ),
        )
    return Slice(**made)


def world(all_parts: Iterable[Slice]) -> f.Facts:
    held = list(all_parts)
    rows: dict[str, Any] = {table: [row for part in held for row in getattr(part, table)] for table in TABLES}
    return f.Facts(
        TODAY,
        **rows,
        suppliers=[
            f.SupplierFact("S1", "One", "vendor"),
            f.SupplierFact("S2", "Two", "vendor"),
            f.SupplierFact("S3", "Three", "agency"),
        ],
        projects=[
            f.ProjectFact("P", "Atlas", "U", country="GB", budget_amount=Decimal(9000), budget_currency="EUR"),
            f.ProjectFact("Q", "Bell"),
        ],
        demands=[f.DemandFact("D", "P", "Welder", "open")],
        demand_skills=[f.DemandSkillFact("D", "welding", 3, "must")],
        skill_holders=[f.SkillHolderFact("welding", "P1", 4)],
        exceptions=[f.ExceptionFact("contributor", "P2", "CON-01", "BOSS", date(2026, 11, 1))],
        settings=[f.SettingFact("PPL-07", "baseline", {"freelancer": ["nda"]})],
    )


def told(gaps: Iterable[Gap]) -> list[Gap]:
    """Gaps in an order of their own, with their evidence in one."""
    plain = [replace(gap, evidence=tuple(sorted(gap.evidence, key=repr))) for gap in gaps]
    return sorted(plain, key=lambda gap: (gap.id, repr(gap)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_rescan_finds_what_a_scan_finds(data: st.DataObject) -> None:
    held = {id_: data.draw(parts(id_)) for id_ in PEOPLE}
    live = LiveScan(world(held.values()))
    for _ in range(data.draw(st.integers(1, 3))):
        id_ = data.draw(st.sampled_from(PEOPLE))
        whole = data.draw(parts(id_))
        table = data.draw(st.sampled_from(("all", "access", "leave", "assignments", "contributors", "records")))
        after = whole if table == "all" else replace(held[id_], **{table: getattr(whole, table)})
        if table == "records":
            known = {("contributor", id_), *(("engagement", e.id) for e in after.engagements)}
            after = replace(after, records=tuple(r for r in after.records if (r.subject_type, r.subject_id) in known))
        held[id_] = after
        live.change(id_, after)
        assert told(live.report.gaps) == told(scan(world(held.values())).gaps)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_newer_facts_are_followed(data: st.DataObject) -> None:
    held = {id_: data.draw(parts(id_)) for id_ in data.draw(st.sets(st.sampled_from(PEOPLE), min_size=1))}
    live = LiveScan(world(held.values()))
    for id_ in data.draw(st.sets(st.sampled_from(PEOPLE), max_size=3)):
        if id_ in held and len(held) > 1 and data.draw(st.booleans()):
            del held[id_]
        else:
            held[id_] = data.draw(parts(id_))
    newer = world(held.values())
    assert live.follow(newer)
    assert told(live.report.gaps) == told(scan(newer).gaps)


def test_what_is_nobodys_part_is_not_followed() -> None:
    part = Slice((person("P0"),))
    old = world([part])
    for other in (
        replace(old, as_of=TODAY + timedelta(days=1)),
        replace(old, projects=()),
        replace(old, settings=()),
        replace(old, exceptions=()),
        replace(old, access=[access("Z", contributor_id=None, contributor_ref="nobody")]),
        replace(old, records=[record("insurance", "supplier:S1")]),
    ):
        live = LiveScan(old)
        assert not live.follow(other)
        assert told(live.report.gaps) == told(scan(old).gaps)


def test_only_what_a_change_touches_is_looked_at() -> None:
    part = Slice((person("P0"),), (contract("E", contributor_id="P0"),))
    live = LiveScan(world([part]))
    assert live.change("P0", part) == frozenset()
    touched = live.change("P0", replace(part, leave=(f.LeaveFact("P0", TODAY, TODAY),)))
    assert touched == {"ALL-02"}
    assert "CON-01" in live.change(
        "P0", replace(part, engagements=(contract("E", contributor_id="P0", signed_at=TODAY),))
    )
    assert not [gap for gap in live.report.gaps if gap.rule == "CON-01" and gap.severity == "critical"]
