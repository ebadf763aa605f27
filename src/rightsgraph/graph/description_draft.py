"""The description of a document in the making: its names, its evidence, what statements share."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from rightsgraph import iris
from rightsgraph.extraction import Extraction
from rightsgraph.graph.description_sheet import A, Sheet, plain, share, whole, worded
from rightsgraph.reading import Document, text_digest
from rightsgraph.vocabulary import Dcterms, Oa, Prov, Rg

# More than this is no short quotation, no title and no note: the graph says where it stands.
LONGEST_QUOTATION: Final = 500
LONGEST_TITLE: Final = 300
LONGEST_CITATION: Final = 400

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Draft:
    """What every stage of the description needs.

    Attributes:
        document: The document as it was read.
        extraction: What was found in it.
        iri: Its IRI.
        activity: IRI of the activity that produced the description.
        sheet: Where the triples are written.
    """

    document: Document
    extraction: Extraction
    iri: str
    activity: str
    sheet: Sheet
    _names: dict[str, int] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of the document, `und` when it is not known."""
        return self.document.language

    def part(self, name: str) -> str:
        """The IRI of a part of the document."""
        return iris.part(self.iri, name)

    def slug_of_words(self, kind: str, words: str) -> str:
        """A name that stays the same when rules improve: of the words, not of a number.

        Args:
            kind: `quotation`, `finding`, `recommendation`.
            words: The words of the statement.

        Returns:
            `<kind>-` and the first twelve digits of a digest of the words in small letters;
            the second statement of the same words has `-2` behind it.
        """
        even = " ".join(_WORD.findall(unicodedata.normalize("NFKC", words).casefold()))
        name = f"{kind}-{hashlib.sha256(even.encode()).hexdigest()[:12]}"
        count = self._names[name] = self._names.get(name, 0) + 1
        return name if count == 1 else f"{name}-{count}"

    def evidence(
        self, name: str, spans: tuple[tuple[int, int], ...], *, exact: str | None = None
    ) -> None:
        """Write where the thing of a name can be read.

        Args:
            name: Fragment of the thing.
            spans: The passages, as (start, end) in the normalised text.
            exact: The quoted words, when the document itself sets them in quotation marks.
        """
        for number, (start, end) in enumerate(spans, start=1):
            local = f"evidence-{name}" if len(spans) == 1 else f"evidence-{name}-{number}"
            passage = self.part(local)
            position = self.part(f"{local}-position")
            sheet = self.sheet
            sheet.add(self.part(name), Rg.evidence, passage)
            sheet.add(passage, A, Oa.SpecificResource)
            sheet.add(passage, Oa.hasSource, self.iri)
            sheet.add(passage, Rg.textDigest, plain(self.document.text_digest))
            words = text_digest(self.document.text[start:end])
            sheet.add(passage, Rg.passageDigest, plain(words))
            sheet.add(passage, Oa.hasSelector, position)
            sheet.add(position, A, Oa.TextPositionSelector)
            sheet.add(position, Oa.start, whole(start))
            sheet.add(position, Oa.end, whole(end))
            if exact:
                quote = self.part(f"{local}-quote")
                sheet.add(passage, Oa.hasSelector, quote)
                sheet.add(quote, A, Oa.TextQuoteSelector)
                sheet.add(quote, Oa.exact, worded(exact, self.language))

    def produced(self, name: str, kind: str, *, rule: str, confidence: float) -> str:
        """Write what every statement and citation has besides its evidence; return its IRI."""
        iri = self.part(name)
        self.sheet.add(iri, A, kind)
        self.sheet.add(iri, Dcterms.isPartOf, self.iri)
        self.sheet.add(iri, Prov.wasGeneratedBy, self.activity)
        self.sheet.add(iri, Rg.rule, plain(rule))
        self.sheet.add(iri, Rg.confidence, share(confidence))
        self.sheet.add(iri, Rg.reviewState, iris.concept("review-state", "unreviewed"))
        return iri


def shortened(text: str, length: int) -> str:
    """The text, cut between words with an ellipsis when it is longer than that many characters."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    return flat[:length].rpartition(" ")[0].rstrip(" ,;:") + " …"
