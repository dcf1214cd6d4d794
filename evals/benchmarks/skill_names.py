"""Linking misspelt skill names: right, asked and wrong, beside RapidFuzz's ratio, on the labels of a taxonomy.

    python -m evals.benchmarks.skill_names esco_skills_with_alternative_labels.csv [--vocabulary 500] [--texts 1000]

A random vocabulary is drawn from the file. Half of the texts are its names with a typing error (they should be linked to
that name); half are labels of skills that are not in it (they should never be linked without asking).
"""

import argparse
import csv
import random
import time
from collections.abc import Callable
from pathlib import Path

from knowledge.workforce.skills.linking import Remembered, SkillNames

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def mistyped(text: str, chance: random.Random) -> str:
    """The text with one letter swapped, left out, doubled or replaced."""
    place = chance.randrange(1, len(text) - 1)
    a, b = text[:place], text[place:]
    return chance.choice((a + b[1:], a + b[0] + b, a + b[1:2] + b[0] + b[2:], a + chance.choice(_LETTERS) + b[1:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", type=Path)
    parser.add_argument("--vocabulary", type=int, default=500)
    parser.add_argument("--texts", type=int, default=1000)
    given = parser.parse_args()
    chance = random.Random(20261127)
    with given.file.open(encoding="utf-8-sig", newline="") as file:
        labels = [row["preferredLabel"] for row in csv.DictReader(file) if len(row["preferredLabel"]) > 4]
    chance.shuffle(labels)
    known, strange = labels[: given.vocabulary], labels[given.vocabulary :]
    half = given.texts // 2
    texts = [(mistyped(name, chance), name) for name in chance.choices(known, k=half)]
    texts += [(label, None) for label in chance.sample(strange, half)]

    names = SkillNames([(name, ()) for name in known], Remembered({}, ()), lambda _: {})
    names.link("anything")

    def by_trigrams(text: str) -> str | None:
        return names.link(text).skill

    for what, link in (("trigrams", by_trigrams), ("WRatio >= 90", _ratio(known))):
        _report(what, texts, link)


def _ratio(known: list[str]) -> Callable[[str], str | None]:
    from rapidfuzz import fuzz, process

    def link(text: str) -> str | None:
        found = process.extractOne(text, known, scorer=fuzz.WRatio, score_cutoff=90)
        return found[0] if found else None

    return link


def _report(what: str, texts: list[tuple[str, str | None]], link: Callable[[str], str | None]) -> None:
    started = time.process_time()
    linked = [(link(text), meant) for text, meant in texts]
    each = (time.process_time() - started) / len(texts) * 1000
    typed = sum(meant is not None for _, meant in linked)
    right = sum(found == meant for found, meant in linked if meant)
    wrong = [(found, meant) for found, meant in linked if found and found != meant]
    print(
        f"{what:<14} linked {right / typed:6.1%} of misspelt names; wrong links {len(wrong)} of {len(linked)} "
        f"({sum(meant is None for _, meant in wrong)} to a skill that isn't meant at all); {each:.2f} ms each"
    )


if __name__ == "__main__":
    main()
