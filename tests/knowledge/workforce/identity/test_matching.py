"""Records of one person are found through slips, and strangers are left apart."""

import csv
import random
from datetime import date, timedelta

import pytest

from knowledge.workforce.identity.blocking import sounds
from knowledge.workforce.identity.matching import propose
from knowledge.workforce.identity.organisations import propose_organisations
from knowledge.workforce.identity.record import Record, compared, plain
from tests.shared_data import SHARED

GIVEN = (
    "anna ben carla david elena frank greta hans ines jonas klara lars maria nils olga peter rosa stefan tina uwe vera "
    "willem yara zoe"
).split()
_ENDS = ("er", "mann", "feld", "ström", "sen", "ton", "ham", "ley")
FAMILY = [a + b for a in "berg stein wald brook hol kirch lind rosen acker moor".split() for b in _ENDS]
_ROADS = ("street", "road", "lane", "place")
STREETS = [f"{name} {kind}" for name in "oak mill station harbour church garden king bridge".split() for kind in _ROADS]
CITIES = "leeds utrecht hamburg lyon porto gdansk bergen austin".split()


def people(n: int, seed: int) -> list[Record]:
    """People by chance, with many shared names and places."""
    draw = random.Random(seed)
    return [
        Record(
            ref=f"hr:{k:05d}",
            name="",
            given_name=draw.choice(GIVEN),
            family_name=draw.choice(FAMILY),
            birth_date=date(1960, 1, 1) + timedelta(days=draw.randrange(15_000)),
            street=f"{draw.randrange(1, 200)} {draw.choice(STREETS)}",
            city=draw.choice(CITIES),
            postcode=f"{draw.randrange(1000, 9999)}",
        )
        for k in range(n)
    ]


def slipped(record: Record, draw: random.Random, ref: str) -> Record:
    """The same person as a clerk elsewhere wrote them down: one to three fields with a slip, a gap or an exchange."""
    values = {
        name: getattr(record, name)
        for name in ("given_name", "family_name", "birth_date", "street", "city", "postcode")
    }
    for name in draw.sample(sorted(values), draw.randint(1, 3)):
        value = values[name]
        if draw.random() < 0.25:
            values[name] = None if name == "birth_date" else ""
        elif name == "birth_date":
            values[name] = value + timedelta(days=draw.choice((1, 10, 30)))
        else:
            at = draw.randrange(len(value))
            values[name] = value[:at] + draw.choice("aeirst1") + value[at + draw.randint(0, 1) :]
    if draw.random() < 0.05:
        values["given_name"], values["family_name"] = values["family_name"], values["given_name"]
    return Record(ref=ref, name="", **values)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_precision_comes_first_then_recall(seed: int) -> None:
    draw = random.Random(seed + 100)
    known = people(700, seed)
    copies = [slipped(record, draw, record.ref.replace("hr", "agency")) for record in draw.sample(known, 300)]
    true = {(copy.ref, copy.ref.replace("agency", "hr")) for copy in copies}
    found = propose(known + copies, least=0.70, same=0.95)
    same = {(match.a, match.b) for match in found if match.score >= 0.95}
    assert len(same & true) / len(same) >= 0.99
    assert len(same & true) / len(true) >= 0.93


@pytest.mark.parametrize(("name", "recall"), [("dataset1", 0.97), ("dataset2", 0.97), ("dataset3", 0.90)])
def test_published_records(name: str, recall: float) -> None:
    folder = SHARED / "entity_resolution"
    if not folder.is_dir():
        pytest.skip("the published records are not here")
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, skipinitialspace=True))
    with (folder / f"{name}_true_pairs.csv").open(encoding="utf-8") as file:
        true = {tuple(sorted((a.strip(), b.strip()))) for a, b in list(csv.reader(file))[1:]}
    records = [
        Record(
            ref=row["rec_id"].strip(),
            name="",
            given_name=row["given_name"],
            family_name=row["surname"],
            birth_date=_day(row["date_of_birth"].strip()),
            street=f"{row['street_number']} {row['address_1']}".strip(),
            city=row["suburb"],
            postcode=row["postcode"],
        )
        for row in rows
    ]
    same = {(match.a, match.b) for match in propose(records, least=0.70, same=0.95) if match.score >= 0.95}
    assert len(same & true) / len(same) >= 0.995
    assert len(same & true) / len(true) >= recall


def _day(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def test_a_small_company_of_strangers_has_no_matches() -> None:
    known = [Record(f"hr:{n}", f"{GIVEN[n % 20]} {FAMILY[n % 17]}", city=CITIES[n % 3]) for n in range(200)]
    assert propose(known, least=0.70, same=0.95) == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            Record("a:1", "Élodie Martin", email="elodie@x.example"),
            Record("b:1", "MARTIN, Elodie", email="Elodie@X.example"),
        ),
        (Record("a:1", "William Ashgrove", bank_hash="b1"), Record("b:1", "Bill Ashgrove", bank_hash="b1")),
        (Record("a:1", "Jürgen Müßig", phone_hash="p"), Record("b:1", "Jurgen Mussig", phone_hash="p")),
    ],
)
def test_one_name_with_one_address_is_one_person(a: Record, b: Record) -> None:
    strangers = [Record(f"s:{n}", f"{GIVEN[n % 24]} {FAMILY[n]}", email=f"s{n}@x.example") for n in range(60)]
    (match,) = propose([a, b, *strangers], least=0.70, same=0.95)
    assert (match.a, match.b) == ("a:1", "b:1")
    assert match.score >= 0.95


def test_a_shared_mailbox_is_not_one_person() -> None:
    desk = [Record(f"hr:{n}", f"{GIVEN[n]} {FAMILY[n * 3]}", email="desk@x.example") for n in range(10)]
    assert [match for match in propose(desk, least=0.70, same=0.95) if match.score >= 0.95] == []


def test_names_are_made_comparable() -> None:
    assert plain("  Müller-Lüdenscheidt, Ł. O’Neil ") == "muller ludenscheidt l oneil"
    assert (compared(Record("x", "Dr. Ana de Souza")).given, compared(Record("x", "Dr. Ana de Souza")).family) == (
        "ana de",
        "souza",
    )
    assert compared(Record("x", "", street="12b Mill Lane")).number == "12b"
    assert sounds("meyer") == sounds("maier") == sounds("mayr")


def test_companies_by_other_words_of_one_form() -> None:
    names = [
        ("a", "Worldstrides Pty Ltd"),
        ("b", "WORLDSTRIDES P/L"),
        ("c", "Voith GmbH & Co. KG"),
        ("d", "Voith SE"),
        ("e", "Region 7 Health"),
        ("f", "Region 8 Health"),
    ]
    found = {(match.a, match.b): match.score for match in propose_organisations(names)}
    assert found == {("a", "b"): 0.97, ("c", "d"): 0.97}
