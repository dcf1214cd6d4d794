"""The shape in which tools list people, and the parts that several tools show of them."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import BaseModel

from knowledge.source import Source
from knowledge.workforce.availability import Availability
from knowledge.workforce.kinds import ContributorKind
from knowledge.workforce.matching import Factor
from knowledge.workforce.money import Rate
from knowledge.workforce.people import Contributor
from knowledge.workforce.viewer import Data, Viewer
from knowledge.workforce.window import Window
from knowledge.workforce.wording import cell, day, percent, span
from knowledge.workforce.work import Booking
from tools.contract import SourceOut

KindName = Literal["employee", "agency_worker", "freelancer", "vendor_worker", "partner", "ai_agent", "external"]
"""A kind of contributor; `external` is everybody but employees and AI agents."""


class Who(BaseModel):
    id: str
    name: str
    kind: str


class RateOut(BaseModel):
    amount: float
    currency: str
    unit: str

    @classmethod
    def of(cls, rate: Rate | None) -> "RateOut | None":
        return cls(amount=float(rate.amount), currency=rate.currency, unit=rate.unit.value) if rate else None


class FactorOut(BaseModel):
    name: str
    value: float
    weight: float
    contribution: float


class BookingOut(BaseModel):
    project: str
    project_name: str
    share: float
    share_percent: float
    start: date
    end: date
    status: str


class SpanOut(BaseModel):
    start: date
    end: date


class AvailabilityOut(BaseModel):
    """Shares as fractions and in percent. `leave` is None for who may not see leave dates."""

    share: float
    share_percent: float
    share_otherwise: float | None
    share_otherwise_percent: float | None
    some_days_unavailable: bool
    leave: list[SpanOut] | None
    tentative: list[BookingOut]
    bookings: list[BookingOut]


class Candidate(BaseModel):
    contributor: Who
    rank: int | None
    score: float
    availability: float | None
    availability_percent: float | None
    title: str | None
    org_unit: str | None
    country: str | None
    city: str | None
    supplier: str | None
    skills: list[str]
    rate: RateOut | None
    tentative: list[BookingOut]
    factors: list[FactorOut]
    blocked_by: list[str]
    why_not: str
    remarks: list[str]


def who(contributor: Contributor) -> Who:
    return Who(id=contributor.id, name=contributor.name, kind=contributor.kind.value)


def candidate(
    contributor: Contributor,
    *,
    rank: int | None,
    free: Availability | None,
    skills: Iterable[str] = (),
    score: float = 0.0,
    factors: Iterable[Factor] = (),
    blocked_by: Iterable[str] = (),
    remarks: Iterable[str] = (),
) -> Candidate:
    """One row of a list of people."""
    wanted = [name.casefold() for name in skills]
    shown = [skill for skill in contributor.skills if skill.name.casefold() in wanted]
    blocked = list(blocked_by)
    return Candidate(
        contributor=who(contributor),
        rank=rank,
        score=score,
        availability=free.share if free else None,
        availability_percent=_in_percent(free.share) if free else None,
        title=contributor.title,
        org_unit=contributor.org_unit_name,
        country=contributor.country,
        city=contributor.city,
        supplier=contributor.supplier_name,
        skills=[f"{skill.name} (level {skill.level})" for skill in shown],
        rate=RateOut.of(contributor.rate),
        tentative=[booking_out(booking) for booking in free.tentative] if free else [],
        factors=[FactorOut(name=f.name, value=f.value, weight=f.weight, contribution=f.contribution) for f in factors],
        blocked_by=blocked,
        why_not="; ".join(blocked),
        remarks=list(remarks),
    )


def availability_out(viewer: Viewer, contributor: Contributor, free: Availability) -> AvailabilityOut:
    """An availability as this viewer may see it: leave days only to who may see them, the figure to everybody."""
    sees_leave = viewer.sees(
        Data.LEAVE, contributor_id=contributor.id, unit=contributor.org_unit, external=contributor.kind.external
    )
    otherwise = free.share_otherwise
    return AvailabilityOut(
        share=free.share,
        share_percent=_in_percent(free.share),
        share_otherwise=otherwise,
        share_otherwise_percent=None if otherwise is None else _in_percent(otherwise),
        some_days_unavailable=bool(free.leave or free.outside),
        leave=[SpanOut(start=away.start, end=away.end) for away in free.leave] if sees_leave else None,
        tentative=[booking_out(booking) for booking in free.tentative],
        bookings=[booking_out(booking) for booking in free.bookings],
    )


def booking_out(booking: Booking) -> BookingOut:
    return BookingOut(
        project=booking.project_id,
        project_name=booking.project_name,
        share=booking.fte,
        share_percent=_in_percent(booking.fte),
        start=booking.start_date,
        end=booking.end_date,
        status=booking.status.value,
    )


def record(contributor: Contributor) -> SourceOut:
    """The contributor's record as a source."""
    return SourceOut.of(
        Source("record", contributor.ref, contributor.name, location=f"registry, source {contributor.source}")
    )


def table(candidates: list[Candidate], *, skills: bool, availability: bool, rates: bool) -> str:
    """People as a Markdown table, each with the mark of their record."""
    headings = ["#", "Name", "Kind", "Where"]
    headings += ["Skills"] if skills else []
    headings += ["Free"] if availability else []
    headings += ["Rate"] if rates else []
    lines = ["| " + " | ".join(headings) + " |", "|" + " --- |" * len(headings)]
    for n, row in enumerate(candidates, 1):
        where = ", ".join(part for part in (row.org_unit or row.supplier, row.city or row.country) if part)
        cells = [str(row.rank or n), f"{cell(row.contributor.name)} [[contributor:{row.contributor.id}]]"]
        cells += [ContributorKind(row.contributor.kind).label, cell(where)]
        cells += [cell(", ".join(row.skills))] if skills else []
        cells += [percent(row.availability) if row.availability is not None else ""] if availability else []
        cells += [_rate(row)] if rates else []
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def lines(candidates: list[Candidate], *, availability: bool, rates: bool) -> str:
    """Up to three people as a list."""
    said: list[str] = []
    for row in candidates:
        parts = [ContributorKind(row.contributor.kind).label, row.title, row.org_unit or row.supplier, row.city]
        parts += row.skills
        if availability and row.availability is not None:
            parts.append(f"{percent(row.availability)} free")
        if rates and row.rate is not None:
            parts.append(_rate(row))
        told = ", ".join(part for part in parts if part)
        said.append(f"- **{row.contributor.name}** ({told}) [[contributor:{row.contributor.id}]]")
    return "\n".join(said)


def tentative_notes(candidates: list[Candidate]) -> str:
    """The tentative bookings of those listed, which block nothing and may become real."""
    said = [
        f"{row.contributor.name} {'; '.join(tentative_note(booking) for booking in row.tentative)}"
        for row in candidates
        if row.tentative
    ]
    return f"\n\nTentative, not counted: {'. '.join(said)}." if said else ""


def tentative_note(booking: BookingOut) -> str:
    when = span(Window(booking.start, booking.end))
    return f"{percent(booking.share)} on {booking.project_name}, {when}"


def leave_note(found: AvailabilityOut) -> str:
    """Why a window's figure is 0 although there is free time in it, as far as it may be told."""
    if found.leave:
        days = "; ".join(day(a.start) if a.start == a.end else span(Window(a.start, a.end)) for a in found.leave)
        return f"On leave: {days}."
    return "Not available on some days." if found.some_days_unavailable else ""


def _rate(row: Candidate) -> str:
    if row.rate is None:
        return ""
    amount = f"{row.rate.amount:,.2f}".removesuffix(".00")
    return f"{row.rate.currency} {amount} per {row.rate.unit}"


def _in_percent(share: float) -> float:
    return round(share * 100, 2)
