"""Whether a name is that of a person, and what stands beside it: titles, offices, affiliation."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rightsgraph.extraction.gazetteers import actors, states
from rightsgraph.extraction.names_given import GIVEN_NAMES

ROLE = re.compile(
    r"\b(?:(?:Executive |Deputy |Acting |Associate |Assistant |Emeritus |Visiting |Senior |Co-"
    r"|Vice[- ]|Regional |Programme? |Managing |Founding |"
    r"Advocacy |Research |Teaching |Legal |Policy |Global |International |Country |General "
    r"|Honorary )*"
    r"(?:Director|President|Chair(?:person|man|woman)?|Chair-Rapporteur|Chairperson-Rapporteur|"
    r"Secretary[- ]General|CEO|Chief Executive|Coordinator|Co-ordinator|Founder|Manager|Officer|"
    r"Head|"
    r"Representative|Professor|Ambassador|Minister|Advis[eo]r|Counsel|Lawyer|Rapporteur|Fellow|"
    r"Member|"
    r"Secretary|Treasurer|Spokesperson|Editor|Attorney|Researcher|Journalist|Expert|Bishop|"
    r"Reverend|Lecturer|Reader|Scholar|Student|Candidate|Senator|Deputy|Judge|Activist|Author|"
    r"Writer|Artist|Teacher|Analyst|Scientist|Engineer|Economist|Consultant|Administrator|"
    r"Organi[sz]er|Campaigner|Dean|Trustee|Convenor|Convener|Strategist|Specialist|Historian|"
    r"Librarian|Physician|Barrister|Solicitor|Pastor|Commissioner|Ombuds(?:man|person|woman)|"
    r"Spokes(?:man|woman)|Laureate|Principal|Vice-Chancellor|Archbishop|Governor|Mayor))\b"
)
# Offices that a list prints in small letters after a name.
_ROLE_IN_SMALL = re.compile(
    r"\b(?:director|president|chair|coordinator|founder|professor|lecturer|researcher|lawyer"
    r"|journalist|student|candidate|teacher|educator|activist|author|writer|artist|fellow|advocate"
    r"|scholar|member|engineer|consultant|analyst|economist|barrister|solicitor|physician|nurse"
    r"|profesora?|abogad[oa]|periodista|investigadora?|directora|avocate?|chercheu(?:r|se)"
    r"|Ph\.? ?D|LL\.?M|M\.?A|Esq|emerit(?:us|a))\b",
    re.IGNORECASE,
)
_HONORIFIC = (
    r"(?:Mr|Mrs|Ms|Mx|Miss|Dr|Dra|Drs|Prof|(?:Emerit(?:us|a) |Distinguished |Adjunct |Associate "
    r"|Assistant |Visiting )?Professor(?: Emerit(?:us|a))?|Profesora?|Father|Sir|Dame|Lord"
    r"|Lady|MEP|MP|Senator|Rev|Reverend|Fr|Sr|Sra|Sister|Hon|H\.E|Amb|Ambassador|Adv|Advocate|Judge|Justice|Bishop"
    r"|Rabbi|Imam|Sheikh|Lic|Ing|Me|Mme|Herr|Frau)"
)
TITLE = re.compile(rf"^(?:{_HONORIFIC}(?:\. ?| ))+(?=[A-ZÀ-Þ])")
_WORD = r"[A-ZÀ-Þ][\w'’.-]*"
_PERSON = re.compile(
    rf"^{_WORD}(?: (?:{_WORD}|de|da|do|del|della|dos|das|van|von|der|den|"
    r"bin|bint|al|el|ben|ibn|y|e|la|al-[A-Z]\w+)){1,5}$"
)
ORGANISATION_WORD = re.compile(
    r"\b(?:rights?|humanos?|droits|foundation|fundaci[oó]n|fondation|association|asociaci[oó]n|"
    r"associa[cç][aã]o|"
    r"network|red|rede|r[ée]seau|cent(?:re|er|ro)|institute?o?|institut|coalition|coalici[oó]n|"
    r"alliance|"
    r"federation|f[ée]d[ée]ration|watch|international|internacional|action|committee|comit[ée]|"
    r"council|"
    r"conseil|league|liga|ligue|society|sociedad|organi[sz]ation|organizaci[oó]n|initiative|"
    r"project|"
    r"campaign|union|forum|f[oó]rum|group|collective|colectivo|coletivo|movement|movimiento|"
    r"solidarity|"
    r"justice|freedom|defend\w*|lawyers?|women|youth|media|press|speech|access|privacy|"
    r"digital\w*|open|now|"
    r"without|against|for|trust|fund|university|universidad|college|school|church|party|house|"
    r"amnesty|"
    r"global|world|house|voices?|commission|platform|agency|observatory|monitor|defence|defense|"
    r"peace|"
    r"democracy|development|research|information|communication\w*|advocacy|services?|support|"
    r"office|bureau|"
    r"department|embassy|mission|secretariat|tribunal|court|bar|order|club|consortium|congress|"
    r"assembly|proyecto|projeto|revista|agencia|ag[êe]ncia|prensa|observat[oó]rio|frente|consulta|"
    r"partido|secretar[ií]a|sindicato|confederaci[oó]n|organiza[cç][aã]o|movimento|instituto|"
    r"front|islamic|christian|catholic|the|of|para|por|pour|pela|para)\b",
    re.IGNORECASE,
)
# "Dr. Sample Foundation" is no person.
_ORGANISATION_END = re.compile(
    r" (?:Foundation|Fund|Trust|Institute|Centre|Center|Association|Society|Network|Initiative|"
    r"Organi[sz]ation|Committee|Clinic|Memorial|Museum|Library|Hospital)$"
)
# "MEP Anna SAMPLE Group of the Example Party": a surname in capitals ends the name.
_SURNAME_IN_CAPITALS = re.compile(
    r"^(?:[A-ZÀ-Þ][\w'-]*[a-zà-ÿ][\w'-]* ){1,3}[A-ZÀ-Þ][A-ZÀ-Þ'-]{2,}(?: [A-ZÀ-Þ][A-ZÀ-Þ'-]{2,})*"
    r"(?= [A-Z]\w*[a-z])"
)
# "Anna Sample AO QC": honours and degrees after a name.
_AFTER_NAME = re.compile(
    r"(?<=[a-zà-ÿ])(?: (?:[A-Z]{2,5}|[A-Z]\.(?:[A-Z]\.){1,3}|PhD|Ph\.D\.?|MSc|BSc|MEd|DPhil"
    r"|Esq\.?))+$"
)
_PRONOUNS = re.compile(r" ?\((?:she|he|they)(?:/\w+){1,3}\)", re.IGNORECASE)
# "Christian B. Muster": before an initial the word is a given name.
_GIVEN_BEFORE_INITIAL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿ]+ (?=[A-Z]\.? )")
_BESIDE = re.compile(r",| [-–—|] | \(|;")


@dataclass(frozen=True, slots=True)
class PersonWords:
    """The words of one line as if they named a person.

    Attributes:
        printed: The name with its titles.
        name: The name without titles.
        rest: What stands after it.
        titled: Whether a title stands before it.
    """

    printed: str
    name: str
    rest: str
    titled: bool


def person_words(words: str) -> PersonWords:
    """A line cut into name and rest.

    Example:
        >>> person_words("Dr. Anna Sample (she/her), Lecturer, Example University").name
        'Anna Sample'
    """
    words = _PRONOUNS.sub("", words)
    beside = _BESIDE.search(words)
    printed = (words[: beside.start()] if beside else words).strip()
    rest = words[beside.end() :].strip(" ,;)-–—|") if beside else ""
    name = TITLE.sub("", printed).strip()
    honours = _AFTER_NAME.search(name)
    if honours and len(name[: honours.start()].split()) >= 2:
        name = name[: honours.start()]
    titled = TITLE.match(printed) is not None
    capitals = _SURNAME_IN_CAPITALS.match(name) if titled else None
    if capitals:
        rest = ", ".join(filter(None, (name[capitals.end() :].strip(), rest)))
        printed = printed[: len(printed) - len(name) + capitals.end()]
        name = capitals.group()
    return PersonWords(printed, name, rest, titled)


def has_given_name(name: str) -> bool:
    """Whether the first word of a name is a frequent given name, and the rest fits.

    Example:
        >>> has_given_name("Anna Sample"), has_given_name("Code Pink")
        (True, False)
    """
    if not _reads_like_person(name):
        return False
    first = unicodedata.normalize("NFKD", name.split()[0].split("-")[0])
    return "".join(c for c in first if c.isalpha() and c.isascii()).casefold() in GIVEN_NAMES


def has_office(rest: str) -> bool:
    """Whether the words after a name hold an office or a profession."""
    return bool(ROLE.search(rest) or _ROLE_IN_SMALL.search(rest))


def is_person(words: str) -> bool:
    """Whether a name reads like that of an individual: two to six capitalised words, no office."""
    words = words.strip()
    titled = bool(TITLE.match(words)) and not _ORGANISATION_END.search(words)
    return titled or _reads_like_person(words)


def _reads_like_person(words: str) -> bool:
    if not _PERSON.match(words) or not 2 <= len(words.split()) <= 6:
        return False
    given = _GIVEN_BEFORE_INITIAL.match(words)
    if ORGANISATION_WORD.search(words, given.end() if given else 0) or ROLE.match(words):
        return False
    if actors().lookup(words) or states().lookup(words):
        return False
    return not any(states().find(words))
