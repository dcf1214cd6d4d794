"""Contracts, records and AI agents of the demonstration company: only what is planted is missing."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from knowledge.registry.demo import tables
from knowledge.registry.demo.company import BASELINE, REQUIRED_TRAININGS
from knowledge.registry.demo.planted import planted

Row = dict[str, str]
DAYS = (date(2026, 12, 14), date(2027, 2, 28), date(2026, 7, 1))


class Company:
    """The tables of a day with what the checks below ask of them again and again."""

    def __init__(self, today: date) -> None:
        self.today = today.isoformat()
        self.made = tables(today)
        self.people = {row["id"]: row for row in self.made["contributors"]}
        self.running = {
            row["contributor_id"]: row
            for row in self.made["engagements"]
            if row["start_date"] <= self.today <= (row["end_date"] or "9999") and not row["closed_at"]
        }
        self.records: dict[str, list[Row]] = defaultdict(list)
        for row in self.made["records"]:
            self.records[row["subject_id"]].append(row)
        self.open_accounts: dict[str, list[Row]] = defaultdict(list)
        for row in self.made["access"]:
            if row["active"] == "true":
                self.open_accounts[row["contributor_id"]].append(row)
        self.planted = planted(today)

    def ago(self, days: int) -> str:
        return (date.fromisoformat(self.today) - timedelta(days=days)).isoformat()

    def of(self, person: str, type: str) -> list[Row]:
        """The valid records of a type on the person, the running engagement or its supplier."""
        engagement = self.running.get(person, {"id": "", "supplier_id": ""})
        subjects = filter(None, (person, engagement["id"], engagement["supplier_id"]))
        return [
            row
            for subject in subjects
            for row in self.records[subject]
            if row["type"] == type
            and row["status"] == "valid"
            and row["issued"] <= self.today <= (row["expires"] or "9999")
        ]

    def active(self, *kinds: str) -> Iterable[str]:
        return (p for p, row in self.people.items() if row["status"] == "active" and row["kind"] in kinds)

    def sensitive(self, person: str) -> bool:
        return any(row["data_class"] in ("confidential", "restricted") for row in self.open_accounts[person])

    def engaged(self, *kinds: str) -> Iterable[Row]:
        return (row for person, row in self.running.items() if self.people[person]["kind"] in kinds)


PEOPLE = ("employee", "agency_worker", "freelancer", "vendor_worker")


def unclassified(c: Company) -> Iterable[str]:
    decided = {row["engagement_id"]: row["decided_at"] for row in c.made["classifications"]}
    for row in c.engaged("freelancer"):
        when = decided.get(row["id"], "")
        if when < c.ago(365) or row["terms_changed_at"] > when:
            yield row["id"]


def controlled(c: Company) -> Iterable[str]:
    signs = ("sets_hours", "supervised_daily", "exclusive", "client_tools")
    rows = {row["engagement_id"]: row for row in c.made["classifications"]}
    for row in c.engaged("freelancer"):
        found = rows.get(row["id"])
        if found and row["country"] == "US" and sum(found[sign] == "true" for sign in signs) >= 3:
            yield row["id"]


def not_independent(c: Company) -> Iterable[str]:
    rows = {row["engagement_id"]: row for row in c.made["classifications"]}
    for row in c.engaged("freelancer"):
        if row["region"] == "US-CA":
            found = rows[row["id"]]
            if found["core_function"] == "true" or "true" not in (found["own_investment"], found["other_clients"]):
                yield row["id"]


def undetermined(c: Company) -> Iterable[str]:
    paid: dict[str, list[str]] = defaultdict(list)
    for row in c.made["invoices"]:
        paid[row["engagement_id"]].append(row["paid_at"] or "9999")
    for row in c.made["engagements"]:
        person = c.people[row["contributor_id"]]
        if person["engaged_via"] != "own_company" or row["country"] != "GB":
            continue
        statements = [r for r in c.records[row["id"]] if r["type"] == "status_determination"]
        valid = [r["issued"] for r in statements if r["status"] == "valid"]
        disputed = any(r["status"] == "open" and r["issued"] < c.ago(45) for r in statements)
        if not valid or min(valid) > min(paid[row["id"]], default="9999") or disputed:
            yield row["id"]


def rated(c: Company) -> Iterable[str]:
    for person, rows in c.records.items():
        if any(row["type"] == "performance_review" for row in rows) and c.people[person]["kind"] != "employee":
            yield person


def statements_of_work(c: Company) -> Iterable[str]:
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in c.made["deliverables"]:
        parts[row["engagement_id"]].append(row)
    for row in c.made["engagements"]:
        if row["type"] == "sow" and not row["closed_at"]:
            own = parts[row["id"]]
            late = any(part["due"] < c.ago(14) and not part["accepted_at"] for part in own)
            if not own or late or any(not part["criteria"] for part in own):
                yield row["id"]


def underpaid(c: Company) -> Iterable[str]:
    for row in c.engaged("agency_worker"):
        if row["country"] in ("DE", "GB", "NL", "PT", "PL", "FR"):
            if not row["comparator_rate_amount"]:
                yield row["country"]
            elif Decimal(row["rate_amount"]) < Decimal(row["comparator_rate_amount"]):
                yield row["id"]


def too_long(c: Company) -> Iterable[str]:
    for row in c.engaged("agency_worker", "freelancer"):
        if row["start_date"] < c.ago(715) or int(row["extensions"] or 0) > 3:
            yield row["id"]


def unsigned(c: Company) -> Iterable[str]:
    for row in c.engaged("agency_worker", "freelancer", "vendor_worker", "partner"):
        if not row["signed_at"] or row["signed_at"] > row["start_date"]:
            yield row["id"]


def uncovered_secrets(c: Company) -> Iterable[str]:
    for person, row in c.people.items():
        if (
            row["kind"] in PEOPLE
            and c.sensitive(person)
            and not (c.of(person, "nda") and c.of(person, "ip_assignment"))
        ):
            yield person


def uninsured(c: Company) -> Iterable[str]:
    for row in c.engaged("freelancer", "vendor_worker"):
        found = c.of(row["contributor_id"], "insurance")
        if not any(r["expires"] > c.ago(-31) and int(r["value"]) >= 1_000_000 for r in found):
            yield row["id"]


def untaxed(c: Company) -> Iterable[str]:
    invoiced = {row["engagement_id"] for row in c.made["invoices"]}
    for row in c.engaged("freelancer", "vendor_worker"):
        if row["id"] in invoiced and row["country"] == "US" and not c.of(row["contributor_id"], "tax_form"):
            yield row["contributor_id"]


def charged_after(c: Company) -> Iterable[str]:
    ends = {row["id"]: row["end_date"] for row in c.made["engagements"]}
    return (r["engagement_id"] for r in c.made["invoices"] if r["period_end"] > (ends[r["engagement_id"]] or "9999"))


def may_not_work(c: Company) -> Iterable[str]:
    for person, row in c.people.items():
        found = c.of(person, "right_to_work")
        soon = c.ago(-91)
        if row["status"] not in ("active", "onboarding"):
            continue
        if row["kind"] == "employee" and not any((r["expires"] or "9999") > soon for r in found):
            yield person
        values = {r["value"] for r in found}
        if row["kind"] in ("agency_worker", "freelancer") and values != {"attestation"}:
            yield person


def unchecked(c: Company) -> Iterable[str]:
    for person in c.people:
        asked = c.sensitive(person) or any(row["level"] == "privileged" for row in c.open_accounts[person])
        if asked and c.people[person]["kind"] in PEOPLE:
            found = c.of(person, "background_check")
            if not any(row["issued"] > c.ago(1090) for row in found):
                yield person


def untrained(c: Company) -> Iterable[str]:
    for person, row in c.people.items():
        if row["kind"] in PEOPLE and c.open_accounts[person]:
            held = {r["type"] for r in c.records[person] if r["type"].startswith("training:")}
            needed = held | {f"training:{name}" for name in REQUIRED_TRAININGS[row["kind"]]}
            if any(not c.of(person, type) for type in needed):
                yield person


def unwelcomed(c: Company) -> Iterable[str]:
    for person in c.active(*BASELINE):
        if any(not c.of(person, type) for type in BASELINE[c.people[person]["kind"]]):
            yield person


def conflicted(c: Company) -> Iterable[str]:
    engagements = {row["id"]: row["contributor_id"] for row in c.made["engagements"]}
    yield from (
        r["subject_id"] for r in c.made["records"] if r["type"] == "conflict_declaration" and r["status"] == "open"
    )
    yield from (r["approved_by"] for r in c.made["exceptions"] if engagements[r["subject_id"]] == r["approved_by"])


def shared_accounts(c: Company) -> Iterable[str]:
    for column in ("bank_hash", "phone_hash"):
        owners: dict[str, list[Row]] = defaultdict(list)
        for row in c.people.values():
            if row[column]:
                owners[row[column]].append(row)
        for rows in owners.values():
            if len(rows) > 1:
                yield min(rows, key=lambda row: row["start_date"])["id"]


def badly_owned(c: Company) -> Iterable[str]:
    for row in c.made["agents"]:
        owner = c.people.get(row["owner_id"])
        if owner is None or owner["status"] == "ended" or owner["kind"] == "ai_agent":
            yield row["contributor_id"]


def out_of_scope(c: Company) -> Iterable[str]:
    entries = {row["contributor_id"]: row for row in c.made["agents"]}
    yield from (agent for agent in c.active("ai_agent") if agent not in entries)
    for row in c.made["agent_actions"]:
        entry = entries[row["contributor_id"]]
        allowed = row["tool"] in entry["allowed_tools"].split(";") and row["data_class"] in entry["data_classes"].split(
            ";"
        )
        if not allowed or Decimal(row["amount"] or 0) > Decimal(entry["max_amount"]):
            yield row["contributor_id"]


def unassessed(c: Company) -> Iterable[str]:
    return (r["contributor_id"] for r in c.made["agents"] if r["changed_at"] > r["assessed_at"] or not r["risk_class"])


def unannounced(c: Company) -> Iterable[str]:
    countries = {row["id"]: row["country"] for row in c.made["projects"]}
    for agent in c.active("ai_agent"):
        works_in = {c.running[agent]["country"]}
        works_in |= {countries[r["project_id"]] for r in c.made["assignments"] if r["contributor_id"] == agent}
        told = {row["value"] for row in c.of(agent, "notice")}
        if "all" not in told and works_in - told:
            yield agent


def unapproved(c: Company) -> Iterable[str]:
    for row in c.made["agent_actions"]:
        if row["amount"] and not (row["approved_by"] in c.people and c.of(row["approved_by"], "training:AI oversight")):
            yield row["contributor_id"]


def kept_too_long(c: Company) -> Iterable[str]:
    for person, row in c.people.items():
        if row["status"] == "ended" and row["end_date"] < c.ago(1096) and (row["email"] or c.records[person]):
            yield person


CHECKS: dict[str, Callable[[Company], Iterable[str]]] = {
    "CLS-01": unclassified,
    "CLS-02": controlled,
    "CLS-03": not_independent,
    "CLS-04": undetermined,
    "CLS-06": rated,
    "CON-04": statements_of_work,
    "TEN-02": underpaid,
    "TEN-03": too_long,
    "CON-01": unsigned,
    "CON-02": uncovered_secrets,
    "CON-03": uninsured,
    "CON-11": untaxed,
    "CON-12": charged_after,
    "PPL-01": may_not_work,
    "PPL-02": unchecked,
    "PPL-03": untrained,
    "PPL-06": conflicted,
    "PPL-07": unwelcomed,
    "PPL-08": shared_accounts,
    "AGT-01": badly_owned,
    "AGT-02": out_of_scope,
    "AGT-03": unassessed,
    "AGT-04": unannounced,
    "AGT-06": unapproved,
    "PRV-02": kept_too_long,
}


@pytest.fixture(scope="module", params=DAYS, ids=str)
def company(request: pytest.FixtureRequest) -> Company:
    return Company(request.param)


@pytest.mark.parametrize("rule", CHECKS)
def test_only_the_planted_subjects_break_the_rule(company: Company, rule: str) -> None:
    expected = {gap.subject_id for gap in company.planted if gap.rule == rule}
    assert set(CHECKS[rule](company)) == expected


def test_a_booking_without_a_valid_certificate_is_planted(company: Company) -> None:
    wanted = {r["demand_id"] for r in company.made["demand_skills"] if r["skill"] == "High-voltage switching"}
    short = {
        row["id"]
        for row in company.made["assignments"]
        if row["demand_id"] in wanted
        and not any(
            r["type"] == "certificate:High-voltage switching" and r["expires"] >= row["end_date"]
            for r in company.records[row["contributor_id"]]
        )
    }
    assert short == {gap.subject_id for gap in company.planted if gap.rule == "PPL-04"}


def test_one_address_under_two_numbers_is_planted(company: Company) -> None:
    owners: dict[str, list[Row]] = defaultdict(list)
    for row in company.people.values():
        if row["email"]:
            owners[row["email"].lower()].append(row)
    double = {min(rows, key=lambda r: r["start_date"])["id"] for rows in owners.values() if len(rows) > 1}
    planted_here = {gap.subject_id for gap in company.planted if gap.rule == "DAT-01"}
    assert len(planted_here - double) == 1  # the other one stands in the partner portal
    assert double < planted_here


def test_what_may_not_be_written_is_written_twice(company: Company) -> None:
    words = ("surgery", "trade union", "pregnan", "religio", "visa", "disab")
    found = {
        person
        for person, row in company.people.items()
        if any(word in f"{row['interests']} {row['title']} {row['notes']}".lower() for word in words)
    }
    assert found == {gap.subject_id for gap in company.planted if gap.rule == "PRV-01"}
    assert any("customs union" in row["interests"] for row in company.people.values())


def test_settings_are_json(company: Company) -> None:
    for row in company.made["rule_settings"]:
        json.loads(row["value"])
