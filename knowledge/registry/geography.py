"""Countries by the names and adjectives that people use."""

from functools import cache

_ADJECTIVES = {
    "DE": "german germans",
    "NL": "dutch holland",
    "GB": "british uk england english scotland scottish wales welsh britain",
    "US": "american americans usa america us",
    "FR": "french",
    "ES": "spanish",
    "PT": "portuguese",
    "IT": "italian italians",
    "PL": "polish",
    "IN": "indian indians",
    "IE": "irish",
    "SE": "swedish",
    "NO": "norwegian",
    "DK": "danish",
    "FI": "finnish",
    "BE": "belgian",
    "AT": "austrian",
    "CH": "swiss",
    "CZ": "czech",
    "RO": "romanian",
    "HU": "hungarian",
    "GR": "greek",
    "BG": "bulgarian",
    "HR": "croatian",
    "RS": "serbian",
    "UA": "ukrainian",
    "TR": "turkish turkey",
    "CA": "canadian canadians",
    "MX": "mexican",
    "BR": "brazilian",
    "AR": "argentinian",
    "AU": "australian australians",
    "NZ": "kiwi",
    "JP": "japanese",
    "CN": "chinese",
    "KR": "korean",
    "SG": "singaporean",
    "PH": "filipino",
    "VN": "vietnamese",
    "ZA": "south african",
    "EG": "egyptian",
    "NG": "nigerian",
    "KE": "kenyan",
    "IL": "israeli",
    "AE": "emirati uae",
}
_TWO_WORDS = {"ZA": ("south african",)}


@cache
def country_names() -> dict[str, tuple[str, ...]]:
    """ISO 3166-1 alpha-2 code to English names and adjectives, in lower case."""
    from babel import Locale

    names: dict[str, tuple[str, ...]] = {}
    for code, name in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "ZZ", "QO", "XA", "XB"):
            spoken = _TWO_WORDS.get(code) or tuple(_ADJECTIVES.get(code, "").split())
            names[code] = (name.casefold(), *spoken)
    return names


def country_name(code: str) -> str:
    """The English name of a country."""
    from babel import Locale

    return str(Locale("en").territories.get(code, code))
