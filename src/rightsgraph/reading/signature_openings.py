"""The words that open a list of signatories: valedictions, headings, and what leads to names."""

from __future__ import annotations

import re

from rightsgraph.reading.signature_runs import BRACKET

_VALEDICTION = re.compile(
    r"(?:yours (?:very )?(?:sincerely|truly|faithfully|respectfully)|(?:most )?(?:sincerely"
    r"|respectfully|cordially|faithfully)\b"
    r"|(?:with|in) (?:our )?(?:best|kind|warm|kindest|deep|highest|solidarity|respect"
    r"|appreciation|regards)\b"
    r"|(?:kind|best|warm) regards|regards,|veuillez agréer|je vous prie d[’']agréer|atentamente"
    r"|cordialement|respectueusement|muy atentamente|le saluda|mit freundlichen"
    r"|(?:please accept|accept),? .{0,120}(?:assurances?|regards|consideration))",
    re.IGNORECASE,
)
# Alone on its line: "Thank you for your attention." is a sentence.
_THANKS = re.compile(r"(?:many )?thanks?(?: you)?(?: (?:again|in advance))?,?\Z", re.IGNORECASE)
_CLOSING = re.compile(
    r"\b(?:thank(?:ing)? you|look(?:ing)? forward|hear(?:ing)? from you|at your disposal"
    r"|for your (?:\w+ )?(?:attention|consideration|time|support|response|reply))\b",
    re.IGNORECASE,
)
_WHO = (
    r"(?:organi[sz]ations?|list|parties|groups?|individuals?|institutions?|ngos?|members?|entities)"
)
_HEADING = re.compile(
    r"(?:(?:full )?list of )?(?:the )?(?:co-?)?(?:signator(?:y|ies)|signed(?: by)?|sign(?:e|er)s"
    r"|signees|undersigned|endorse(?:rs|s)|sponsors"
    rf"|endorsed by|endorsements?|endorsing|supporting|supported by|undersigned"
    rf"|signing)(?: (?:by|{_WHO}|and|from|the)){{0,4}} ?[:,.]?\Z"
    rf"|{_WHO} (?:that (?:have )?)?(?:signed|signing|endorsing|supporting).{{0,30}}\Z"
    r"|(?:les )?(?:organisations )?signataires ?:?\Z|(?:organizaciones )?(?:firmantes|firman"
    r"|suscriben|signatarios|signatarias|adhieren) ?:?\Z|signé(?:e?s)?(?: par)? ?[:,]?\Z"
    r"|unterzeichn(?:er|ende) ?:?\Z",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"(?:(?:this|the|our) (?:joint |open )?(?:statement|letter|appeal|petition|declaration|call) "
    r"(?:is|was|has been) (?:signed|endorsed|supported)(?: by)?(?: the following [a-z ]{3,40})?"
    # "The institutions that signed the statement are: A, B and C".
    rf"|(?:the )?(?:{_WHO}|associations|unions|parties|networks)(?: [a-z]{{2,20}}){{0,3}}? "
    r"(?:that|which|who) (?:have |has )?(?:also )?(?:co-?)?(?:signed|endorsed|supported|joined)"
    r"(?: [a-z]{2,20}){0,5}?(?: are| were| include)?"
    r"|signed(?: by)?|signator(?:y|ies)|endorsed by|the undersigned(?: organi[sz]ations)?"
    r"|firmantes|signataires) ?: ?(?=\S)",
    re.IGNORECASE,
)
# "Endorsers as of 30 April 2020:".
_AS_OF = re.compile(r"[ ,(–-]{1,3}(?:as (?:of|at)|to date|so far|al|au|en date du)\b[^:]{0,40}")
_INVITES = re.compile(
    r"\b(?:undersigned|signator(?:y|ies)|signed|endorsed|supported by the following)\b.{0,60}:\Z",
    re.IGNORECASE,
)


def is_valediction(text: str) -> bool:
    """Whether a line says good-bye: "Yours sincerely,", "With respect", "Thank you,"."""
    if len(text) > 200:
        return False
    return _VALEDICTION.match(text) is not None or _THANKS.match(text) is not None


def is_closing(text: str) -> bool:
    """Whether a paragraph is one of those that end a letter: "We look forward to your reply."."""
    return len(text) <= 300 and _CLOSING.search(text) is not None


def is_heading_of_names(text: str) -> bool:
    """Whether a line heads a list of those who sign: "Signatories (in alphabetical order)"."""
    return _HEADING.match(_AS_OF.sub("", BRACKET.sub("", text))) is not None


def invites_names(text: str) -> bool:
    """Whether a line leads to the names of those who sign: "The undersigned organisations:"."""
    return len(text) <= 160 and _INVITES.search(text) is not None


def lead_in(text: str) -> int:
    """Where the names begin in a line such as "Signed by: A, B and C"; 0 when it is none."""
    match = _LEAD_IN.match(text)
    return match.end() if match else 0


def opens_list(text: str) -> bool:
    """Whether names come next: a heading of signatures, or a valediction alone on its line."""
    return is_heading_of_names(text) or (len(text) <= 60 and is_valediction(text))
