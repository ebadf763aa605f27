"""Letters, reports and symbols that cannot be read."""

from __future__ import annotations

from rightsgraph.errors.roots import InputError, RightsgraphError


class SymbolError(InputError):
    """A text is not a UN document symbol."""

    code = "symbol-invalid"
    title = "Not a UN document symbol"
    default_remedy = "A symbol looks like A/RES/60/251 or S/RES/1593 (2005)."


class DocumentError(InputError):
    """A letter or report cannot be read."""

    code = "document-unreadable"
    status = 422
    title = "The document cannot be read"


class SourceConflictError(InputError):
    """What was sent as the source of a document is the source of another one."""

    code = "source-conflict"
    status = 409
    title = "The source does not fit the document"


class TextsOffError(RightsgraphError):
    """The server is not set to give the texts of documents."""

    code = "texts-off"
    status = 403
    title = "Giving texts is switched off"
    default_remedy = "On your own server, where you may publish them: set RIGHTSGRAPH_SERVE_TEXTS."


class DocumentEmptyError(DocumentError):
    """A document has no words."""

    code = "document-empty"
    title = "The document is empty"
    default_remedy = "Check that the file is the one you meant."


class DocumentTooLargeError(DocumentError):
    """A document is over a limit of bytes, pages or nesting."""

    code = "document-too-large"
    status = 413
    title = "The document is too large"
    default_remedy = "Split the document, or raise RIGHTSGRAPH_DOCUMENT_BYTES."


class DocumentFormatError(DocumentError):
    """A document is of no kind that can be read, or is broken."""

    code = "document-format"
    status = 415
    title = "The document is of no kind that can be read"
    default_remedy = "Give plain text, Markdown, HTML, PDF, DOCX or JSON lines."


class DocumentEncryptedError(DocumentError):
    """A document is locked with a password."""

    code = "document-encrypted"
    title = "The document is locked with a password"
    default_remedy = "Save a copy without the password, and read that."


class DocumentNeedsOcrError(DocumentError):
    """A document holds pictures of pages and no text."""

    code = "document-needs-ocr"
    title = "The document holds pictures of pages and no text"
    default_remedy = "Run character recognition (OCR) over it first, for instance with OCRmyPDF."


class DocumentTooCostlyError(DocumentError):
    """A document takes more time or memory to read than it may."""

    code = "document-too-costly"
    title = "The document takes too long, or too much memory, to read"
    default_remedy = (
        "Split the document; on your own server raise RIGHTSGRAPH_EXTRACT_SECONDS or "
        "RIGHTSGRAPH_EXTRACT_MEMORY_MB."
    )
