"""Finding one person in several records: ours beside rules alone, and beside Splink when it is installed.

python evals/benchmarks/identity.py [folder with dataset1.csv … and their true pairs]   (make bench installs Splink)
"""

import csv
import sys
import time
from datetime import date
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

from knowledge.workforce.identity.matching import propose
from knowledge.workforce.identity.record import Record

DEFAULT = Path(__file__).parents[3] / "shared" / "data" / "entity_resolution"
SAME, REVIEW = 0.95, 0.70
Pairs = set[tuple[str, str]]


def load(folder: Path, name: str) -> tuple[list[Record], Pairs]:
    """The records without their identifier columns, and the true pairs."""
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        rows = [{k.strip(): v.strip() for k, v in row.items()} for row in csv.DictReader(file)]
    with (folder / f"{name}_true_pairs.csv").open(encoding="utf-8") as file:
        true: Pairs = {pair(a.strip(), b.strip()) for a, b in list(csv.reader(file))[1:]}
    return [
        Record(
            ref=row["rec_id"],
            name="",
            given_name=row["given_name"],
            family_name=row["surname"],
            birth_date=day(row["date_of_birth"]),
            street=f"{row['street_number']} {row['address_1']}".strip(),
            city=row["suburb"],
            postcode=row["postcode"],
            region=row["state"],
        )
        for row in rows
    ], true


def pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return None


def by_rule(records: list[Record]) -> Pairs:
    """The same surname and birth date."""
    groups: dict[tuple[str, date], list[str]] = {}
    for record in records:
        if record.family_name and record.birth_date:
            groups.setdefault((record.family_name, record.birth_date), []).append(record.ref)
    return {pair(a, b) for refs in groups.values() for a, b in combinations(refs, 2)}


def by_us(records: list[Record]) -> Pairs:
    return {(m.a, m.b) for m in propose(records, least=REVIEW, same=SAME) if m.score >= SAME}


def by_splink(records: list[Record]) -> Pairs:
    """Splink on DuckDB with its own comparisons for people, trained as its tutorial does."""
    # Imported by name: only `make bench` installs them, and the checks do without.
    pandas: Any = import_module("pandas")
    cl: Any = import_module("splink.comparison_library")
    splink: Any = import_module("splink")
    block_on = splink.block_on
    columns = ("ref", "given_name", "family_name", "birth_date", "street", "city", "postcode")
    rows = [{c: getattr(record, c) or None for c in columns} for record in records]
    frame: Any = pandas.DataFrame(rows).rename(columns={"ref": "unique_id"})
    frame["birth_date"] = [str(value) if value else None for value in frame["birth_date"]]
    rules = [
        block_on("family_name", "given_name"),
        block_on("birth_date"),
        block_on("family_name", "postcode"),
        block_on("given_name", "postcode"),
        block_on("street"),
    ]
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("family_name"),
            cl.DateOfBirthComparison("birth_date", input_is_string=True),
            cl.JaroWinklerAtThresholds("street"),
            cl.JaroWinklerAtThresholds("city"),
            cl.LevenshteinAtThresholds("postcode", 1),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    linker: Any = splink.Linker(splink.DuckDBAPI().register(frame), settings, log_level=None)
    linker.training.estimate_probability_two_random_records_match([block_on("family_name", "birth_date")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("family_name"))
    found = linker.inference.predict(threshold_match_probability=SAME).as_pandas_dataframe()
    return {pair(a, b) for a, b in zip(found["unique_id_l"], found["unique_id_r"], strict=True)}


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    if not folder.is_dir():
        print(f"{folder} is not there; name the folder with the published records.")
        return
    for name in ("dataset1", "dataset2", "dataset3"):
        records, true = load(folder, name)
        for label, find in (("same surname and birth date", by_rule), ("ours", by_us), ("Splink on DuckDB", by_splink)):
            started = time.perf_counter()
            try:
                found = find(records)
            except ImportError:
                print(f"{name}  {label:<28} not installed")
                continue
            seconds = time.perf_counter() - started
            precision, recall = len(found & true) / max(len(found), 1), len(found & true) / len(true)
            print(f"{name}  {label:<28} precision {precision:.4f}  recall {recall:.4f}  {seconds:5.1f} s")


if __name__ == "__main__":
    main()
