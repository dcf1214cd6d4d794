"""One gap with its evidence led back to the rows of the source systems: what a person sees who follows a gap."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from knowledge.registry.lineage import Lineage
from knowledge.registry.registry import Registry
from knowledge.workforce.viewer import Viewer


def followed(registry: Registry, viewer: Viewer, id_: str, links: Mapping[str, str]) -> dict[str, Any]:
    """A gap that stands today, each item of its evidence with its `origin`. Raises `NoSuchThing`.

    `links` gives each source the address of a row, with `{table}` and `{row}` in it.
    """
    gap = registry.gaps.one(id_, viewer, registry.today())
    evidence = [
        {
            "ref": item.ref,
            "field": item.field,
            "value": item.value,
            "origin": row.as_json(_link(row, links)) if row is not None else None,
        }
        for item, row in registry.gaps.traced(gap)
    ]
    return {**gap.as_json(), "evidence": evidence}


def _link(row: Lineage, links: Mapping[str, str]) -> str | None:
    """The row's address in its source system. Its id is data, so it is quoted whole."""
    pattern = links.get(row.source)
    if pattern is None:
        return None
    return pattern.replace("{table}", row.table).replace("{row}", quote(row.row, safe=""))
