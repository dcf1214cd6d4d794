"""What nobody may ask, whoever asks: told kindly, with what may be asked instead, before any model or tool sees it.

The grounds: protected characteristics and their proxies (EU Charter art. 21; Title VII; Equality Act 2010), health,
family and union data (GDPR art. 9), covert monitoring, individual predictions (EU AI Act Annex III 4 b), and verdicts
that only counsel may give. Words with two senses need a second cue, so that "customs union" or "young project" pass.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Screened:
    """Why a question is refused, in the contract's reason codes, and what is said."""

    reason: str
    message: str


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_PERSON = r"(?:someone|somebody|anyone|anybody|people|person|candidates?|workers?|staff|folks?|guys?|men|women|man|woman|contractors?|freelancers?|employees?|devs?|developers?|engineers?|team|who|whos|who's|them|hire|hires)"

_RULES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "injection",
        _any(
            r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,30}\b(?:instructions?|rules|prompts?|guardrails?|policy checks?|restrictions)\b",
            r"\b(?:reveal|print|show|repeat|output)\b.{0,30}\bsystem prompt\b",
            r"\b(?:you are|act|behave) (?:now )?(?:as )?(?:dan|an? unrestricted|developer mode)\b",
            r"\b(?:developer|god|jailbreak|dan) mode\b",
        ),
        "I can't set my rules aside, and who may see what follows from your sign-in. Ask me for what you need, and I "
        "show what your role allows.",
    ),
    (
        "health_or_leave_reason",
        _any(
            r"\bpregnan\w*",
            r"\b(?:maternity|paternity|parental) leave\b.{0,40}\b(?:who|going on|planning)\b",
            r"\bwho\b(?!.{0,40}\b(?:approv|decid|entitl|eligib|notif|tell|told|inform|grant|handl|pays?|qualif)).{0,60}\b(?:maternity|paternity|parental|sick|medical) leave\b",
            r"\b(?:why|reason)\b.{0,40}\b(?:on leave|off sick|sick leave|absent|absence|out sick|away)\b",
            r"\b(?:on leave|off sick|absent|sick leave)\b.{0,25}\b(?:why|reason|because of what)\b",
            rf"\b{_PERSON}\b.{{0,40}}\b(?:sick a lot|often sick|ill(?:ness(?:es)?)?|depress\w+|burn(?:ed|t)?[ -]?out|disab(?:led|ilit\w+)|medical (?:condition|record|history)|mental health|diagnos\w+|health (?:issues?|problems?|conditions?))\b",
            r"\bwho\b.{0,25}\b(?:out|off|home) sick\b",
            r"\b(?:medical|health) (?:records?|condition|history|issues?|problems?) of\b",
        ),
        "I don't hold or infer health, pregnancy or reasons for leave. I can show capacity by date without reasons: "
        "try “who is available in March?”",
    ),
    (
        "protected_characteristic",
        _any(
            rf"\b(?:young(?:er|ish)?|older|youthful|under (?:30|35|40|45|50)|over (?:30|35|40|45|50|55|60))\b(?:\s+(?:and|&)\s+\w+)?\s*,?\s*\b{_PERSON}\b",
            rf"\b{_PERSON}\b.{{0,30}}\b(?:young(?:er)? and|younger|youthful|not too old|too old|fresh blood|digital natives?|no kids|without (?:kids|children|family)|child(?:less|-free)|single mothers?|unmarried|married)\b",
            rf"\b{_PERSON}\b.{{0,15}}\b(?:under|below|over|above|older than|younger than) (?:the age of )?(?:[2-6]\d)\b(?!\s*(?:%|percent|k\b|eur|usd|gbp|dollars|euros|pounds|hours|days|weeks|months|a day|per|an hour))",
            r"\bno (?:kids|children|family ties|women|men|females?|males?|foreigners?|immigrants?|muslims?|jews?|christians?)\b",
            r"\b(?:only|just|prefer(?:ably)?|rather) (?:a )?(?:men|women|males?|females?|man|woman|whites?|natives?|locals? by birth|native speakers? by birth)\b",
            rf"\b(?:male|female|white|black|asian|hispanic|christian|muslim|jewish|hindu|gay|straight|lesbian|trans(?:gender)?|able-bodied)\b.{{0,15}}\b{_PERSON}\b",
            r"\b(?:rank|sort|filter|group|list|select|choose|pick|exclude)\b.{0,40}\b(?:by|on|their) (?:age|gender|sex|race|ethnicity|religion|nationality|marital status|sexual orientation)\b",
            r"\b(?:how old|what (?:age|religion|race|gender|ethnicity|nationality)|which (?:religion|race|ethnicity))\b.{0,20}\b(?:is|are)\b",
            r"\b(?:ethnic\w*|racial|religious|sexual orientation|marital status|gender identity)\b.{0,30}\b(?:of|is|are|background)\b",
        ),
        "I don't select or describe people by age, sex, family, origin, religion or anything like it. I can look for "
        "skills, level, availability, time zone, cost and kind of engagement instead.",
    ),
    (
        "surveillance",
        _any(
            r"\b(?:job[- ]?hunting|looking for (?:a )?(?:new|another|other) jobs?|interviewing elsewhere|updat\w+ (?:their|his|her) (?:linkedin|cv|resume))\b",
            r"\b(?:check|read|scan|search|monitor|look (?:at|through|into))\b.{0,25}\b(?:their|his|her|the|\w+'s)\b.{0,15}\b(?:slack|e-?mails?|messages?|chats?|dms?|calendar|browser|screen|keystrokes?|phone|inbox)\b",
            r"\b(?:keystrokes?|screen ?time|track (?:their|his|her) location|spy on|spying)\b",
            rf"\b{_PERSON}\b.{{0,40}}\b(?:in|joined|joining|member of|part of|organi[sz]ing|supports?) (?:the|a) (?:trade |labou?r )?union\b",
            r"\b(?:trade|labou?r) union (?:members?|membership|organi[sz]ers?|activists?)\b",
            r"\bunioni[sz](?:ed|ing|e)\b",
        ),
        "I don't watch people, read their messages, or say who is in a union or looking elsewhere. I can show workload "
        "and skills at risk for a unit as a whole.",
    ),
    (
        "individual_prediction",
        _any(
            r"\bflight[- ]risks?\b",
            r"\b(?:who|which (?:people|employees|of my|of our)|is \w+|will \w+)\b.{0,30}\b(?:likely to (?:quit|leave|resign)|going to (?:quit|resign)|about to (?:quit|resign)|at risk of leaving|might (?:quit|resign))\b",
            r"\b(?:attrition|retention|quit) (?:risk|score|probability)\b.{0,30}\b(?:of|for|by) (?:each|every|individual|person|name)\b",
        ),
        "I don't predict what individuals will do. I can show which skills depend on few people, or on externals only.",
    ),
    (
        "legal_verdict",
        _any(
            r"\b(?:is|was|would)\b.{0,40}\b(?:dismissal|termination|firing|redundanc\w+|sacking)\b.{0,30}\b(?:legal|lawful|allowed by law|illegal|unlawful)\b",
            r"\b(?:legal|lawful|illegal|unlawful)\b.{0,20}\bto (?:fire|dismiss|terminate|sack)\b",
            r"\bcan (?:we|i) legally\b",
            r"\b(?:would|will|could) (?:we|i) (?:lose|win) in court\b",
        ),
        "Whether something is lawful is for counsel to say, not for me. I can show what our policies say and which "
        "facts are on record; for the verdict, ask the legal function.",
    ),
)


_ABOUT_RULES = _any(
    r"\b(?:policy|policies|handbook|guidelines?|entitle[ds]?|entitlement|eligible|eligibility|procedure)\b",
    r"\bhow (?:much|many|long)\b",
)
_ABOUT_PERSONS = _any(r"\bwho\b", r"\bwho's\b", r"\bwhich of\b", r"\blist\b", r"\bname\b", r"\bfind\b", r"\bshow me\b")
_ASKABLE_AS_RULE = frozenset({"health_or_leave_reason", "protected_characteristic", "surveillance"})


def screen(question: str) -> Screened | None:
    """Why `question` can't be answered for anybody, or None when it may go on.

    What the company's rules say of such things may be asked; what is so of a person may not.
    """
    about_rules = bool(_ABOUT_RULES.search(question)) and not _ABOUT_PERSONS.search(question)
    for reason, pattern, message in _RULES:
        if about_rules and reason in _ASKABLE_AS_RULE:
            continue
        if pattern.search(question):
            return Screened(reason, message)
    return None
