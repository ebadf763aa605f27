"""The works that a document cites: a node for each, shared across documents where that is sound.

| cited as | node |
|---|---|
| UN document symbol | `id/un/<key>` |
| communication of a treaty body, by number | `id/communication/<body>/<number>-<year>` |
| general comment of a treaty body, by number | `id/general-comment/<body>/<number>` |
| treaty | `id/treaty/<slug of its name>` |
| case of a court, by application number | `id/case/application-<number>-<year>` |
| anything else | `#work-n` of the citing document |

When the symbol of a communication or general comment is met, its node is said to be
`rg:identifiedAs` that UN document, so that both ways of citing it meet.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from rightsgraph import iris
from rightsgraph.extraction import Citation, CitationKind, Resolution
from rightsgraph.extraction.dates import find_dates
from rightsgraph.extraction.treaty_names import known_treaty
from rightsgraph.graph.description_agents import shared_authorities
from rightsgraph.graph.description_draft import LONGEST_CITATION, LONGEST_TITLE, Draft, shortened
from rightsgraph.graph.description_identity import (
    Identity,
    body_of,
    class_of,
    kind_of,
    printed_symbol,
    relation_to_body,
    symbol_of,
)
from rightsgraph.graph.description_sheet import A, dated, plain, worded
from rightsgraph.symbols import Symbol
from rightsgraph.vocabulary import Dcterms, Fabio, Foaf, Rg, Undo

_COMMUNICATION: Final = re.compile(
    r"\b(?:communication|complaint|case)s?,? ?(?:No|Nos|no|nos|Nº)s?\.? ?(\d{1,4})/((?:19|20)\d\d)",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(
    r"\bgeneral (?:comment|recommendation)s?,? ?(?:No\.?|no\.?)? ?(\d{1,3})\b", re.IGNORECASE
)
_APPLICATION: Final = re.compile(r"\bapplications? (?:Nos?\.? ?|no\.? ?)(\d{1,6})/(\d{2})\b", re.I)
_WEB_ADDRESS: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]{4,500}")
_AUTHORED: Final = re.compile(
    r"(?:\w+[ -]){0,3}reports? (?:\w+ ){0,4}?(?:of|by) (?:the )?(?:UN |United Nations )?$", re.I
)
_TRIMMED: Final = " ,;:.()[]"
_SERIES_WITH_COMMENTS: Final = frozenset({"general-comment", "views"})


class Works:
    """The works that the citations of a document cite, written when they are first met.

    Args:
        draft: The description in the making.
        identity: The names of the document itself.
    """

    def __init__(self, draft: Draft, identity: Identity) -> None:
        self._draft = draft
        self._identity = identity
        self._own: dict[str, str] = {}
        self._of: dict[int, str | None] = {}
        own = identity.symbols[0] if identity.symbols else None
        self._committee = own.body if own and own.kind in _SERIES_WITH_COMMENTS else None
        for symbol in identity.symbols:
            self._link(symbol, identity.iri)

    def of(self, index: int) -> str | None:
        """The IRI of the work that a citation cites; None when it may be one of several."""
        if index not in self._of:
            self._of[index] = None  # against a circle of antecedents
            self._of[index] = self._find(index)
        return self._of[index]

    def candidates(self, index: int) -> tuple[str, ...]:
        """The works that an ambiguous citation may mean, each once."""
        citation = self._draft.extraction.citations[index]
        found = (self.of(candidate) for candidate in citation.candidates if candidate != index)
        return tuple(dict.fromkeys(work for work in found if work))

    def year_of(self, index: int) -> int | None:
        """The year that the symbol of a cited document states."""
        text = self._draft.extraction.citations[index].symbol
        symbol = symbol_of(text) if text else None
        return symbol.year if symbol else None

    def _find(self, index: int) -> str | None:
        citation = self._draft.extraction.citations[index]
        if citation.resolution is Resolution.AMBIGUOUS:
            works = self.candidates(index)
            return works[0] if len(works) == 1 else None if works else self._unknown(citation)
        symbol = symbol_of(citation.symbol) if citation.symbol else None
        if symbol is not None:
            return self._un_document(symbol, citation)
        if citation.antecedent is not None and citation.antecedent != index:
            return self.of(citation.antecedent) or self._unknown(citation)
        if citation.resolution is Resolution.UNRESOLVED or not citation.title:
            return self._unknown(citation)
        return self._numbered(citation) or self._titled(citation)

    def _un_document(self, symbol: Symbol, citation: Citation) -> str:
        sheet, iri = self._draft.sheet, iris.un_document(symbol.key)
        if iri == self._identity.iri:
            return iri
        kind = kind_of(symbol)
        sheet.add(iri, A, class_of(kind, un=True))
        sheet.add(iri, Rg.symbol, plain(printed_symbol(symbol)))
        sheet.add(iri, Dcterms.identifier, plain(symbol.normalised))
        if citation.symbol:
            sheet.add(iri, Dcterms.identifier, plain(citation.symbol))
        sheet.add(iri, Rg.documentKind, iris.concept("document-kind", kind))
        sheet.add(iri, Foaf.page, symbol.url)
        body = body_of(symbol)
        if body:
            sheet.add(iri, relation_to_body(symbol), body)
        if citation.antecedent is None:
            self._describe_words(iri, symbol, citation)
        self._link(symbol, iri)
        return iri

    def _describe_words(self, iri: str, symbol: Symbol, citation: Citation) -> None:
        """What the words of a citation say of the document: title, author, date, subject."""
        sheet, text = self._draft.sheet, self._draft.document.text
        if citation.title and len(citation.title) <= LONGEST_TITLE:
            sheet.add(iri, Dcterms.title, worded(citation.title, self._draft.language))
        words = text[citation.start : citation.end]
        at = words.find(symbol.normalised.partition(" (")[0])
        if at >= 0:
            after = words[at : at + len(symbol.normalised) + 40]
            bracket = after.find("(")
            dates = find_dates(after, bracket + 1) if bracket >= 0 else []
            if dates and dates[0].start <= bracket + 2:
                sheet.add(iri, Dcterms.issued, dated(dates[0].iso))
            self._describe_author(iri, citation, citation.start + at)

    def _describe_author(self, iri: str, citation: Citation, end: int) -> None:
        found, text, sheet = self._draft.extraction, self._draft.document.text, self._draft.sheet
        for name in found.un_bodies:
            for start, _ in name.mentions:
                before = text[citation.start : start]
                if citation.start <= start < end and _AUTHORED.search(before[-80:]):
                    row = _body(name.identifier)
                    if row:
                        sheet.add(iri, Rg.issuedBy, row)
        about = {
            state.code
            for state in found.states
            if any(citation.start <= start < end for start, _ in state.mentions)
        }
        if len(about) == 1:
            sheet.add(iri, Dcterms.subject, iris.situation(about.pop()))

    def short_form(self, index: int) -> None:
        """Write the short name by which a citation calls a work that is named in full before."""
        citation = self._draft.extraction.citations[index]
        work = self.of(index)
        if citation.resolution is not Resolution.SHORT_FORM or work is None:
            return
        name = citation.text.removesuffix(citation.pinpoint_text).strip(_TRIMMED)
        if 2 < len(name) <= 80 and name != citation.title:
            self._draft.sheet.add(work, Rg.shortForm, plain(name))

    def _link(self, symbol: Symbol, iri: str) -> None:
        """Say of a communication or general comment which UN document it is."""
        sheet, number = self._draft.sheet, symbol.number or ""
        if symbol.kind == "views" and symbol.body and re.fullmatch(r"\d+/\d{4}", number):
            shared: str = _communication(symbol.body, *number.split("/"))
        elif symbol.kind == "general-comment" and symbol.body and number.isdecimal():
            shared = _comment(symbol.body, number)
        else:
            return
        sheet.add(shared, A, Fabio.Work)
        sheet.add(shared, Rg.identifiedAs, iri)

    def _numbered(self, citation: Citation) -> str | None:
        """The node of a work that a number and a body identify."""
        words = f"{citation.title} {citation.text}"
        application = _APPLICATION.search(words)
        if application and citation.kind is CitationKind.CASE:
            case = iris.identifier(f"case/application-{application[1]}-{application[2]}")
            return self._shared(case, Fabio.Work, "case", citation)
        pattern, committees = _committees()
        # "the Committee against Torture, in communication No. 163/2000": the name may stand before.
        before = self._draft.document.text[max(0, citation.start - 80) : citation.start]
        sentence = before.rpartition("\n")[2].rpartition(". ")[2]
        named = pattern.findall(sentence)[-1:] + pattern.findall(words)[:1]
        committee = committees[named[-1]] if named else self._committee
        if not committee:
            return None
        communication = _COMMUNICATION.search(words)
        if communication:
            iri = _communication(committee, communication[1], communication[2])
            return self._shared(iri, Fabio.Work, "views", citation, committee)
        comment = _COMMENT.search(words)
        if comment:
            iri = _comment(committee, comment[1])
            return self._shared(iri, Fabio.Work, "general-comment", citation, committee)
        return None

    def _shared(
        self,
        iri: str,
        type_: str,
        kind: str,
        citation: Citation,
        body: str | None = None,
        *,
        title: str | None = None,
    ) -> str:
        sheet = self._draft.sheet
        sheet.add(iri, A, type_)
        sheet.add(iri, Rg.documentKind, iris.concept("document-kind", kind))
        words = title or shortened(citation.title or citation.text, LONGEST_TITLE)
        sheet.add(iri, Dcterms.title, worded(words, "en" if title else self._draft.language))
        row = _body(body)
        if row:
            sheet.add(iri, Rg.issuedBy, row)
        return iri

    def _titled(self, citation: Citation) -> str:
        title = citation.title or ""
        known = known_treaty(title) if citation.kind is CitationKind.TREATY else None
        slug = known.id if known else iris.slugify(title)
        if citation.kind is CitationKind.TREATY and slug:
            # One treaty is one node, whatever a text calls it.
            treaty = iris.identifier(f"treaty/{slug}")
            return self._shared(
                treaty, Undo.Treaty, "treaty", citation, title=known.name if known else None
            )
        key = f"{citation.kind.value} {' '.join(title.casefold().split())}"
        if key not in self._own:
            iri = self._own[key] = self._new(citation)
            sheet = self._draft.sheet
            sheet.add(iri, Dcterms.title, worded(shortened(title, LONGEST_TITLE), "und"))
            if citation.kind is CitationKind.LAW:
                sheet.add(iri, Rg.documentKind, iris.concept("document-kind", "law"))
            elif citation.kind is CitationKind.CASE:
                sheet.add(iri, Rg.documentKind, iris.concept("document-kind", "case"))
            address = _WEB_ADDRESS.search(citation.text)
            if address:
                sheet.add(iri, Foaf.page, address[0].rstrip(".,;)"))
        return self._own[key]

    def _unknown(self, citation: Citation) -> str:
        return self._new(citation)

    def _new(self, citation: Citation) -> str:
        number = self._own["#"] = str(int(self._own.get("#", "0")) + 1)
        iri = self._draft.part(f"work-{number}")
        words = shortened(citation.text, LONGEST_CITATION)
        self._draft.sheet.add(iri, A, Fabio.Work)
        self._draft.sheet.add(iri, Rg.citationText, worded(words, self._draft.language))
        return iri


def _communication(body: str, number: str, year: str) -> str:
    return iris.identifier(f"communication/{body}/{int(number)}-{year}")


def _comment(body: str, number: str) -> str:
    return iris.identifier(f"general-comment/{body}/{int(number)}")


def _body(slug: str | None) -> str | None:
    return _bodies().get(slug) if slug else None


@cache
def _committees() -> tuple[re.Pattern[str], dict[str, str]]:
    """The names and abbreviations of the treaty bodies, and the body that each means."""
    names = {
        name: row.id
        for row in shared_authorities().bodies
        if row.kind == "treaty-body"
        for name in (*row.names, *row.abbreviations)
    }
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(longest_first) + r")(?!\w)"), names


@cache
def _bodies() -> dict[str, str]:
    return {row.id: row.iri for row in shared_authorities().bodies}
