"""Rules of people (PPL): right to work, checks, training, certificates, managers, conflicts, onboarding, fraud."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from knowledge.workforce.governance.facts import ContributorFact, Facts, RecordFact
from knowledge.workforce.governance.gap import Evidence, Gap
from knowledge.workforce.governance.months import add_months
from knowledge.workforce.governance.pairs import shared
from knowledge.workforce.governance.rule import Rule, shown
from knowledge.workforce.kinds import ContributorKind, ContributorStatus, Importance

HERE = (ContributorStatus.ACTIVE, ContributorStatus.ONBOARDING)
CERTIFICATE, TRAINING = "certificate:", "training:"


def right_to_work(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-01: no evidence of the right to work, or too much of it taken from somebody who is not employed."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds or contributor.status not in HERE:
            continue
        engagement = facts.running_of(contributor.id)
        ref = f"contributor:{contributor.id}"
        valid = facts.valid_records(contributor, "right_to_work")
        if contributor.kind is ContributorKind.EMPLOYEE:
            warn = timedelta(days=rule.setting(facts, "warn_days", *facts.place(contributor, engagement)))
            ends = (
                None
                if any(r.expires is None for r in valid)
                else max((r.expires for r in valid if r.expires), default=None)
            )
            if not valid:
                yield rule.of_contributor(contributor, contributor.start_date, [Evidence(ref, "right_to_work", None)])
            elif ends is not None and ends <= facts.as_of + warn:
                evidence = [Evidence(ref, "right_to_work expires", shown(ends))]
                yield rule.of_contributor(contributor, ends - warn, evidence, due=ends)
            continue
        forms = [
            record
            for record in facts.records_of(contributor, engagement, type_="right_to_work")
            if _says(record, "I-9") and record.status != "revoked"
        ]
        if forms:
            evidence = [Evidence(ref, "right_to_work", form.value) for form in forms]
            yield rule.of_contributor(contributor, forms[0].issued, evidence)
        elif not any(_says(record, "attestation") for record in valid):
            evidence = [Evidence(ref, "right_to_work", "; ".join(r.value or "unknown" for r in valid) or None)]
            yield rule.of_contributor(contributor, contributor.start_date, evidence)


def background_check(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-02: access that asks for a background check, and none that is valid and recent."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds or contributor.id not in facts.access_of:
            continue
        country, region = facts.place(contributor, facts.running_of(contributor.id))
        needs = rule.setting(facts, "needs", country, region)
        rows = [row for row in facts.access_of[contributor.id] if row.level in needs or row.data_class in needs]
        if not rows:
            continue
        months = rule.setting(facts, "max_age_months", country, region)
        checks = facts.valid_records(contributor, "background_check")
        dates = [check.issued for check in checks if check.issued is not None]
        recent = any(check.issued is None for check in checks) or any(
            add_months(day, months) >= facts.as_of for day in dates
        )
        if recent:
            continue
        newest = max(dates, default=None)
        granted = min((row.granted_at for row in rows if row.granted_at is not None), default=None)
        since = add_months(newest, months) + timedelta(days=1) if newest is not None else granted
        evidence = [Evidence(f"contributor:{contributor.id}", "background_check", shown(newest))]
        evidence += [Evidence(f"access:{row.id}", "level", row.level or row.data_class) for row in rows]
        yield rule.of_contributor(contributor, since, evidence)


def training_overdue(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-03: a training that is required, or was taken once, is not valid while some access is open."""
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds or contributor.id not in facts.access_of:
            continue
        engagement = facts.running_of(contributor.id)
        required: Mapping[str, Sequence[str]] = rule.setting(
            facts, "required_trainings", *facts.place(contributor, engagement)
        )
        newest = _newest(facts.records_of(contributor, engagement), TRAINING, facts.as_of)
        names = {name.casefold(): name for name in required.get(contributor.kind.value, ())}
        names |= {key: record.type.removeprefix(TRAINING) for key, record in newest.items()}
        overdue = [key for key in sorted(names) if key not in newest or not newest[key].valid(facts.as_of)]
        if overdue:
            evidence = [
                Evidence(
                    f"contributor:{contributor.id}",
                    TRAINING + names[key],
                    (shown(newest[key].expires) or newest[key].status) if key in newest else None,
                )
                for key in overdue
            ]
            ends = [newest[key].expires for key in overdue if key in newest]
            known = [end for end in ends if end is not None and end < facts.as_of]
            since = min(known) + timedelta(days=1) if known else None
            yield rule.of_contributor(contributor, since, evidence)


def certificate_ends(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-04: a booking on a demand that asks for a certificate which is missing, or ends before the booking does."""
    listed: Sequence[str] = rule.setting(facts, "certificate_skills")
    known = facts.certificate_names | {name.casefold() for name in listed}
    asked: dict[str, list[str]] = defaultdict(list)
    for need in facts.demand_skills:
        if need.importance == Importance.MUST and need.skill.casefold() in known:
            asked[need.demand_id].append(need.skill)
    for booking in facts.assignments:
        contributor = facts.contributor(booking.contributor_id)
        skills = asked.get(booking.demand_id or "", ())
        if not skills or contributor is None or contributor.kind not in rule.kinds or booking.end_date < facts.as_of:
            continue
        records = facts.records_of(contributor, facts.running_of(contributor.id))
        newest = _newest(records, CERTIFICATE, facts.as_of)
        evidence: list[Evidence] = []
        since: date | None = None
        for skill in skills:
            record = newest.get(skill.casefold())
            holds = record is not None and record.status == "valid"
            if holds and record is not None and (record.expires is None or record.expires >= booking.end_date):
                continue
            ends = record.expires if record is not None and holds else None
            evidence.append(Evidence(f"contributor:{contributor.id}", CERTIFICATE + skill, shown(ends)))
            since = ends + timedelta(days=1) if ends is not None else booking.start_date
        if evidence:
            evidence.append(Evidence(f"assignment:{booking.id}", "end_date", shown(booking.end_date)))
            subject = ("assignment", booking.id, contributor.name)
            yield rule.gap(rule.severity, subject, contributor.id, since, evidence)


def no_manager(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-05: somebody active whose manager is not named, not known, or no longer here."""
    exempt = {unit.head_id for unit in facts.org_units if not unit.parent_ref}
    for contributor in facts.contributors:
        partner = contributor.kind is ContributorKind.PARTNER
        if contributor.kind not in rule.kinds or partner or contributor.status is not ContributorStatus.ACTIVE:
            continue
        manager = facts.contributor(contributor.manager_id)
        if contributor.id in exempt or (manager is not None and not ended(manager, facts.as_of)):
            continue
        evidence = [
            Evidence(f"contributor:{contributor.id}", "manager_id", contributor.manager_id or contributor.manager_ref)
        ]
        since = contributor.start_date
        if manager is not None:
            evidence.append(Evidence(f"contributor:{manager.id}", "end_date", shown(manager.end_date)))
            since = manager.end_date + timedelta(days=1) if manager.end_date is not None else since
        yield rule.of_contributor(contributor, since, evidence)


def conflict_of_interest(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-06: a declared conflict that nobody has decided, or an exception approved by whom it concerns."""
    approved: dict[str, list[Evidence]] = defaultdict(list)
    since: dict[str, date | None] = {}
    for row in facts.exceptions:
        about = facts.behind(row.subject_type, row.subject_id)
        if about is not None and row.approved_by == about:
            ref = f"{row.subject_type}:{row.subject_id}"
            approved[about].append(Evidence(ref, f"exception to {row.rule} approved_by", about))
            since.setdefault(about, row.approved_at)
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds:
            continue
        declared = [
            record
            for record in facts.records_on("contributor", contributor.id)
            if record.type == "conflict_declaration" and record.status == "open"
        ]
        evidence = [
            Evidence(f"contributor:{contributor.id}", "conflict_declaration", shown(r.issued) or "open")
            for r in declared
        ]
        evidence += approved.get(contributor.id, [])
        if evidence:
            first = min((r.issued for r in declared if r.issued is not None), default=since.get(contributor.id))
            yield rule.of_contributor(contributor, first, evidence)


def onboarding_baseline(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-07: what everybody of a kind is given at the start is missing; without a baseline nobody can tell."""
    if not any(row.rule == rule.id and row.key == "baseline" and row.value for row in facts.settings):
        evidence = [Evidence("organisation:all", "baseline", None)]
        yield rule.gap(rule.severity, ("organisation", "all", "the whole organisation"), None, None, evidence)
        return
    for contributor in facts.contributors:
        if contributor.kind not in rule.kinds or contributor.status is not ContributorStatus.ACTIVE:
            continue
        place = facts.place(contributor, facts.running_of(contributor.id))
        baseline: Any = rule.setting(facts, "baseline", *place)
        wanted: Sequence[str] = baseline.get(contributor.kind.value, ())
        missing = [type_ for type_ in wanted if not facts.valid_records(contributor, type_)]
        if missing:
            evidence = [Evidence(f"contributor:{contributor.id}", type_, None) for type_ in missing]
            yield rule.of_contributor(contributor, contributor.start_date, evidence)


def possible_fraud(rule: Rule, facts: Facts) -> Iterator[Gap]:
    """PPL-08: one bank account or telephone for two people; for a person to look at, never a finding of fraud."""
    among = [contributor for contributor in facts.contributors if contributor.kind in rule.kinds]
    for (first, second), fields in shared(among, ("bank_hash", "phone_hash")).items():
        evidence = [
            Evidence(f"contributor:{first.id}", name, f"the same as contributor:{second.id}") for name in fields
        ]
        dates = [day for day in (first.start_date, second.start_date) if day is not None]
        yield rule.of_contributor(first, max(dates, default=None), evidence, other=second.id)


def ended(contributor: ContributorFact, day: date) -> bool:
    """Whether somebody is no longer here on that day."""
    past = contributor.end_date is not None and contributor.end_date < day
    return contributor.status is ContributorStatus.ENDED or past


def _newest(records: Sequence[RecordFact], prefix: str, day: date) -> dict[str, RecordFact]:
    """The newest record up to the day for each name behind the prefix, names in lower case."""
    found: dict[str, RecordFact] = {}
    for record in records:
        if not record.type.startswith(prefix) or (record.issued is not None and record.issued > day):
            continue
        name = record.type.removeprefix(prefix).casefold()
        known = found.get(name)
        if known is None or _age(record) >= _age(known):
            found[name] = record
    return found


def _age(record: RecordFact) -> tuple[date, date]:
    return record.issued or date.min, record.expires or date.max


def _says(record: RecordFact, value: str) -> bool:
    return (record.value or "").strip().casefold() == value.casefold()
