"""The policy index: formats, editions, filters, quotes, and saying that the policies don't say."""

import fcntl
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from assistant.bootstrap import Installation
from knowledge.policies.embedding import MiniLM
from knowledge.policies.index import PolicyIndex
from knowledge.policies.lexical import terms
from knowledge.policies.loading import Unreadable, load
from knowledge.policies.passages import passages, slug
from knowledge.workforce.errors import BadInput, Unavailable

TODAY = date(2026, 11, 24)
HANDBOOK = Path(__file__).parents[4] / "shared" / "data" / "policies" / "tts"


@pytest.fixture(scope="module")
def embedder(company: Installation) -> MiniLM:
    return MiniLM(company.settings.home / "embeddings")


@pytest.fixture
def index(tmp_path: Path, embedder: MiniLM) -> PolicyIndex:
    return PolicyIndex(tmp_path / "home", embedder)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


UMBRELLA = "# Umbrellas\n\n## Lending\n\nThe desk lends umbrellas for three days.\n"


def test_every_text_format_is_read(tmp_path: Path, index: PolicyIndex) -> None:
    folder = tmp_path / "documents"
    write(folder, "a.md", UMBRELLA)
    write(folder, "sub/b.txt", "Bicycles\n\nBicycles are kept in the yard.\n")
    write(folder, "c.html", "<title>Canteen</title><h1>Canteen</h1><h2>Hours</h2><p>Lunch is from <b>noon</b>.</p>")
    document = docx.Document()
    document.add_heading("Parking", 1)
    document.add_paragraph("Visitors park behind the house.")
    document.save(str(folder / "d.docx"))
    report = index.add([folder])
    assert (report.added, report.failed) == (4, ())
    for query, location, words in (
        ("borrow an umbrella", "a.md", "three days"),
        ("where do bicycles go", "sub/b.txt", "in the yard"),
        ("when is lunch", "c.html", "from noon"),
        ("where do visitors park", "d.docx", "behind the house"),
    ):
        first = index.search(query, 1, on=TODAY)[0]
        assert (first.location, words in first.text) == (location, True), query


def test_adding_again_costs_nothing_and_a_change_replaces(tmp_path: Path, index: PolicyIndex) -> None:
    path = write(tmp_path, "a.md", UMBRELLA)
    assert index.add([path]).added == 1
    assert index.add([path]).unchanged == 1
    write(tmp_path, "a.md", UMBRELLA.replace("three", "nine"))
    report = index.add([path])
    assert (report.added, report.updated) == (0, 1)
    texts = [p.text for p in index.search("umbrella", 10, on=TODAY)]
    assert len(texts) == 1
    assert "nine days" in texts[0]


def test_the_edition_in_force_answers(tmp_path: Path, index: PolicyIndex) -> None:
    old = "---\nid: umbrellas\nversion: '1'\neffective_until: 2025-12-31\n---\n" + UMBRELLA.replace("three", "two")
    new = "---\nid: umbrellas\nversion: '2'\neffective_from: 2026-01-01\n---\n" + UMBRELLA
    index.add([write(tmp_path, "old.md", old), write(tmp_path, "new.md", new)])
    assert [p.version for p in index.search("umbrellas", 5, on=TODAY)] == ["2"]
    assert [p.version for p in index.search("umbrellas", 5, on=date(2025, 6, 1))] == ["1"]
    assert index.remove("umbrellas")
    assert not index.remove("umbrellas")
    assert index.documents() == []


def test_kind_country_and_reader_filter_before_ranking(tmp_path: Path, index: PolicyIndex) -> None:
    front = "---\nkinds: [freelancer, partner]\ncountry: GB\nreaders: [hr]\n---\n"
    index.add([write(tmp_path, "a.md", front + UMBRELLA)])

    def found(**more: object) -> bool:
        return bool(index.search("umbrellas", 5, on=TODAY, **more))  # pyright: ignore[reportArgumentType]

    assert found()
    assert found(kind="freelancer", country="GB", roles=frozenset({"hr"}))
    assert not found(kind="employee")
    assert not found(country="DE")
    assert not found(roles=frozenset({"manager"}))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"%PDF-1.4 broken", "no readable PDF"),
        ("a.docx", b"no zip", "no readable DOCX"),
        ("a.md", b"\xff\xfe\x00\x01\x00", "no text in UTF-8"),
        ("a.md", b"   \n", "no text"),
        ("a.md", b"---\nid: [x\n---\n# A\ntext", "front matter"),
        ("a.md", b"---\neffective_from: soon\n---\n# A\ntext", "effective_from"),
        ("a.exe", b"MZ", "can't be read"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=why):
        load(path, name)


def test_one_bad_file_does_not_keep_the_others_out(tmp_path: Path, index: PolicyIndex) -> None:
    folder = tmp_path / "documents"
    write(folder, "a.md", UMBRELLA)
    (folder / "b.pdf").write_bytes(b"broken")
    report = index.add([folder])
    assert (report.added, [Path(f.path).name for f in report.failed]) == (1, ["b.pdf"])
    with pytest.raises(BadInput):
        index.add([tmp_path / "nowhere"])


def test_another_process_changing_the_index_is_said(tmp_path: Path, index: PolicyIndex) -> None:
    path = write(tmp_path, "a.md", UMBRELLA)
    index.add([path])
    with (tmp_path / "home" / "policies" / "writing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Unavailable, match="Another process"):
            index.add([path])
    assert index.search("umbrella", 1, on=TODAY)


def test_an_index_refuses_another_model(tmp_path: Path, index: PolicyIndex, embedder: MiniLM) -> None:
    class Another(MiniLM):
        model = "another"

    index.add([write(tmp_path, "a.md", UMBRELLA)])
    other = PolicyIndex(tmp_path / "home", Another(tmp_path / "cache"))
    with pytest.raises(Unavailable, match="all-MiniLM-L6-v2"):
        other.search("umbrella", 1, on=TODAY)


def test_what_one_process_adds_another_finds(tmp_path: Path, index: PolicyIndex, embedder: MiniLM) -> None:
    reader = PolicyIndex(tmp_path / "home", embedder)
    assert reader.search("umbrella", 1, on=TODAY) == []
    index.add([write(tmp_path, "a.md", UMBRELLA)])
    assert reader.search("umbrella", 1, on=TODAY)


def test_chroma_holds_what_the_snapshot_holds(tmp_path: Path, index: PolicyIndex) -> None:
    import chromadb
    import chromadb.config

    index.add([write(tmp_path, "a.md", UMBRELLA), write(tmp_path, "b.md", "# Bicycles\n\nIn the yard.\n")])
    same = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(tmp_path / "home" / "policies" / "chroma"), settings=same)
    kept = client.get_collection("policies", embedding_function=None).get()
    assert sorted(str(m["document"]) for m in kept["metadatas"] or []) == ["a", "b"]


def test_passages_lie_within_a_section_and_keep_tables_whole(tmp_path: Path) -> None:
    table = "| a | b |\n| - | - |\n" + "\n".join(f"| row {n} | value |" for n in range(80))
    text = f'# T\n\n## One\n\n{table}\n\n## Two\n\nSee [the page]({{% page "x" %}}) **now**.\n\n## Two\n\nAgain.\n'
    found = list(passages(load(write(tmp_path, "t.md", text), "t.md")))
    assert [p.section for p in found] == ["one", "two", "two-1"]
    assert found[0].text.count("| row ") == 80
    assert found[1].text == "See the page now."
    assert slug("Who approves, & when?") == "who-approves-when"


def test_numbers_in_words_and_digits_are_one() -> None:
    assert set(terms("ten thousand dollars")) & set(terms("over $10,000")) == {"10000"}
    assert "250000" in terms("two hundred fifty thousand")
    assert "30000" in terms("about 30k") or "30" in terms("about 30k")


@pytest.mark.skipif(not HANDBOOK.is_dir(), reason="the public handbook is not on this machine")
def test_a_real_handbook(tmp_path: Path, index: PolicyIndex) -> None:
    names = [
        "getting-started/equipment.md",
        "18f/how-18f-works/contractors.md",
        "18f/how-18f-works/procurements-over-10000.md",
        "office-of-acquisition/index.md",
        "travel-and-leave/overtime.md",
    ]
    folder = tmp_path / "handbook"
    with zipfile.ZipFile(tmp_path / "h.zip", "w") as archive:
        for name in names:
            archive.write(HANDBOOK / name, name)
    with zipfile.ZipFile(tmp_path / "h.zip") as archive:
        archive.extractall(folder)
    index.add([folder])
    laptop = index.answer("can a contractor use their own laptop?", on=TODAY)
    assert laptop.supported
    assert laptop.passages[0].location == "18f/how-18f-works/contractors.md"
    assert "company issued computer" in " ".join(laptop.quotes[0].split())
    buying = index.answer("who approves a purchase over ten thousand dollars?", on=TODAY)
    assert "18f/how-18f-works/procurements-over-10000.md" in {p.location for p in buying.passages}
    assert not index.answer("who pays for the shuttle to the moon?", on=TODAY).supported
