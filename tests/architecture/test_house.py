"""The rules of the house that no linter knows."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from assistant.graph.nodes import schemas
from assistant.graph.speech import SPEECH_ACTS
from assistant.prompts import prompt
from knowledge.workforce.governance.rules import RULES
from tools.catalogue import CATALOGUE

ROOT = Path(__file__).parents[2]
CODE = [p for folder in ("assistant", "tools", "knowledge", "evals", "tests") for p in (ROOT / folder).rglob("*.py")]
LONGEST = 400


def test_no_file_has_two_subjects() -> None:
    long = {str(p.relative_to(ROOT)): n for p in CODE if (n := len(p.read_text().splitlines())) > LONGEST}
    assert {name for name in long if "/migrations/" not in name} == set()


def test_names_say_something() -> None:
    assert [p for p in CODE if p.stem in ("utils", "util", "helpers", "helper", "common", "misc")] == []


def test_every_public_module_says_what_it_is() -> None:
    silent = [p for p in CODE if "tests" not in p.parts and not ast.get_docstring(ast.parse(p.read_text()))]
    assert silent == []


def test_help_loads_nothing_heavy() -> None:
    heavy = ["langgraph", "langchain_core", "chromadb", "onnxruntime", "numpy", "fastapi", "sqlalchemy", "pydantic"]
    code = (
        "import sys\nfrom assistant.cli.main import run\nassert run(['--help']) == 0\n"
        f"print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stderr.strip() == "[]"


def test_an_answer_of_the_built_in_model_loads_no_chroma_and_no_openai() -> None:
    code = (
        "import sys, assistant.service, assistant.models.builtin.model, knowledge.policies.index\n"
        "print([m for m in ('chromadb', 'langchain_openai', 'openai', 'fastapi', 'alembic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"


def test_tools_are_complete() -> None:
    assert len({tool.name for tool in CATALOGUE}) == len(CATALOGUE)
    for tool in CATALOGUE:
        assert len(tool.examples) >= 6, tool.name
        assert tool.description.endswith("."), tool.name
        for name, field in tool.input.model_fields.items():
            assert field.description, (tool.name, name)
        assert tool.name not in SPEECH_ACTS


def test_no_tool_decides_for_people() -> None:
    forbidden = re.compile(r"approve|reject|waive|erase|grant|accept", re.IGNORECASE)
    assert [tool.name for tool in CATALOGUE if forbidden.search(tool.name)] == []


def test_the_system_prompt_as_a_model_reads_it() -> None:
    text = prompt("system", today="Tuesday 2026-11-24", actor="ana@x.example", roles="manager")
    assert text.startswith("You are Workforce Assistant.")
    assert "Today is Tuesday 2026-11-24. You answer for ana@x.example (manager)." in text
    assert not re.search(r"\{\w+\}", text)
    assert schemas.__doc__


def test_every_rule_cites_a_clause_of_the_companys_policies() -> None:
    import yaml

    clauses = yaml.safe_load((ROOT / "knowledge/workforce/governance/clauses.yaml").read_text())
    assert {rule.id for rule in RULES} <= set(clauses)


def test_nothing_of_a_machine_is_in_the_text() -> None:
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=True).stdout.split(
        "\n"
    )
    places = re.compile(r"/(?:root|home/\w+|Users/\w+)/")
    found = [
        name
        for name in tracked
        if name
        and name != "uv.lock"
        and (ROOT / name).is_file()
        and places.search((ROOT / name).read_text(errors="ignore"))
    ]
    assert [name for name in found if not name.endswith("test_house.py")] == []
