"""What an import would change in rows that stand: shown by a dry run, field by field."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from knowledge.registry.importing.report import Difference

_OWN = frozenset({"pk", "pk_", "id", "source", "source_id", "row_key", "digest", "import_pk"})
SHOWN = 100
"""Rows whose changes are kept for showing; a dry run of more says how many there are."""


def differences(session: Session, table: Table, name: str, rows: Sequence[Mapping[str, Any]]) -> list[Difference]:
    """The fields in which prepared rows (with the pk of the stored one as `pk_`) differ from what is stored."""
    wanted = {params["pk_"]: params for params in rows}
    found: list[Difference] = []
    for stored in session.execute(select(table).where(table.c.pk.in_(wanted))).mappings():
        params = wanted[stored["pk"]]
        for column, new in params.items():
            if column in _OWN or column not in table.c or column.endswith("_pk") or stored[column] == new:
                continue
            key = str(stored["row_key"]).replace("\x1f", ", ")
            field = column.removesuffix("_ref")
            found.append(Difference(name, key, field, _shown(stored[column]), _shown(new)))
    return found


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = "; ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else str(value)
    return text if len(text) <= 80 else text[:77] + "…"
