"""Words that tell of health, belief, origin, family or union: what has no place in a record about work.

Words with two senses (customs union, family business, labour market) count only beside a second cue, and a title that
names somebody's trade (maternity nurse, immigration lawyer) tells nothing of the person.
"""

import re

_STRONG = re.compile(
    r"\b(?:"
    r"pregnan\w*|miscarriage|ivf|maternity leave|paternity leave|parental leave|breast ?feeding|"
    r"surgery|chemo(?:therapy)?|cancer|tumou?r|diabet\w*|epilep\w*|asthma\w*|hiv|aids patient|hepatitis|"
    r"burn-?out|bipolar|schizo\w*|autis\w*|adhd|anorexi\w*|bulimi\w*|alcoholi\w*|rehab|wheelchair|"
    r"disab(?:led|ility|ilities)|chronic(?:ally)? (?:ill\w*|pain|disease)|sick(?:ness)? (?:leave|note)|medical (?:leave|condition|history)|"
    r"(?:on|takes?|taking) medication|in therapy|psychotherapy|mental illness|depressi(?:on|ve)|"
    r"trade union\w*|union (?:member\w*|rep\w*|activist|steward|official|card)|shop steward|"
    r"catholic\w*|protestant\w*|muslim\w*|islamic faith|jewish|judaism|hindu\w*|buddhis\w*|sikh\w*|evangelical|atheis\w*|"
    r"religio\w*|church ?go\w*|ramadan|"
    r"ethnic(?:ity)?|of (?:african|asian|arab|roma|turkish|latin\w*) (?:descent|origin)|skin colou?r|"
    r"gay|lesbian|bisexual|homosexual\w*|transgender|transsexual|sexual orientation|"
    r"divorc\w*|single (?:mother|father|parent)|married with|has (?:two|three|four|\d+) (?:children|kids)|custody (?:battle|of)|"
    r"visa (?:status|expir\w*|sponsor\w*|application|problem\w*|issue\w*)|(?:work|student|h-?1b) visa|asylum(?: seeker)?|refugee|immigration status|"
    r"residence permit|undocumented"
    r")\b",
    re.IGNORECASE,
)
_TWO_SENSES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"\bunions?\b", re.IGNORECASE),
        re.compile(
            r"\b(?:member\w*|active in|joined|strike\w*|dues|organi[sz]er|works council|delegate|belongs to)\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\b(?:ill(?:ness)?|operation|treatment|recover\w+|hospital|therapy|condition)\b", re.IGNORECASE),
        re.compile(
            r"\b(?:after (?:an?|her|his|their) \w+|from (?:an?|her|his|their)|knee|hip|back|heart|her|his|own|since (?:an?|her|his))\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\b(?:christian|orthodox|faith|belief|prayer)\b", re.IGNORECASE),
        re.compile(r"\b(?:practi[sc]ing|devout|church|believer|holidays|sunday|friday prayers?)\b", re.IGNORECASE),
    ),
)
_HARMLESS_UNION = re.compile(
    r"\b(?:customs|european|credit|currency|monetary|banking|students?'?|pipe|set|sql|western|soviet|african) unions?\b",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:nurse|lawyer|attorney|solicitor|researcher|research|scientist|officer|manager|counsel(?:lor)?|specialist|doctor|surgeon|"
    r"analyst|engineer|therapist|teacher|consultant|coordinator|advis[eo]r|head|director|lead|editor|writer|designer|developer|"
    r"technician|assistant|programme|program|policy|studies|accessibility|inclusion)\b",
    re.IGNORECASE,
)


def is_sensitive(text: str, *, title: bool = False) -> bool:
    """Whether a text tells something sensitive about a person. `title`: the text is a job title, which names a trade."""
    if title and _TRADE.search(text):
        return False
    if _STRONG.search(text):
        return True
    plain = _HARMLESS_UNION.sub(" ", text)
    return any(word.search(plain) and cue.search(plain) for word, cue in _TWO_SENSES)
