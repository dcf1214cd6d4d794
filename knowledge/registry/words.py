"""Plain words: how names are compared, and which English words are never taken for a misspelt name."""

import re
import unicodedata
from functools import cache

_SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ð": "d", "þ": "th"})
TOKEN = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?|[+#]+", re.UNICODE)
_POSSESSIVE = re.compile(r"[’']s?$")


@cache
def plain(token: str) -> str:
    """A token without case, diacritics and possessive, as names are compared."""
    folded = token.casefold().translate(_SPECIAL)
    letters = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    return _POSSESSIVE.sub("", letters) or letters


def tokens(text: str) -> list[re.Match[str]]:
    """The words of a text with their places; `+` and `#` belong to names such as C++ and C#."""
    return list(TOKEN.finditer(text))


def key(text: str) -> str:
    """A name as it is looked up: its plain tokens, joined by spaces."""
    return " ".join(plain(match.group()) for match in tokens(text))


GENERIC = frozenset(
    "project programme program the department dept team unit division group company co corp corporation inc "
    "incorporated ltd limited llc llp plc gmbh ag kg bv nv sa sas sarl srl spa ab oy as aps pty pvt lda sl kk "
    "services service solutions partners consulting staffing".split()
)
"""Words that names carry and people leave out."""

AMBIGUOUS_NAMES = frozenset(
    "will may mark grace rose june april august summer joy hope faith bill rob drew chase grant art dean frank jack "
    "pat sue carol dawn eve guy jean lance miles nick penny ray rich sandy sky skip ward wade young long short day "
    "page law best price case field works case sun in an do so no on to me my he ma li le ho".split()
)
"""Names that are English words too: taken for a name only with a capital letter."""

COMMON = frozenset(
    (
        "a about above access across actual actually add added after again against agency agent agents ago all allow "
        "allowed almost alone along already also although always am among amount an and annual another any anybody "
        "anyone anything approve approved approval approver approves april are area around as ask asked at august "
        "authorise authorize availability available average away back background bad based be because become been "
        "before begin behind being below best better between big book booked booking bot bots both break breaks "
        "budget build business but buy by call can cannot capacity carry case change charge cheap cheaper cheapest "
        "check city claim clause clear client close code come coming company compare compared complete contract "
        "contracts could count countries country cover covers cost costs critical cross current currently cut data "
        "date dates day days deal december decide deliver demand demands department departments describe design "
        "device devices did different do document does doing done down draft drop due during each early easy either "
        "eight else email employ end ended ending ends engage engagement enough equal equipment etc even ever every "
        "everybody everyone everything example except expense expenses expert explain extend external externals "
        "fast february few field fifty figure fill final find fine finish finished first fit five fix follow for "
        "forget form four free friday from full further future gap gaps gave general get gets getting give given go "
        "goes going gone good got great group guy guys had half hand happen hard has have having he head headcount "
        "hello help hungry her here hers high higher highest him his hold holiday home hour hours how however hundred i idea "
        "idle if ignore in include included including increase information inside instead interested into invoice "
        "is issue it its january job jobs join july june just keep kind kinds know known knows large last late later "
        "laptop latest law lead leave left legal less let level levels like limit line list little live long longer "
        "look looking lot low lower made make makes manage manager managers many march mark matter max may maybe me "
        "mean meet meeting member members middle might million mind minimum missing mix monday money month months "
        "more most move much must my name named names near need needed needs never new next nice nine no nobody none "
        "nor not note nothing november now number october of off offer office often ok okay old on once one ones only "
        "onto open or order other others ought our out outside over overall own paid part partner partners pay people "
        "per percent percentage perhaps period permission permit person personal place plan plans please point "
        "policies policy possible practice present price prior probably problem process project projects prove "
        "provide purchase put quarter question quick quite rank ranked rate rates rather reach read ready real really "
        "reason recent record records reduce refuse region remaining remote remove rename replace report request "
        "require reset required requirement requires resource resources rest result return review right rights risk role "
        "roles rule rules run running safe said same saturday save say says scale search second see seem send senior "
        "september serve set seven several shall share she short shortlist should show side sign signed simple since "
        "single site six skill skilled skills small so some somebody someone something soon sort source speak spend "
        "staff staffed staffing stand start started starting starts status stay still stop strong such suggest sum "
        "sunday supplier suppliers supply support sure system systems table take takes taking talk task tasks team "
        "teams tell ten term test than thank thanks that the their them then there these they thing things think "
        "third this those though thousand three through thursday till time times to today together tomorrow too took "
        "top total toward track train travel tried true try tuesday turn twelve two type under understand unit units "
        "unless until up upcoming update us use used useful user uses using usual vacation value vendor vendors very "
        "via view visit wait want wants was way we wednesday week weeks well went were what whats when where whether "
        "which while who whom whose why will wish with within without word work worker workers workforce working "
        "works would write wrong year years yes yesterday yet you your"
    ).split()
)
"""Frequent English words: never corrected into a name."""
