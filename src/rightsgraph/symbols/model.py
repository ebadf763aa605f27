"""A UN document symbol as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from rightsgraph.symbols.tables import bodies, find_body, kind_labels

DOCUMENTS_ADDRESS = "https://docs.un.org/en/"


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol, split into what it says. Two symbols are equal when their keys are.

    Attributes:
        normalised: The official spelling, such as `S/RES/1593 (2005)`.
        key: The identity: no spaces, only round brackets, no year of a resolution.
        organ: Slug of the organ or body whose series it is.
        body: Slug of the body it is of; None when the symbol names one that is not in the table.
        session: Session as printed: `25`, `S-17`, `XXV`.
        kind: Slug of the kind of document; `document` when the symbol does not say.
        number: Number as printed: `63`, `5-6`, `375/2009`, `217A`.
        state: ISO 3166 alpha-3 code when a State code is a part.
        suffixes: What changes another document, such as `Add.1`, in order.
        year: Year that the symbol states; for a communication, the year it was registered.
        parts: The parts of the key between the slashes.
        parent: The symbol without its last suffix or annexed letter; None when there is none.

    Source: https://research.un.org/en/docs/symbols
    """

    normalised: str = field(compare=False)
    key: str
    organ: str = field(compare=False)
    body: str | None = field(compare=False)
    session: str | None = field(compare=False)
    kind: str = field(compare=False)
    number: str | None = field(compare=False)
    state: str | None = field(compare=False)
    suffixes: tuple[str, ...] = field(compare=False)
    year: int | None = field(compare=False)
    parts: tuple[str, ...] = field(compare=False)
    parent: Symbol | None = field(compare=False, repr=False)

    def __str__(self) -> str:
        return self.normalised

    @property
    def url(self) -> str:
        """The public page of the document in the UN's own document system.

        Parts of one old resolution (`A/RES/217(III)[A]`) share a page.
        """
        shown = self.normalised
        if shown.endswith("]") and self.parent is not None:
            shown = self.parent.normalised
        return DOCUMENTS_ADDRESS + quote(shown.replace(" (", "("), safe="/()-._~")


def body_label(symbol: Symbol) -> str:
    """The name in English of the body that a symbol is of.

    A body that the table knows only by its pattern is named with its own prefix.
    """
    best, path = bodies()[symbol.parts[0].upper()], symbol.parts[0]
    for length in range(2, len(symbol.parts) + 1):
        found = find_body("/".join(symbol.parts[:length]).upper())
        if found is not None:
            best, path = found, "/".join(symbol.parts[:length])
    return best.label if best.slug else f"{best.label} ({path})"


def describe_symbol(symbol: Symbol) -> dict[str, object]:
    """What a symbol says as plain values, with labels in English, ready for JSON.

    Example:
        >>> from rightsgraph.symbols import parse_symbol
        >>> facts = describe_symbol(parse_symbol("A/HRC/25/63"))
        >>> facts["body"], facts["session"], facts["number"]
        ('Human Rights Council', '25', '63')
    """
    return {
        "symbol": symbol.normalised,
        "key": symbol.key,
        "organ": bodies()[symbol.parts[0].upper()].label,
        "organ_id": symbol.organ,
        "body": body_label(symbol),
        "body_id": symbol.body,
        "session": symbol.session,
        "type": symbol.kind,
        "kind": symbol.kind,
        "kind_label": kind_labels().get(symbol.kind, symbol.kind),
        "number": symbol.number,
        "state": symbol.state,
        "suffixes": list(symbol.suffixes),
        "year": symbol.year,
        "parts": list(symbol.parts),
        "parent": symbol.parent.normalised if symbol.parent else None,
        "url": symbol.url,
    }
