"""What all tables share: the base, exact numbers, and the columns that say where a row comes from."""

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, ForeignKey, Integer, MetaData, String, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

_MILLION = Decimal(1_000_000)


class Exact(TypeDecorator[Decimal]):
    """A decimal with six places, stored as a whole number of millionths: sums and comparisons are exact everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> int | None:
        if value is None:
            return None
        return int((Decimal(str(value)) * _MILLION).to_integral_value(ROUND_HALF_EVEN))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        exact = (Decimal(int(value)) / _MILLION).normalize()
        return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


class Moment(TypeDecorator[datetime]):
    """A time stamp, stored and read in UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The registry's tables. Constraint names are fixed, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {Decimal: Exact, datetime: Moment, dict[str, Any]: JSON, list[str]: JSON, str: String}  # noqa: RUF012


class Imported:
    """Where a row comes from.

    `row_key` tells it from the others of its source and table (its id, where it has one); `digest` is a hash of what was
    imported, so that an equal row is known without comparing; `extra` keeps columns that the bundle doesn't know.
    """

    pk: Mapped[int] = mapped_column(Integer, primary_key=True)
    source: Mapped[str] = mapped_column(String(100))
    row_key: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64), default="")
    import_pk: Mapped[int | None] = mapped_column(ForeignKey("import_run.pk", ondelete="SET NULL"))
    extra: Mapped[dict[str, Any] | None]

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("source", "row_key"),)


class Identified(Imported):
    """A row with an id of its own. `id` is what people see: the source's, or `<source>:<id>` where two hold the same."""

    source_id: Mapped[str] = mapped_column(String, index=True)
    id: Mapped[str] = mapped_column(String, index=True)
