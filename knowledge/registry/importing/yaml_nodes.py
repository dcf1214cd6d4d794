"""YAML read with its line numbers, so that a mistake is told as file, line and what to do.

Scalars stay the text that was written: in a mapping `no`, `007` and `2024-01-05` are words, not values.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from knowledge.workforce.errors import BadInput

if TYPE_CHECKING:
    from yaml import Node as YamlNode

LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of a YAML file, asked for the form it must have."""

    path: Path
    line: int
    value: "str | list[Node] | dict[str, Node]"

    def wrong(self, problem: str) -> NoReturn:
        raise BadInput(f"{self.path}, line {self.line}: {problem}.")

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.wrong("one value is needed here, not a list or a block")
        return self.value

    def flag(self) -> bool:
        if self.value not in ("true", "false"):
            self.wrong("write true or false here")
        return self.value == "true"

    def texts(self) -> tuple[str, ...]:
        """A list of values, or one value alone."""
        return tuple(node.text() for node in self.items())

    def items(self) -> "list[Node]":
        return self.value if isinstance(self.value, list) else [self]

    def members(self, allowed: Collection[str], required: Collection[str] = ()) -> "dict[str, Node]":
        """The block's members, all of them among `allowed`."""
        members = self.block()
        for name, node in members.items():
            if name not in allowed:
                node.wrong(f"{name!r} is not known here; the words are {', '.join(allowed)}")
        for name in required:
            if name not in members:
                self.wrong(f"{name!r} is missing; add it")
        return members

    def block(self) -> "dict[str, Node]":
        if not isinstance(self.value, dict):
            self.wrong("a block of `name: value` lines is needed here")
        return self.value


def read_yaml(path: Path) -> Node:
    """The file's one document. Raises `BadInput` when it can't be read, is no YAML, or repeats itself by aliases."""
    import yaml

    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path} is larger than {LARGEST:,} bytes; a mapping is a short file.")
        text = path.read_text(encoding="utf-8-sig")
        # An alias can stand for a block of aliases: a few lines would unfold without end.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise BadInput(f"{path} uses YAML aliases (*name), which mappings don't have; write the block out.")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise BadInput(f"The mapping {path} can't be read: {(error.strerror or '').lower()}; check the path.") from None
    except UnicodeDecodeError:
        raise BadInput(f"The mapping {path} is not UTF-8 text; save it in UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"{path}, line {line}: this is not YAML ({error.problem}); mend it.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise BadInput(f"{path} is not YAML ({str(error).splitlines()[0][:120]}); mend it.") from None
    if root is None:
        raise BadInput(f"The mapping {path} is empty; docs/mappings.md shows how to write one.")
    return _node(path, root)


def _node(path: Path, node: object) -> Node:
    import yaml

    match node:
        case yaml.ScalarNode():
            return Node(path, node.start_mark.line + 1, cast("str", node.value))
        case yaml.SequenceNode():
            items = [_node(path, item) for item in cast("list[object]", node.value)]
            return Node(path, node.start_mark.line + 1, items)
        case yaml.MappingNode():
            members: dict[str, Node] = {}
            for name, value in _pairs(node.value):
                if not isinstance(name, yaml.ScalarNode) or name.value in members:
                    raise BadInput(f"{path}, line {name.start_mark.line + 1}: this name is no text or stands twice.")
                members[cast("str", name.value)] = _node(path, value)
            return Node(path, node.start_mark.line + 1, members)
        case _:
            raise TypeError(f"no YAML node: {node!r}")


def _pairs(value: object) -> "list[tuple[YamlNode, YamlNode]]":
    return cast("list[tuple[YamlNode, YamlNode]]", value)
