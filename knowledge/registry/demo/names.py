"""Names of people, by where families come from. Names that questions use for one person are kept out of the pools."""

from random import Random

from knowledge.registry.demo.occupations import table

_POOLS: dict[str, tuple[list[str], list[str]]] = {
    row["culture"]: (row["given"].split(";"), row["family"].split(";")) for row in table("names.csv")
}


class Names:
    """Full names, each given once."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._given: set[str] = set()

    def reserve(self, name: str) -> None:
        self._given.add(name)

    def new(self, cultures: tuple[str, ...]) -> tuple[str, str]:
        """A given name and a family name that nobody has yet together; a large company gets double ones."""
        givens, families = _POOLS[self._random.choice(cultures)]
        for attempt in range(1000):
            given = self._random.choice(givens)
            family = self._random.choice(families)
            if attempt >= 25:
                family = f"{family}-{self._random.choice(families)}"
            if attempt >= 100:
                given = f"{given} {self._random.choice(givens)}"
            if f"{given} {family}" not in self._given:
                self._given.add(f"{given} {family}")
                return given, family
        raise RuntimeError("the names are used up; the company is too large")
