"""The words that tell who said something: verbs, roles, names of persons, descriptions."""

from __future__ import annotations

import re

from rightsgraph.extraction.names_of_persons import has_given_name

REPORTING = re.compile(
    r"\b(?:sa(?:id|ys|ying)|state[sd]?|stating|conclude[sd]?|concluding|find(?:s|ings?)?|found|"
    r"not(?:e[sd]?|ing)|"
    r"observ(?:e[sd]?|ing)|affirm(?:s|ed|ing)|reaffirm(?:s|ed|ing)|declar(?:e[sd]?|ing)|declared|"
    r"held|holds|"
    r"describ(?:e[sd]?|ing)|characteri[sz]e[sd]?|report(?:s|ed|ing)|warn(?:s|ed|ing)|stress(?:es|"
    r"ed|ing)|"
    r"emphasi[sz](?:e[sd]?|ing)|underlin(?:e[sd]?|ing)|underscor(?:e[sd]?|ing)|highlight(?:s|ed|"
    r"ing)|"
    r"explain(?:s|ed|ing)|argue[sd]?|claim(?:s|ed)|announce[sd]?|confirm(?:s|ed|ing)|recall(?:s|"
    r"ed|ing)|"
    r"urg(?:e[sd]?|ing)|call(?:s|ed|ing) (?:up)?on|call(?:s|ed) for|recommend(?:s|ed|ing)|"
    r"request(?:s|ed|ing)|"
    r"ask(?:s|ed)|demand(?:s|ed)|encourag(?:e[sd]?|ing)|invite[sd]?|express(?:es|ed|ing)|add(?:s|"
    r"ed)|"
    r"wr(?:ote|ites?|itten)|told|tells|criticized|condemn(?:s|ed|ing)|deplore[sd]?|regret(?:s|"
    r"ted)|welcome[sd]?|"
    r"acknowledge[sd]?|recogni[sz]e[sd]?|decide[sd]?|determine[sd]?|rul(?:e[sd]|ing)|guarantees?|"
    r"provide[sd]?|"
    r"require[sd]?|reads?|indicate[sd]?|reveal(?:s|ed)|denounce[sd]?|remark(?:s|ed)|point(?:s|"
    r"ed) out|"
    r"propose[sd]?|commend(?:s|ed)|thank(?:s|ed)|inquired|reiterate[sd]?|consider(?:s|ed)|"
    r"quot(?:e[sd]|ing)|put it|defines?|defined|suggest(?:s|ed)|admit(?:s|ted)|"
    r"submit(?:s|ted)|contend(?:s|ed)|maintain(?:s|ed)|allege[sd]?|repl(?:y|ies|ied)|respond(?:s|"
    r"ed)|testif(?:y|ies|ied)|"
    r"lament(?:s|ed)|remind(?:s|ed)|insist(?:s|ed)|pledge[sd]?|committed|promise[sd]?|"
    r"believe[sd]?|commented|referred to|refers to|interpret(?:s|ed)|establish(?:es|ed)|"
    r"assert(?:s|ed|ing)|caution(?:s|ed|ing)|complain(?:s|ed)|recount(?:s|ed)|continue[sd]|"
    r"document(?:ed|ing)|recorded|estimate[sd]?|assess(?:es|ed)|tweeted|posted|clarified|"
    r"made clear|"
    # The plain form, where a plural stands before it: "the experts say that".
    r"(?=[swacnebrdu])"
    r"(?:(?<=[Ee]xperts )|(?<=signatories )|(?<=isations )|(?<=izations )|(?<=roups )|"
    r"(?<=NGOs )|(?<=[Ww]e )|(?<=[Tt]hey )|(?<=apporteurs )|(?<=authors ))"
    r"(?:say|stress|warn|argue|conclude|note|emphasi[sz]e|add|explain|believe|recall|affirm|"
    r"describe|condemn|express|underline|reiterate|write)|"
    # "calls "a clear breach"": what something is called.
    r"(?:call|term|label)(?:s|ed|led)(?: (?:it|this|that|them))?(?= \"))\b"
)
ACCORDING = re.compile(
    r"\b(?:[Aa]ccording to|[Ii]n the (?:words|view|opinion) of|"
    r"[Aa]s (?:(?:also |previously |aptly |clearly )?(?:noted|stated|reported|observed|described|"
    r"expressed|recalled|put|found|held|emphasi[sz]ed|stressed|indicated|explained|highlighted|"
    r"recogni[sz]ed|affirmed|formulated|articulated|underlined) by)|[Aa]s) (?=[A-Zt])"
)
AFTER = re.compile(
    r"[\s,]{0,3}(?:(?P<verb>said|says|stated|wrote|warned|added|concluded|noted|explained|"
    r"declared|commented|continued|asserted|cautioned|tweeted|recounted|according to|"
    r"stressed|observed|argued|urged|insisted|replied|recalled|affirmed|told [\w ]{2,30}) "
    r"|(?:as )?(?:noted|stated|described|expressed|put|said|written|observed|reported|quoted|"
    r"found|recognized|"
    r"affirmed|emphasized|stressed|underlined|declared|explained|highlighted|held|reiterated) by )?"
)
PRONOUN = re.compile(
    r"(?:he|she|they|it) (?=(?:also )?(?:said|says|added|stated|warned|stressed|noted|wrote|told|"
    r"urged|continued|concluded|explained|stressed|recalled|argued|insisted|observed))|"
    r"the expert (?=(?:also |further )?(?:said|says|added|stated|warned|stressed|noted|urged|"
    r"explained|concluded|continued|emphasi[sz]ed|recalled|observed|underlined))"
)
# What is not a full stop within the words of a clause: "Mr. Sample", "U.S.".
CLAUSE = re.compile(
    r"(?:[^.;\"\n]|(?<=Mr)\.|(?<=Ms)\.|(?<=Mrs)\.|(?<=Dr)\.|(?<=[A-Z])\.(?=[A-Z ]))*"
)
PARTY = re.compile(r"\b[Tt]he (?P<role>author|complainant|petitioner)\b(?!')")
ROLE = re.compile(
    r"(?:[Tt]he |[Tt]hese |[Tt]hose |[Aa]n? |[Hh]is |[Hh]er |UN |United Nations |[Ii]ndependent |"
    r"[Hh]uman rights )*"
    r"(?P<role>experts|[Dd]irector-[Gg]eneral|authors?|complainants?|petitioners?|State party|"
    r"counsel|organi[sz]ations|"
    r"signatories|groups|"
    r"victims?|witness(?:es)?|delegation|[Pp]resident|[Pp]rime [Mm]inister|[Mm]inister(?: of "
    r"[A-Z]\w+(?: and [A-Z]\w+)?)?|spokes(?:person|man|woman)|"
    r"(?<!\w)mission|(?<!\w)coalition|"
    r"court|tribunal|Grand Chamber|judges?|[Dd]irector|report|police|applicants?|mandate)\b"
    r"(?: of (?:the )?[A-Z]\w+(?: [A-Z]\w+)?)?"
)
PERSON = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w'-]+(?: (?:[A-Z]\.|[A-ZÀ-Þ][\w'-]+|al-[A-Z]\w+|de|van|bin)){1,4})(?=,|"
    r"\s(?:said|told|stated|warned))"
)


_NAME = r"[A-ZÀ-Þ][\w'-]+(?: (?:[A-Z]\.|[A-ZÀ-Þ][\w'-]+|al-[A-Z]\w+|de|da|van|von|bin|der)){1,3}"
# "Human Rights Watch Deputy Asia Director Anna Sample": the holder after an office.
_OFFICE = re.compile(
    r"\b(?:[Dd]irector|[Pp]resident|[Cc]hair(?:man|woman|person)?|[Ss]pokes(?:person|man|woman)|"
    r"[Rr]esearcher|[Ll]awyer|[Cc]oordinator|[Ss]ecretary|[Mm]inister|[Oo]fficer|[Hh]ead|[Cc]ounsel|"
    r"[Aa]dvis[eo]r|[Rr]epresentative|[Jj]udge|[Ff]ounder|[Ee]ditor|[Jj]ournalist|[Aa]ctivist|"
    r"[Aa]nalyst|[Aa]mbassador|CEO|[Pp]rofessor|[Ee]xpert|[Mm]anager|[Ss]enator|[Gg]overnor|"
    r"[Mm]ayor|[Cc]hief)s? $"
)
_LAST_NAME = re.compile(rf"(?P<name>{_NAME})$")
_FULL_NAME = re.compile(_NAME)
_TITLED = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Sir|Judge)\.? (?P<name>[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)?)$"
)
_SURNAME = re.compile(r"(?P<name>[A-ZÀ-Þ][a-zà-ÿ'-][\w'-]+)$")
_DESCRIBED = re.compile(
    r"(?:(?:[Aa]n?|[Oo]ne|[Aa]nother|[Ss]everal|[Tt]wo|[Ss]ome|[Mm]any) (?!of the)|the )"
    r"[^,;:.\"\n]{3,110}"
)
_DESCRIBED_START = re.compile(
    r"(?:An?|One|Another|Several|Two|Some|Many) (?P<who>[^,;:.\"\n]{3,90}?)"
    r"(?=,| (?:said|says|told|stated|wrote|explained|testified|recounted|recalled|added)\b)"
)
# "the Committee's findings and "...": the words are those of the owner.
OWN_WORDS = re.compile(
    r"(?:'s|s') (?:own |latest |recent |final |previous |clear |\d{4} )*(?:findings?|words?|"
    r"reports?|statements?|conclusions?|views?|opinions?|decisions?|calls?|recommendations?|observations?|"
    r"resolutions?|judge?ments?|letters?|assessment|warning|(?:press |media |news )?releases?)\b"
    r"[^.;\"]{0,60}$"
)
OWN_WORK = re.compile(
    r"'s? (?:own |latest |recent |final |previous |\d{4} )*(?:[Cc]oncluding [Oo]bservations?|"
    r"[Rr]eports?|[Gg]eneral [Cc]omments?|[Rr]ecommendations?|[Vv]iews|[Ss]tatements?|"
    r"[Oo]pinions?|[Rr]esolutions?|[Ll]etters?)\b"
)
# "The Northport Report concludes": a work is the subject where its author has no name.
WORK_SAYS = re.compile(
    r"\b(?:[Tt]he |[Aa] |[Ii]ts |\d{4} )*"
    r"(?P<name>(?:[A-ZÀ-Þ][\w'-]*(?: (?:of|on|and|for|the))? ){1,7}"
    r"(?:Report|Study|Survey|Review|Guidelines|Statement|Assessment|Inquiry|Opinion))"
    r"(?: (?:also|further|then|thus|itself|even|explicitly|strongly))* $"
)
EXPERTS = re.compile(r"\bhuman rights experts $")
# "said Anna Sample, director of Example Watch.": who speaks, after the verb.
SAID_BY = re.compile(
    r"\"[ ,]*(?:said|says|added|explained|warned|stated|noted|stressed) (?=[A-Z]|the )"
)
# "the Example Panel said": whoever it is, capitals name somebody.
_IN_CAPITALS = re.compile(
    r"(?:the |The )?(?P<name>[A-ZÀ-Þ][\w'-]+"
    r"(?: (?:(?:of|for|on|and)(?: the)? )?[A-ZÀ-Þ][\w'-]+){1,6})"
)
# "in the words of the Ministry of Examples, ...": an office that no authority file knows.
OWNER = re.compile(
    r"(?:the )?(?P<name>[A-ZÀ-Þ][\w'-]+(?: (?:of|for|and|the|[A-ZÀ-Þ][\w'-]+)){0,8}"
    r" [A-ZÀ-Þ][\w'-]+),"
)
# "the psychologist noted", "the same expert opinion also stated": whoever the words before a verb
# name, when nobody knows the name.
_SUBJECT_NAMED = re.compile(
    r"(?:\A\W*|, |\bthat |\b(?:and|but|while|as) )(?:[Tt]he|[Aa]n?) (?:same |said )?"
    r"(?P<who>(?:(?!that\b|which\b|who\b|it\b)[\w'-]+ ){1,8})\Z"
)
_ADVERB = re.compile(
    r"(?:also|further|then|thus|therefore|again|had|has|have|thereby|expressly) \Z"
)
_NO_SUBJECT = frozenset(
    ["fact", "authors", "report", "present", "communication", "following", "latter", "case"]
)


def subject_named(words: str) -> str | None:
    """The noun phrase that is the subject of the verb after these words, without its article.

    Example:
        >>> subject_named("In it, the psychologist also ")
        'psychologist'
    """
    while adverb := _ADVERB.search(words):
        words = words[: adverb.start()]
    found = _SUBJECT_NAMED.search(words[-90:])
    if not found or found["who"].split()[0] in _NO_SUBJECT:
        return None
    return " ".join(found["who"].split())


_SOME = re.compile(
    r"\b(?:[Ss]everal|[Ss]ome|[Mm]any|[Oo]ther|[Mm]ost|[Vv]arious|[Ff]ew) (?:\w+ )?\Z"
)
_NO_SURNAME = frozenset(
    ["He", "She", "It", "They", "We", "This", "That", "The", "Who", "Government", "Council"]
)


def holder(words: str) -> str | None:
    """The person at the end of words that name an office: "Asia Director Anna Sample".

    Example:
        >>> holder("Deputy Asia Director Anna Sample")
        'Anna Sample'
    """
    found = _LAST_NAME.search(words.strip(" ,")[-160:])
    if not found:
        return None
    parts = found["name"].split()
    for size in (2, 3, 4):
        name = " ".join(parts[-size:])
        if size > len(parts):
            break
        if has_given_name(name):
            return name
    before = words.strip(" ,")[-160:][: found.start()]
    if _OFFICE.search(before) and len(parts) <= 3:
        return found["name"]
    for cut in range(1, len(parts) - 1):
        if _OFFICE.search(" ".join(parts[:cut]) + " ") and len(parts) - cut <= 3:
            return " ".join(parts[cut:])
    return None


def full_name_at(flat: str, at: int, stop: int) -> re.Match[str] | None:
    """A full name of two to four words at a place, in a text in matching form."""
    return _FULL_NAME.match(flat, at, stop)


def in_capitals(words: str) -> str | None:
    """The name in capitals that is all of the words, without its article.

    Example:
        >>> in_capitals("the Example Panel")
        'Example Panel'
    """
    found = _IN_CAPITALS.fullmatch(words.strip(" ,"))
    return found["name"] if found else None


def is_some_of(name: str, before: str) -> bool:
    """Whether an actor is one of many who are not named: "several Governments".

    Args:
        name: What the actor is called.
        before: The words of the sentence before it.
    """
    return name.startswith(("Governments", "Authorities")) and bool(_SOME.search(before[-24:]))


def surname_in(words: str) -> str | None:
    """The single name that words end with: "Mr. Sample", "Sample"."""
    words = words.strip(" ,")
    titled = _TITLED.search(words)
    if titled:
        return titled["name"]
    single = _SURNAME.fullmatch(words)
    return single["name"] if single and single["name"] not in _NO_SURNAME else None


def described_at(flat: str, at: int, stop: int) -> str | None:
    """A speaker who has no name: "an activist in the Northern Province"."""
    match = _DESCRIBED.match(flat, at, stop)
    return " ".join(match.group().split()) if match else None


def described_start(flat: str, at: int, stop: int) -> str | None:
    """A speaker without a name who is the subject of a sentence: "A woman in Northport said"."""
    match = _DESCRIBED_START.match(flat, at, stop)
    if not match:
        return None
    words = " ".join(match.group().split())
    return words[0].lower() + words[1:]
