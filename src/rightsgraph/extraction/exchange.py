"""The public exchange format of an extraction: one JSON object a document.

Source: docs/exchange-format.md, docs/exchange-format.schema.json.
"""

from __future__ import annotations

from typing import Any

from rightsgraph.extraction.results import Citation, Extraction, Name, Quotation, Recommendation

FORMAT_VERSION = 1
# The Organization as a whole is no body of its own.
_ORGANIZATION = "united-nations"


def to_exchange(extraction: Extraction) -> dict[str, Any]:
    """The extraction as plain values for `json.dumps`."""
    metadata = extraction.metadata
    title = metadata.title
    if metadata.subject and metadata.subject not in (title or ""):
        title = f"{title}. {metadata.subject}" if title else metadata.subject
    return {
        "format": FORMAT_VERSION,
        "document": extraction.name,
        "text_digest": extraction.text_digest,
        "extractor": extraction.extractor,
        "title": title,
        "subject": metadata.subject,
        "date": metadata.date,
        "place": metadata.place,
        "addressee": metadata.addressee,
        "salutation": metadata.salutation,
        "kind": metadata.kind,
        "self_symbols": list(metadata.symbols),
        "signatories": [_name(name) for name in extraction.signatories],
        "organisations": [_name(name) for name in extraction.organisations],
        "un_bodies": [
            _name(name) for name in extraction.un_bodies if name.identifier != _ORGANIZATION
        ],
        "countries": [state.code for state in extraction.states],
        "citations": [_citation(citation) for citation in extraction.citations],
        "quotations": [_quotation(quotation) for quotation in extraction.quotations],
        "findings": [
            {
                "text": finding.text,
                "by": finding.by,
                "violations": list(finding.violations),
                "citations": list(finding.citations),
                "start": finding.start,
                "end": finding.end,
                "rule": finding.rule,
                "confidence": finding.confidence,
            }
            for finding in extraction.findings
        ],
        "recommendations": [_recommendation(r) for r in extraction.recommendations],
        "gaps": [{"start": g.start, "end": g.end, "reason": g.reason} for g in extraction.gaps],
    }


def _name(name: Name) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "name": name.name,
        "aliases": list(name.aliases),
        "id": name.identifier,
        "mentions": [list(mention) for mention in name.mentions],
        "rule": name.rule,
        "confidence": name.confidence,
    }
    if name.person:
        plain["person"] = True
        plain["affiliation"] = name.affiliation
    return plain


def _citation(citation: Citation) -> dict[str, Any]:
    note = citation.note
    return {
        "symbol": citation.symbol,
        "title": citation.title,
        "pinpoints": list(citation.pinpoints),
        "pinpoint_text": citation.pinpoint_text,
        "text": citation.text,
        "note": int(note) if note is not None and note.isdecimal() else note,
        "resolution": citation.resolution.value,
        "antecedent": citation.antecedent,
        "candidates": list(citation.candidates),
        "kind": citation.kind.value,
        "start": citation.start,
        "end": citation.end,
        "rule": citation.rule,
        "confidence": citation.confidence,
    }


def _quotation(quotation: Quotation) -> dict[str, Any]:
    return {
        "text": quotation.text,
        "speaker": quotation.speaker,
        "citation": quotation.citation,
        "block": quotation.block,
        "start": quotation.start,
        "end": quotation.end,
        "rule": quotation.rule,
        "confidence": quotation.confidence,
    }


def _recommendation(recommendation: Recommendation) -> dict[str, Any]:
    return {
        "text": recommendation.text,
        "by": recommendation.by,
        "addressee": recommendation.addressee,
        "action": recommendation.action,
        "actions": list(recommendation.actions),
        "violations": list(recommendation.violations),
        "reported": recommendation.reported,
        "deadline": recommendation.deadline,
        "citations": list(recommendation.citations),
        "start": recommendation.start,
        "end": recommendation.end,
        "rule": recommendation.rule,
        "confidence": recommendation.confidence,
    }
