"""The same id under another name in another source is told, with examples, and nothing is merged."""

from collections.abc import Callable
from pathlib import Path

from knowledge.registry.importing import ImportReport
from knowledge.registry.registry import Registry
from knowledge.workforce.criteria import Criteria
from knowledge.workforce.viewer import OPERATOR


def test_an_id_under_another_name_is_told(
    importing: Callable[..., ImportReport], bundle: Callable[..., Path], registry: Registry
) -> None:
    head = "id,kind,name,status\n"
    first = bundle("a", contributors=head + "1,employee,Ann Mayer,active\n2,employee,Bo Huber,active\n")
    second = bundle("b", contributors=head + "1,employee,Carl Wolf,active\n2,employee,BO HUBER,active\n")
    assert importing(first, "hr").warnings == []
    (told,) = importing(second, "it").warnings
    assert told.startswith("contributors: 1 id stands in hr under another name (1: Carl Wolf here, Ann Mayer there)")
    assert importing(second, "it").warnings == [told]
    assert importing(second, "it", dry_run=True).warnings == []
    with registry.reading(OPERATOR) as reading:
        assert [c.id for c in reading.contributors(Criteria())] == ["hr:1", "it:2", "hr:2", "it:1"]
