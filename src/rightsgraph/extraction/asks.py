"""The words by which somebody asks somebody for something.

Four forms: a verb of asking ("urges the Government to", "recommends that the State party"), its
passive ("States are encouraged to"), an obligation laid on somebody ("States should"), and a
judgement ("it is essential that"). Polite requests ("Please provide", "we would welcome") are a
fifth. Each form gives a trigger; the sentence around it is read elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rightsgraph.extraction.pleadings import is_remedy
from rightsgraph.extraction.surface import holds


class Form(StrEnum):
    """How a sentence asks."""

    VERB = "verb"
    PASSIVE = "passive"
    OBLIGATION = "obligation"
    JUDGEMENT = "judgement"
    POLITE = "polite"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that ask.

    Attributes:
        form: How they ask.
        start: First character of the verb.
        end: The character after the last.
        rest: Where the words about who is asked, or what for, begin.
        word: The verb.
    """

    form: Form
    start: int
    end: int
    rest: int
    word: str


_VERB = (
    r"urg(?:es?|ed|ing)|call(?:s|ed|ing)? (?:(?:strongly |once (?:more|again) |again )?(?:up)?on|"
    r"for)|"
    r"recommend(?:s|ed|ing)?(?: (?:again|further|also|once again))?|"
    r"request(?:s|ed|ing)?|ask(?:s|ed|ing)?|encourag(?:es?|ed|ing)|invit(?:es?|ed|ing)|"
    r"appeal(?:s|ed|ing)? (?:urgently |once (?:more|again) |again )?to|demand(?:s|ed|ing)?|"
    r"implor(?:es?|ed|ing)|exhort(?:s|ed|ing)?|press(?:es|ed) (?=the|for|[A-Z])|"
    r"advis(?:es|ed) (?=that|the|[A-Z])|beseech(?:es|ed)?|strongly support(?:s)? the call|"
    r"(?:reiterat|renew)(?:es?|ed|ing) "
    r"(?:its|their|his|her|our|the|earlier|previous|urgent|strong|own|) ?"
    r"(?:(?:previous|earlier|urgent|strong|own) )?(?:calls?|recommendations?|requests?|appeals?|"
    r"demands?|"
    r"invitation)(?: (?:to|for|on|upon|that|made))?"
)
VERB = re.compile(rf"(?<![\w-])(?P<verb>{_VERB})(?![\w-])", re.IGNORECASE)
_PASSIVE = re.compile(
    r"(?<![\w-])(?:is|are|was|were|be|been|being) (?:further |furthermore |also |again |strongly |"
    r"hereby |"
    r"therefore |kindly |"
    r"respectfully |accordingly ){0,2}(?P<verb>urged|called (?:up)?on|recommended|requested|"
    r"asked|encouraged|"
    r"invited)(?= (?:to|that)\b)"
)
_OBLIGATION = re.compile(
    r"(?<![\w-])(?<!may )(?<!might )(?<!would )(?P<verb>should|must|ought to|needs? to|has to|"
    r"have to|shall|is under an "
    r"obligation to|is obligated to|"
    r"is required to|are under an obligation to|must also|is also under an obligation to)"
    r"(?! (?:have |be (?:noted|recalled|stressed|emphasi[sz]ed|understood|read|interpreted|"
    r"considered|"
    r"regarded|borne|seen|"
    r"pointed|mentioned|underlined|construed|viewed|distinguished|clear|obvious|deemed|"
    r"remembered|said)|have (?:been|known|had)|"
    r"not be (?:construed|interpreted|understood|read|seen)|also be (?:noted|recalled)|indicate|"
    r"concern)\b)"
)
_JUDGEMENT = re.compile(
    r"\b(?P<verb>(?:(?:[Cc]onsider(?:s|ed)? it |(?:[Ii]t|[Tt]his) (?:is|remains|would be|"
    r"is therefore|is also) )(?:also |"
    r"therefore |now |thus |more |"
    r"absolutely |vitally |critically |especially |particularly |"
    r"of (?:the )?(?:utmost|paramount|crucial|great|vital) |)"
    r"(?:essential|critical|imperative|crucial|vital|important|importance|necessary|urgent|"
    r"incumbent|indispensable|time|"
    r"high time)(?: (?:that|for|to|(?:up)?on|than ever that))))\b"
)
_POLITE = re.compile(
    r"(?P<verb>\b[Pp]lease (?:also |kindly )?(?!refer|find|accept|see|note|contact|do not|use|"
    r"visit|click|feel|direct any|be advised)(?=[a-z]+)|\b[Ww]e (?:would|should) (?:therefore |"
    r"also |very much |"
    r"further )?(?:welcome|appreciate|be (?:very |most |extremely )?grateful)\b(?! to (?:count|"
    r"have))|"
    r"\b(?:[Ww]e|I) (?:sincerely |strongly |therefore |also )?(?:hope|trust|look to|count on) "
    r"(?=that|you|the|your)|"
    r"(?<=and )hope (?:that )?(?=[^.;,]{3,80} (?:can|will|would|could) )|"
    r"\b(?:[Ww]e|I) (?:would|should) (?:also |very much |therefore )?like you to\b|"
    r"\b(?:wish(?:es)? to receive|would (?:welcome|appreciate) receiving)\b|"
    r"\b[Ww]e (?:therefore |urgently |respectfully |also )*(?:seek|solicit|appeal for) "
    r"(?=your (?:\w+ ){0,2}(?:intervention|support|help|assistance|action|attention|leadership|"
    r"assurances?|commitment|confirmation|agreement|cooperation)\b)|"
    r"\bI (?:would|should) (?:be (?:very )?(?:grateful|interested to (?:know|hear|learn))|"
    r"appreciate|like to (?:ask|request)))"
)
# A sentence without any of these asks nothing: looking for them is quicker than the patterns.
_STEMS = (
    "Urg", "urg", "Call", "call", "CALL", "Recommend", "recommend", "Request", "request", "Ask",
    "ask", "ncourag", "nvit", "renew",
    "ppeal", "emand", "mplor", "xhort", "press", "dvis", "eiterat",
    "should", "must", "ought", "need", "has to", "have to", "shall", "obligat", "ssential",
    "ritical", "mperative", "rucial", "vital", "mportan", "ecessary", "rgent", "ncumbent",
    "ndispensable", "time", "lease", "wish", "welcome", "ppreciate", "grateful", "hope", "trust",
    "eseech", "seek", "olicit", "interested to",
)  # fmt: skip
_WEIGHS = (
    "essential", "critical", "imperative", "crucial", "vital", "importan", "necessary", "urgent",
    "incumbent", "indispensable", "time",
)  # fmt: skip
_ASKS_POLITELY = (
    "lease ", "welcome", "appreciate", "grateful", "hope", "trust", "look to", "count on", "wish",
    "like to ", "like you ", "your ", "interested",
)  # fmt: skip
_OBLIGES = (
    "should", "must", "ought to", "need", "has to", "have to", "shall", "obligation to",
    "obligated to", "required to",
)  # fmt: skip
# A verb of asking that is a noun or an adjective here, or that names no ask.
_NO_VERB_BEFORE = re.compile(
    r"(?:\w's |\w' |\b(?:the|a|an|this|that|his|her|its|their|our|any|such|no|urgent|written|"
    r"formal|recent|"
    r"joint|repeated|as|"
    r"previously|further|of|upon|on|at|by|for|individual|official|specific|new|own|asylum|prior|"
    r"in|above|accepted|"
    r"these|those|following|information|of all|so-|under|several|many|long-standing|all|initial|"
    r"first|second) |-)$",
    re.IGNORECASE,
)
_NOT_ASKED_BY = re.compile(
    r"\b(?:authors?|complainants?|petitioners?|counsel|lawyers?|police|prosecutors?|judges?|"
    r"defendants?|victims?|"
    r"applicants?|claimants?|officers?|wife|husband|mother|father|brother|family|agents?|"
    r"witness(?:es)?|I(?! $)|"
    r"Mr\.? [A-Z]\w+|Ms\.? [A-Z]\w+|employers?|guards?|officials|relatives|detainees?|prisoners?)\b"
    r"(?: (?:also|further|therefore|then|thus|again|had|has|have|repeatedly|orally|reportedly|"
    r"subsequently))*\s*$"
)
# "as they expose injustice and demand an answer": told of those who do so.
_OF_OTHERS = re.compile(r"\b(?:as|when|while|because|since|if) they\b[^.;\"]*\band $")
# "We wish to ask", "We write today to encourage you".
_MEANS_TO = re.compile(
    r"\b(?:like|wish(?:es)?|want|writing|write|continues?|again|wishes similarly|"
    r"similarly|united|join|us|come together|came together|take this opportunity) to (?:\w+ly )?$|"
    # "We wish to thank you and to ask", not "to examine incidents and to recommend".
    r"\b(?:[Ww]e|I|us|wish(?:es)?|would)\b.*(?:\band|,) to (?:\w+ly )?$"
)
_WRITES_TO = re.compile(r"\b(?:[Ww]riting|[Ww]rite)(?: [\w-]+){1,6} to (?:\w+ly )?$")
_ASKING_NOW = re.compile(
    r"\b(?:by|is|are|was|were|and|am|,|also|in|we're|letter|statement|"
    r"resolution) (?:also |strongly )?$|, $|"
    r"\bon (?:[A-Z][a-z]{2,8} \d{1,2}, |\d{1,2} [A-Z][a-z]{2,8} )(?:19|20)\d\d $"
)
_WRITES = re.compile(r"\b(?:[Ww]riting|[Ww]rite|[Ww]rote|[Aa]ppeal)(?: [\w-]+){0,6} $")
_SOMEBODY = re.compile(r" (?:you|your|the|all|that) ")

# "Security demands the protection of rights": nobody asks anybody.
_ABSTRACT = re.compile(
    r"\b(?:security|situation|justice|democracy|law|dignity|peace|gravity|scale|nature|crisis|time|"
    r"reality|principle|standards?|rights|urgency|conscience|history|necessity|accountability) $",
    re.IGNORECASE,
)

# The verbs with which a list item or a "that" clause says what is asked.
BASE_VERBS = frozenset(
    [
        "ensure", "take", "adopt", "ratify", "accede", "establish", "investigate", "release",
        "provide", "protect", "end", "cease", "stop", "repeal", "amend", "review", "guarantee",
        "refrain", "respect", "implement", "strengthen", "increase", "support", "promote",
        "allow", "grant", "open", "hold", "prosecute", "bring", "put", "halt", "abolish", "lift",
        "remove", "withdraw", "drop", "quash", "reform", "revise", "cooperate", "engage",
        "submit", "address", "prevent", "combat", "eliminate", "eradicate", "facilitate",
        "include", "consider", "conduct", "improve", "introduce", "develop", "extend", "accept",
        "issue", "invite", "continue", "intensify", "redouble", "step", "undertake", "make",
        "create", "appoint", "allocate", "call", "urge", "request", "condemn", "monitor",
        "report", "raise", "press", "use", "impose", "suspend", "refer", "renew", "create",
        "expand", "explain", "clarify", "disclose", "publish", "inform", "indicate", "enact",
        "recognize", "recognise", "restore", "return", "compensate", "return", "uphold", "honour",
        "honor", "abide", "comply", "acknowledge", "apologize", "initiate", "launch",
        "prioritize", "prioritise", "pass", "reject", "vote", "sponsor", "work", "seek", "set",
        "give", "keep", "carry", "enforce", "fund", "finance", "train", "educate", "raise",
        "define", "criminalize", "decriminalize", "mandate", "demand", "encourage", "insist",
        "speak", "deploy", "deliver", "restrict", "limit", "prohibit", "ban", "enable", "collect",
        "disaggregate", "design", "reduce", "expedite", "finalize", "harmonize", "integrate",
        "incorporate", "reopen", "reinstate", "rescind", "dismantle", "disband", "safeguard",
        "secure", "sign", "permit", "pursue", "preserve", "maintain", "hold", "offer", "pay",
        "abstain", "avoid", "desist", "dismiss", "acquit", "commute", "freeze", "sanction",
        "table", "convene", "ask", "assist", "build", "commit", "declare", "pressure",
    ]
)  # fmt: skip


def find_triggers(flat: str, start: int, end: int, *, obligations: bool) -> list[Trigger]:
    """The words that ask between two offsets, in reading order.

    Args:
        flat: Text in matching form.
        start: First offset.
        end: Offset after the last.
        obligations: Whether "should" and "must" count.
    """
    words = flat[start:end]
    if not holds(words, _STEMS):
        return []
    found = [
        Trigger(Form.PASSIVE, match.start(), match.end(), match.end(), match["verb"])
        for match in _PASSIVE.finditer(flat, start, end)
    ]
    for match in VERB.finditer(flat, start, end):
        if any(t.start <= match.start() < t.end for t in found):
            continue
        if _is_ask(flat, start, match, end):
            found.append(Trigger(Form.VERB, match.start(), match.end(), match.end(), match["verb"]))
    patterns = []
    if holds(words, _WEIGHS):
        patterns.append((Form.JUDGEMENT, _JUDGEMENT))
    if holds(words, _ASKS_POLITELY):
        patterns.append((Form.POLITE, _POLITE))
    if obligations and holds(words, _OBLIGES):
        patterns.append((Form.OBLIGATION, _OBLIGATION))
    found += [
        Trigger(form, match.start(), match.end(), match.end(), match["verb"])
        for form, pattern in patterns
        for match in pattern.finditer(flat, start, end)
    ]
    return sorted(found, key=lambda t: t.start)


def _is_ask(flat: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether a verb of asking asks here: a subject before it, somebody or something after it."""
    verb = match["verb"].lower()
    before = flat[max(start, match.start() - 60) : match.start()]
    after = flat[match.end() : min(end, match.end() + 90)]
    at_start = not before.strip(" (0123456789.)\"'-*•")
    adverb = re.search(r"(?<!the )(?<!any )(?<!no )\b(?:further|also|strongly|again) $", before)
    if not at_start and not adverb and _NO_VERB_BEFORE.search(before):
        return False
    if _NOT_ASKED_BY.search(before) or _OF_OTHERS.search(before):
        return False
    if re.search(r"\bI (?:\w+ly |also |again |now )?$", before) and verb.endswith(("ed", "ing")):
        # A party tells what it asked; who asks in the present tense speaks in a statement.
        return False
    if re.search(r"\b(?:not|never|without|to be|by) $", before):
        return False
    if verb.startswith("demand") and _ABSTRACT.search(before):
        return False
    if verb.startswith("appeal") and is_remedy(before, after):
        return False
    if re.search(r"\bto (?:respectfully |urgently |strongly )?$", before) and not (
        _MEANS_TO.search(before) or _WRITES_TO.search(before)
    ):
        return False
    if verb.endswith("ing") and not (
        _ASKING_NOW.search(before) or (_WRITES.search(before) and _SOMEBODY.match(after))
    ):
        return False
    if verb == "calls for" or verb.endswith(" for"):
        return not re.match(r" (?:a change of|it|by)\b", after)
    if verb.startswith("invit") and re.match(
        r" (?:to (?:participate|attend|visit|speak|a |the )|by|from)", after
    ):
        return False
    if re.match(
        r"(?:[ ,.;:]*$| (?:by|from|of|in (?:a|the|its|his)|was|were|is|are|had|has|about|whether|"
        r"why|how|"
        r"him|her|them (?:about|whether))\b)",
        after,
    ):
        return not (
            not after.strip()
            or re.match(
                r"[ ,.;]*$| (?:by|from|of|was|were|is|are|had|has|about|whether|why|how|in)\b",
                after,
            )
        )
    if re.match(r"request|ask|demand", verb) and re.match(
        r" (?:asylum|refugee status|permission|leave|an extension|a visa|protection visa|access "
        r"to)",
        after,
    ):
        return False
    if (
        verb in ("request", "requests", "ask", "demand", "demands", "call", "urge", "appeal to")
        and not at_start
    ):
        subject = re.search(
            r"(\w+),?(?: (?:also|further|therefore|strongly|respectfully|hereby|urgently|again|"
            r"thus|now|"
            r"jointly|collectively|earnestly))*\s*$",
            before,
        )
        if verb in ("request", "ask", "demand", "call", "urge"):
            return bool(
                subject
                and re.search(
                    r"(?:we|they|s|to|and|I|undersigned|will|must|would)$", subject[1], re.I
                )
            )
    return True


def shorten(words: str) -> str:
    """What is asked, in at most thirty words."""
    words = re.sub(r"^[\s,:;]*(?:to |that )?", "", words).rstrip(" .;,")
    parts = words.split()
    return " ".join(parts[:30]) + (" ..." if len(parts) > 30 else "")
