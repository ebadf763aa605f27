"""The rows of the authority files: States, bodies, organisations, groups, situations.

A row has an id, a name, the other names that texts use for it, and where it is from. Names that
are also everyday words, or that more than one bears, are kept apart as `ambiguous_names`: they are
labels in the graph, and no evidence for a reader that meets them without more.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal

from rightsgraph import iris
from rightsgraph.iris import Iri

BODY_KINDS: Final = frozenset(
    {
        "agency",
        "commission",
        "court",
        "investigation",
        "mandate",
        "mission",
        "office",
        "organisation",
        "principal-organ",
        "programme",
        "proposed",
        "related-organisation",
        "subsidiary-organ",
        "treaty-body",
        "tribunal",
    }
)
MANDATE_KINDS: Final = frozenset(
    {"independent-expert", "representative", "special-rapporteur", "working-group"}
)
ORGANISATION_KINDS: Final = frozenset(
    {
        "company",
        "foundation",
        "igo",
        "media",
        "network",
        "ngo",
        "nhri",
        "trade-union",
        "university",
    }
)
STATE_KINDS: Final = frozenset({"area", "former", "state"})
MEMBERSHIPS: Final = frozenset({"no", "observer", "yes"})

# Kinds whose names texts precede with "UN" or "United Nations": "UN Special Rapporteur on ...".
_TAKES_PREFIX: Final = frozenset(
    {"investigation", "mandate", "office", "principal-organ", "subsidiary-organ", "treaty-body"}
)
_UN: Final = re.compile(r"(?:UN|United Nations)\b")
_UNITED_NATIONS: Final = "United Nations "


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every row has.

    Attributes:
        id: The last part of its IRI.
        name: The preferred name, as English texts of the UN write it.
        alt_names: Other names, each enough to know who is meant.
        sources: Public addresses where the facts of the row can be checked.
        licence: `PDDL-1.0`, or `facts, no licence needed`.
    """

    id: str
    name: str
    alt_names: tuple[str, ...]
    sources: tuple[str, ...]
    licence: str

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that says by itself who is meant, the preferred one first."""
        return (self.name, *self.alt_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Entry):
    """A State or area with an ISO 3166 code, or a State that no longer exists.

    Attributes:
        alpha3: ISO 3166 alpha-3 code; of a former State the code it had.
        alpha2: ISO 3166 alpha-2 code.
        m49: Three digits; the code of the UN Statistics Division.
        kind: `state`, `area` or `former`.
        article: `the` when the name takes it in running text, else empty.
        official_name: The formal name without its article; empty when there is none.
        ambiguous_names: Names that may mean another State.
        demonyms: Adjectives and nouns for its people: "Ecuadorian".
        parts: Places in it that texts name in its stead; no names of the State.
        capital: Its capital; empty when there is none.
        un_member: `yes`, `no` or `observer`.
        ended: Year in which a former State ceased to exist.
        region: Region of M49.
        subregion: Subregion of M49.
    """

    alpha3: str
    alpha2: str
    m49: str
    kind: str
    article: str
    official_name: str
    ambiguous_names: tuple[str, ...]
    demonyms: tuple[str, ...]
    parts: tuple[str, ...]
    capital: str
    un_member: str
    ended: int | None
    region: str
    subregion: str

    @property
    def iri(self) -> Iri:
        """Its IRI, `id/state/<alpha3>`."""
        return iris.state(self.alpha3)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this State and no other, the preferred one first."""
        every = dict.fromkeys((self.name, self.official_name, *self.alt_names))
        return tuple(name for name in every if name and name not in self.ambiguous_names)

    @property
    def name_in_text(self) -> str:
        """The name as it stands in a sentence, with its article and without inversion.

        The United Nations inverts some names for its lists: `Bolivia (Plurinational State of)`.
        """
        inverted = re.fullmatch(r"(.+) \((.+ of)\)", self.name)
        if inverted:
            return f"the {inverted[2]} {inverted[1]}"
        return f"{self.article} {self.name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body(Entry):
    """A UN organ, mandate, office or agency, or an international court or commission.

    Attributes:
        kind: One of `BODY_KINDS`.
        abbreviations: As texts write them, the usual one first.
        parent: Id of the body it is part of.
        mandated_by: Ids of the bodies that created it.
        mandating_documents: Symbols of the resolutions that created it.
        symbol_prefix: What the symbols of its documents begin with: `A/HRC`.
        state: Alpha-3 code of the State that it deals with.
        is_un: Whether it is part of the United Nations system.
        established: Year in which it was created.
        ended: Year in which it ended.
        homepage: Its own page.
        mandate_kind: Of a special procedure, one of `MANDATE_KINDS`.
    """

    kind: str
    abbreviations: tuple[str, ...]
    parent: str | None
    mandated_by: tuple[str, ...]
    mandating_documents: tuple[str, ...]
    symbol_prefix: str
    state: str | None
    is_un: bool
    established: int | None
    ended: int | None
    homepage: str | None
    mandate_kind: str | None = None

    @property
    def iri(self) -> Iri:
        """Its IRI: `id/body/` for the UN and what is proposed to it, else `id/organisation/`."""
        if self.is_un or self.kind == "proposed":
            return iris.body(self.id)
        return iris.organisation(self.id)

    @property
    def is_mandate(self) -> bool:
        """Whether it is a UN body set up to look into a matter and report on it."""
        return self.is_un and self.kind in {"mandate", "investigation"}

    @property
    def is_court(self) -> bool:
        """Whether it is a court or tribunal."""
        return self.kind in {"court", "tribunal"}

    @property
    def written_forms(self) -> tuple[str, ...]:
        """Its names, and the same with "UN" or "United Nations" in front where texts do that."""
        forms: dict[str, None] = {}
        for name in self.names:
            forms[name] = None
            if name.startswith(_UNITED_NATIONS):
                forms["UN " + name.removeprefix(_UNITED_NATIONS)] = None
            elif self.is_un and self.kind in _TAKES_PREFIX and not _UN.search(name):
                forms["UN " + name] = None
                forms[_UNITED_NATIONS + name] = None
        return tuple(forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Entry):
    """An organisation that is no UN body.

    Attributes:
        kind: One of `ORGANISATION_KINDS`.
        ambiguous_names: Names that are also everyday words, or that others bear too.
        abbreviations: As texts write them, the usual one first.
        country: Alpha-3 code of its seat.
        homepage: Its own page.
    """

    kind: str
    ambiguous_names: tuple[str, ...]
    abbreviations: tuple[str, ...]
    country: str | None
    homepage: str | None

    @property
    def iri(self) -> Iri:
        """Its IRI, `id/organisation/<id>`."""
        return iris.organisation(self.id)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that says by itself who is meant."""
        every = (self.name, *self.alt_names)
        return tuple(name for name in every if name not in self.ambiguous_names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Entry):
    """Several who are addressed together and have no organisation of their own."""

    @property
    def iri(self) -> Iri:
        """Its IRI, `id/group/<id>`."""
        return iris.group(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Entry):
    """The state of human rights in a State or place.

    Attributes:
        state: Alpha-3 code of the State or area in which the place lies.
    """

    state: str | None = field(default=None)

    @property
    def iri(self) -> Iri:
        """Its IRI, `id/situation/<id>`."""
        return iris.situation(self.id)


Authority = State | Body | Organisation | Group | Situation
AuthorityKind = Literal["state", "body", "organisation", "group", "situation"]


def situation_of(state: State) -> Situation:
    """The human-rights situation in a State; its id is the code of the State."""
    place = state.name_in_text
    return Situation(
        id=state.alpha3,
        name=f"Human rights situation in {place}",
        alt_names=(f"Situation of human rights in {place}",),
        state=state.alpha3,
        sources=state.sources,
        licence=state.licence,
    )


def fold_name(name: str) -> str:
    """The name without what texts vary: case, accents, punctuation, `the`, `UN`, spelling.

    Example:
        >>> fold_name("The UN Special Rapporteur on Torture")
        'special rapporteur on torture'
        >>> fold_name("Cote d’Ivoire") == fold_name("Côte d'Ivoire")
        True
    """
    text = unicodedata.normalize("NFKD", name)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.casefold().replace("&", " and ").replace("ı", "i")
    text = re.sub(r"(?<=\w)['’](?=\w)", "", text)
    text = re.sub(r"[^\w]+", " ", text).strip().removeprefix("the ")
    text = text.replace("organisation", "organization").replace("centre", "center")
    return re.sub(r"^(?:united nations|un) (?=\w)", "", text)
