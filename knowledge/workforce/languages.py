"""Languages by the names that people use and by ISO 639 code."""

from functools import cache


@cache
def _names() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for code, name in Locale("en").languages.items():
        if len(code) <= 3 and "_" not in code:
            names.setdefault(name.casefold(), code)
    return names | {"mandarin": "zh", "cantonese": "yue", "farsi": "fa", "tagalog": "fil", "flemish": "nl"}


def language_code(name: str) -> str | None:
    """The code of a language in English words, or None: "German" is "de"."""
    return _names().get(name.strip().casefold())


def language_name(code: str) -> str:
    """The English name of a language, or what was given where it is none."""
    from babel import Locale

    return Locale("en").languages.get(code, code)


def same_language(held: str, wanted: str) -> bool:
    """Whether a language on record, a code ("en", "en-GB") or a name ("English"), is the one with the code `wanted`."""
    plain = held.strip().casefold()
    return plain.replace("_", "-").split("-")[0] == wanted.casefold() or _names().get(plain) == wanted
