"""Who is asked: the words after a verb of asking, or the subject of "should"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rightsgraph.extraction.asks import BASE_VERBS, Form, Trigger
from rightsgraph.extraction.cast import Cast

_TO_VERB = re.compile(
    r" to (?!the |a |an |all |its |their |this |these |those |which |whom |human |that |it |his |"
    r"her |our |date\b|some )"
    r"(?=[a-z\"])"
)
_THAT = re.compile(r"^[ ,]*(?:again |further |strongly )?(?:in particular,? )?that (?P<rest>)")
_END_OF_NAME = re.compile(
    r" (?:to (?!the |a |an |all |its )(?=[a-z])|"
    r"that |should |must |shall |not to |who |which |whose |whether |and to |"
    r"for (?=the|its|an? )|"
    r"in (?=order|accordance|line|its|the|this)|with (?=a|the)|on (?=the|its)|immediately |"
    r"urgently |"
    r"continue|be |ensure|take|adopt|ratify|establish|strengthen|amend|hold|provide|consider|"
    r"remain|"
    r"explicitly |refrain|implement|develop|intensify|conduct|do |make |use |make|undertake|"
    r"accelerate|expedite|"
    r"enact|review|step|increase|allocate|guarantee|repeal|abolish|investigate|promptly |fully |"
    r"further |also |act )|[,;:.(\"]"
)
_CLAUSE_BORDER = re.compile(
    r"^|[,;:\"(] ?|\) - |\b(?:that|and|which|therefore|because|but|while|accordingly|believe|"
    r"believes|think|"
    r"thus|hence|when|where|since|as) "
)
_ADVERBS_BEFORE = re.compile(
    r"(?: ?\b(?:also|therefore|immediately|urgently|in particular|always|now|thus|further|then|"
    r"itself|"
    r"themselves|accordingly))*\s*$"
)
_GERUND = re.compile(r"[a-z]+ing\b")
_COLLECTIVE = re.compile(
    r"(?:\b(?:[Ss]tates?(?: [Pp]arties| [Pp]arty)?|[Mm]ember [Ss]tates?|[Gg]overnments?|"
    r"authorit(?:y|ies)|international community|"
    r"donors?(?: community| countries)?|parties(?: to the conflict)?|all actors|stakeholders|"
    r"compan(?:y|ies)|"
    r"business(?:es| enterprises)?|corporations?|institutions|armed groups?|countries|"
    r"legislators?|parliaments?|"
    r"delegations?|leaders?|security forces|police|courts?|judges|prosecutors?|ministr(?:y|ies)|"
    r"agencies|"
    r"actors|armed forces|militar(?:y|ies)|groups|individuals|feminists|citizens|people|"
    r"organi[sz]ations?|mechanisms?|civil society|media|universities|employers|platforms|"
    r"providers|intermediaries|"
    r"United Nations system|world leaders|private sector|you|mandate holders|treaty bodies|"
    r"special procedures|members|"
    r"politicians|officials|employers|prison(?:s| authorities)|Parliament|Congress|bodies|"
    r"administration)\b)"
)


# What no name of somebody begins with.
_NO_FIRST = frozenset(
    ["with", "in", "to", "by", "that", "from", "of", "at", "be", "but", "not", "it", "his", "her",
     "on", "or", "and", "as", "if", "when", "the", "whether", "how", "why", "what", "against"]
)  # fmt: skip
# A thing that is demanded is nobody who is asked.
_NO_NAME = ("a ", "an ", "any ", "more ", "no ", "such ", "this ")
_PASSIVE_BY = re.compile(
    r"[^.;:,]{3,120}? be (?:\w+ly )?\w+(?:ed|en|ld|ght|de) by "
    r"(?P<who>(?:all |the )[a-z][\w -]{3,70}?)"
    r"(?=[,.;]| (?:and|in|to|who|which|without)\b|$)"
)
_NEEDS_AGENT = frozenset(
    [
        "ensure", "take", "adopt", "ratify", "investigate", "release", "repeal", "amend",
        "refrain", "respect", "guarantee", "prosecute", "drop", "withdraw", "allow", "provide",
        "enact", "comply", "uphold", "protect", "grant", "lift", "review", "establish",
    ]
)  # fmt: skip
# The office that follows the name of its organisation, with the one who holds it.
_OFFICE_OF = re.compile(
    r"(?:'s)? (?:[A-Z][\w-]+ ){0,3}(?:Representative|Envoy|Minister|President|Ambassador|"
    r"Commissioner|Chairperson|Director|Secretary)(?:, (?:[A-ZÀ-Þ][\w.'-]+ ?){2,4}(?=,))?(?=[ ,])"
)
# A person or office before "should", with what is said of them between commas.
_RELATIVE = re.compile(r", (?:who|which|whose|as|including|elected|appointed)\b[^;]{3,200}, $")
_OFFICE_HOLDER = re.compile(
    r"(?P<who>(?:President|Prime Minister|Minister(?: of [A-Z]\w+)?|King|Queen|Chancellor|"
    r"Secretary|"
    r"Governor|Mayor|Ambassador|Attorney General)(?: [A-ZÀ-Þ][\w'-]+){1,4})\s*$"
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Who is asked, and where the words about what for begin."""

    name: str
    end: int
    rest: int


def asked_after(cast: Cast, trigger: Trigger, stop: int) -> Addressee | None:
    """The addressee after a verb of asking: "urges X to", "recommends that X", "calls on X"."""
    flat = cast.flat
    at = trigger.rest
    that = _THAT.match(flat[at:stop])
    if that:
        at += that.end()
    else:
        at += len(flat[at:stop]) - len(flat[at:stop].lstrip(" ,"))
        extra = re.match(
            r"(?:(?:also|again|further|once more|once again|strongly|in particular|therefore) "
            r"?)+(?:on |upon )?",
            flat[at:stop],
        )
        at += extra.end() if extra else 0
    if trigger.form is Form.POLITE and flat.startswith(" from ", trigger.end):
        at = trigger.end + len(" from ")
    if re.match(r"ask", trigger.word, re.IGNORECASE) and flat.startswith("for ", at):
        # "asked for the State to provide": the State is asked.
        at += len("for ")
    actor = cast.actor_at(at, stop)
    if trigger.word.lower().endswith(" for") and not (
        re.match(r"the (?:Government|authorities|State|international)", flat[at:stop])
        or (actor and re.match(r" to [a-z]", flat[actor.end : actor.end + 6]))
    ):
        return _who_intervenes(cast, at, stop)
    if that or trigger.form is Form.JUDGEMENT:
        if actor:
            return _with_more(cast, actor.name, actor.end, stop)
        named = _before_base_verb(cast, at, stop) or _noun_phrase(cast, at, stop)
        if named and (_COLLECTIVE.search(named.name) or _acts(flat, named.end, stop)):
            return named
        agent = re.search(
            r"\b(?:by|of) (?:the )?(?:responsible |relevant |competent |national )+authorities",
            flat[at:stop],
        )
        if agent:
            words = agent.group().split(" ", 1)[1]
            state = cast.state_near(at)
            return Addressee(f"{words} of {state}" if state else words, at, at)
        return _agent(cast, at, stop)
    office = _OFFICE_OF.match(flat, actor.end, stop) if actor else None
    if actor and office:
        # "calls on the EU High Representative, Anna Sample, to": the office, not its Union.
        words = cast.surface.words(at, office.end())
        return Addressee(re.sub(r"^(?:the|The) ", "", words), office.end(), office.end())
    if actor:
        return _listed(cast, at, actor.end, stop) or _with_more(cast, actor.name, actor.end, stop)
    # Whoever stands after "call on" is called on, also in "call on X for a dialogue".
    called = bool(re.search(r"\bon$", trigger.word)) and flat[at : at + 1].isupper()
    named = _noun_phrase(cast, at, stop, called=called)
    if named and cast.reviewed and not _somebody(named.name):
        # "encouraged the pursuit of reforms to": in a review the State is asked.
        return Addressee(cast.reviewed, at, at)
    if named and trigger.word.lower().startswith("recommend"):
        # "recommended close monitoring by the judges": what is recommended stands there.
        return named if re.match(r" to [a-z]", flat[named.end : named.end + 6]) else None
    if named and re.match(r"(?:request|ask|invit|encourag)", trigger.word, re.I):
        # "requested invitations from": a thing is asked for, and nobody is asked to do something.
        return named if re.match(r"[^.;:]{0,160}? to [a-z]", flat[named.end : stop]) else None
    return named


_DEED_BY = re.compile(
    r"(?:an? |the )?(?:[a-z-]+ ){0,3}(?:intervention|action|measures|steps|response|inquiry|"
    r"investigation|engagement|efforts) by (?=the |all |[A-Z])"
)


def _who_intervenes(cast: Cast, at: int, stop: int) -> Addressee | None:
    """Who is to do what is called for: "calls for an urgent intervention by the Council"."""
    deed = _DEED_BY.match(cast.flat, at, stop)
    actor = cast.actor_at(deed.end(), stop) if deed else None
    return _with_more(cast, actor.name, actor.end, stop) if actor else None


def _somebody(words: str) -> bool:
    """Whether a noun phrase can name somebody: a capital, or a noun for those who act."""
    return bool(_COLLECTIVE.search(words) or re.search(r"(?<![\w.])[A-ZÀ-Þ]", words))


def _agent(cast: Cast, at: int, stop: int) -> Addressee | None:
    for match in re.finditer(r"\bby (?=the |[A-Z]|all )", cast.flat[at : min(stop, at + 200)]):
        actor = cast.actor_at(at + match.end(), stop)
        if actor:
            return Addressee(actor.name, actor.end, at)
    # "that due process be respected by all organs of the State": whoever stands after "by".
    passive = _PASSIVE_BY.match(cast.flat, at, min(stop, at + 240))
    if passive:
        words = re.sub(r"^the ", "", passive["who"].strip())
        return Addressee(words, at, at)
    return None


def _acts(flat: str, at: int, stop: int) -> bool:
    """Whether the verb at a place needs somebody who acts: "stop interfering", "adopt a law"."""
    verb = re.compile(r"\W*(?P<verb>[a-z]+) (?P<next>\w+)").match(flat, at, stop)
    if not verb:
        return False
    if verb["verb"] in ("stop", "cease", "end", "halt"):
        return verb["next"].endswith("ing")
    return verb["verb"] in _NEEDS_AGENT


def _with_more(cast: Cast, name: str, end: int, stop: int) -> Addressee:
    """An addressee with those that an "and" or a comma joins to it."""
    names = [name]
    more_words = re.match(r" (?:to the (?:\w+ )?conflict|concerned)\b", cast.flat[end:stop])
    if more_words and "conflict" not in name:
        names[0] += more_words.group()
        end += more_words.end()
    while len(names) < 5:
        joint = re.match(
            r"(?:, as well as|, and| and|,|;)(?: (?:the|all|to|on|upon))* (?=\S)",
            cast.flat[end:stop],
        )
        if not joint:
            break
        own = re.match(
            r"(?:its|their) (?:member (?:states|organisations)|[a-z]+ partners?|allies|members)\b",
            cast.flat[end + joint.end() : stop],
            re.I,
        )
        if own:
            names.append(own.group())
            end += joint.end() + own.end()
            continue
        more = cast.actor_at(end + joint.end(), stop)
        if not more or more.name in names:
            break
        names.append(more.name)
        end = more.end
    return Addressee(" and ".join(names), end, end)


_LIST = re.compile(
    r"(?:, (?:and )?| and )(?:the |all |other )?(?:(?!to\b)[\w'-]+,? ){1,24}?(?=to [a-z])"
)
_NO_LIST = re.compile(
    r"\b(?:who|which|that|whose|including|such|as|with|in|for|by|on|under|within|from|urges?|"
    r"calls?|requests?|encourages?|invites?)\b"
)


def _listed(cast: Cast, at: int, end: int, stop: int) -> Addressee | None:
    """A list of those who are asked, some of whom no authority file knows."""
    tail = _LIST.match(cast.flat, end, stop)
    if not tail or _NO_LIST.search(tail.group()) or " and " not in tail.group():
        return None
    joined = _with_more(cast, "", end, stop)
    if joined.end >= tail.end() - 1:
        return None
    last = tail.end() - 1
    words = re.sub(r"^(?:the|The) ", "", cast.surface.words(at, last))
    return Addressee(words, last, last)


def _before_base_verb(cast: Cast, at: int, stop: int) -> Addressee | None:
    """The subject of a "that" clause: the words before its verb, "all armed groups put aside"."""
    window = cast.flat[at : min(stop, at + 160)]
    for match in re.finditer(r"[A-Za-z'-]+", window):
        if (
            match.start()
            and match.group() in BASE_VERBS
            and not re.search(r"\b(?:the|of|to|and|in|for|a) $", window[: match.start()])
        ):
            words = re.sub(
                r"^(?:the|that) | (?:not|also|immediately|further|now)$",
                "",
                window[: match.start()].strip(),
            )
            if re.search(r"[,;:.]", words) or len(words.split()) > 12:
                return None
            return Addressee(words, at + match.start(), at + match.start())
    return None


def _noun_phrase(cast: Cast, at: int, stop: int, *, called: bool = False) -> Addressee | None:
    """The words up to the verb that says what is asked, when no known name stands there."""
    window = cast.flat[at : min(stop, at + 240)]
    to = _TO_VERB.search(window)
    cut = to.start() if to else None
    end = _END_OF_NAME.search(window)
    if end and (cut is None or end.start() < cut):
        cut = end.start()
    if not cut or cut < 3:
        return None
    words = " ".join(window[:cut].split())
    words = re.sub(r"^(?:the|upon|on|both|for) | to$", "", words)
    words = words.removeprefix("more ") if to and not called else words
    first = words.partition(" ")[0]
    if first in BASE_VERBS or first in _NO_FIRST or re.fullmatch(r"[a-z]{4,}ed", first):
        return None
    if len(words.split()) > 16 or not re.search(r"[A-Za-z]", words) or _GERUND.match(words):
        return None
    if words.lower().startswith(_NO_NAME) or not (to or _COLLECTIVE.search(words) or called):
        return None
    return Addressee(words, at + cut, at + cut)


def _joint_subject(cast: Cast, trigger: Trigger, offsets: list[int]) -> Addressee | None:
    """Several actors that an "and" joins to one subject: "the Council and the Assembly should"."""
    for offset in offsets:
        actor = cast.actor_at(offset, trigger.start + 1)
        if not actor:
            continue
        joined = _with_more(cast, actor.name, actor.end, trigger.start)
        if joined.end > actor.end and _ADVERBS_BEFORE.fullmatch(
            cast.flat[joined.end : trigger.start]
        ):
            return Addressee(joined.name, joined.end, trigger.rest)
    return None


def asked_before(cast: Cast, trigger: Trigger, start: int) -> Addressee | None:
    """The addressee that is the subject of "should" or of a passive: "States should"."""
    flat = cast.flat
    window = flat[max(start, trigger.start - 170) : trigger.start]
    said_of = _RELATIVE.search(flat[max(start, trigger.start - 260) : trigger.start])
    if said_of:
        window = flat[start : max(start, trigger.start - 260) + said_of.start()][-170:] + " "
    holder = _OFFICE_HOLDER.search(window)
    if holder:
        return Addressee(holder["who"], trigger.start, trigger.rest)
    tail = _ADVERBS_BEFORE.search(window)
    cut = tail.start() if tail else len(window)
    borders = [m.end() for m in _CLAUSE_BORDER.finditer(window) if m.end() < cut]
    if not borders:
        return None
    first = trigger.start - len(window)
    if said_of:
        first = max(start, trigger.start - 260) + said_of.start() + 1 - len(window)
    joint = _joint_subject(cast, trigger, [first + b for b in borders[-4:-1]])
    if joint:
        return joint
    offset = first + borders[-1]
    words = window[borders[-1] : cut].strip()
    if not words:
        return None
    skip = re.match(
        r"(?:[Aa]ccordingly,? |[Tt]herefore,? |[Ii]n particular,? |[Aa]lso,? |[Ff]urthermore,? )*",
        words,
    )
    offset += skip.end() if skip else 0
    number = re.match(r"\d{1,3} |\(?[a-z]{1,3}\) ", words)
    offset += number.end() if number else 0
    words = words[number.end() :] if number else words
    actor = cast.actor_at(offset, trigger.start + 1)
    if actor and (said_of or len(flat[actor.end : trigger.start].split()) <= 6):
        return Addressee(actor.name, actor.end, trigger.rest)
    if words.lower().startswith(_NO_NAME):
        return None
    if _COLLECTIVE.search(words) and len(words.split()) <= 12:
        head = _COLLECTIVE.search(words)
        if head and not re.match(
            r".*\b(?:of|by|to|with|against|from|in|for)\b", words[: head.start()]
        ):
            return Addressee(
                re.sub(r"^(?:[Tt]he|that|and) ", "", words), trigger.start, trigger.rest
            )
    return None
