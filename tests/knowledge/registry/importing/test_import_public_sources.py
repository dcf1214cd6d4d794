"""Exports as public bodies really publish them: what loads is counted a second time, by other means."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.registry.importing import ImportReport
from knowledge.registry.importing.suggesting import suggest_mapping
from knowledge.workforce.errors import BadInput

Importing = Callable[..., ImportReport]
SOURCES = Path(__file__).resolve().parents[5] / "shared" / "data" / "sources"
pytestmark = pytest.mark.skipif(not SOURCES.exists(), reason="the public sources are not beside the repository")
PRICES = SOURCES / "gsa_price_lists"


def slug(text: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", text.casefold()))


def test_the_contract_register_gives_its_suppliers(importing: Importing) -> None:
    with (SOURCES / "act_contracts_2025.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    spellings = {row["suppliers"].strip() for row in rows if row["suppliers"].strip()}
    counts = importing(SOURCES / "act_contracts_2025.csv", mapping=Path("generic-suppliers")).tables["suppliers"]
    assert counts.read == len(spellings)
    assert counts.created == len({slug(name) for name in spellings})
    # Two spellings with one id: the second is told, not merged.
    assert counts.rejected == counts.read - counts.created


@pytest.mark.parametrize("name", ["s70_sample.csv", "s70_bad_sample.csv"])
def test_a_price_list_gives_its_vendors(importing: Importing, name: str) -> None:
    with (PRICES / name).open(encoding="utf-8-sig", newline="") as file:
        vendors = {row["VENDOR NAME"].strip() for row in csv.DictReader(file)} - {""}
    counts = importing(PRICES / name, mapping=Path("generic-suppliers")).tables["suppliers"]
    assert counts.created == len({slug(vendor) for vendor in vendors})


@pytest.mark.parametrize(
    ("name", "sheet", "column"),
    [
        ("03FAC_example.xlsx", "Service Pricing", "Service Proposed (e.g. Labor Category or Job Title/Task)"),
        ("r10_example.xlsx", "Service Pricing", "Service Proposed (e.g. Labor Category or Job Title/Task)"),
        ("s70_example.xlsx", "(3)Labor Categories", "SERVICE PROPOSED (e.g. Job Title/Task)"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_a_price_workbook_gives_its_labour_categories(
    importing: Importing, tmp_path: Path, name: str, sheet: str, column: str
) -> None:
    from openpyxl import load_workbook

    (tmp_path / "m.yaml").write_text(
        f'files:\n  - match: "*.xlsx"\n    sheet: "{sheet}"\n    tables:\n      - table: skills\n        distinct: true\n'
        f'        columns: {{name: "{column}"}}\n'
    )
    rows = [row for row in load_workbook(PRICES / name)[sheet].iter_rows(values_only=True) if any(row)]
    header = next(n for n, row in enumerate(rows) if column in [" ".join(str(cell).split()) for cell in row])
    at = [" ".join(str(cell).split()) for cell in rows[header]].index(column)
    named = {str(row[at]).strip() for row in rows[header + 1 :] if row[at] is not None and str(row[at]).strip()}
    assert importing(PRICES / name, mapping=tmp_path / "m.yaml").tables["skills"].created == len(named)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_what_has_no_mapping_is_refused_with_the_way_out(importing: Importing) -> None:
    for path in [*sorted(PRICES.glob("*.csv")), *sorted(PRICES.glob("*.xlsx")), SOURCES / "act_contracts_2025.csv"]:
        with pytest.raises(BadInput, match="--mapping"):
            importing(path)


def test_a_mapping_is_proposed_for_the_contract_register(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(suggest_mapping(SOURCES / "act_contracts_2025.csv"))
    report = importing(SOURCES / "act_contracts_2025.csv", mapping=tmp_path / "m.yaml")
    assert report.tables["suppliers"].created > 0
