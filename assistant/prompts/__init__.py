"""The text that models read, one Markdown file a purpose."""

from functools import cache
from importlib.resources import files


@cache
def _template(name: str) -> str:
    return files("assistant.prompts").joinpath(f"{name}.md").read_text(encoding="utf-8").strip()


def prompt(name: str, **values: str) -> str:
    """The prompt `name` with its `{placeholders}` filled."""
    return _template(name).format(**values)
