"""The templates of the pages, and how a term of the graph is shown in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from rightsgraph import iris, vocabulary
from rightsgraph.server.service import Term

STATIC: Final = Path(__file__).parent / "static"
# A page shows so many rows of a table, or lines of Turtle; what is longer is for programs.
MOST_ROWS: Final = 1000
_LINKED: Final = ("http://", "https://")


def short(iri: str) -> str:
    """An IRI with a common prefix, without the base when it is one of ours, or as it is.

    A part of a letter is named by its fragment alone: the link says of which letter.

    Example:
        >>> short("http://purl.org/spar/cito/citesAsEvidence")
        'cito:citesAsEvidence'
    """
    ours = iris.base() + "id/"
    if iri.startswith(ours):
        document, mark, part = iri[len(ours) :].partition("#")
        return mark + part if part and document.startswith("letter/") else document + mark + part
    for prefix, namespace in _namespaces():
        if iri.startswith(namespace):
            name = iri[len(namespace) :]
            return f"{prefix}:{name}" if name.isidentifier() or "-" in name else iri
    return iri


@lru_cache(maxsize=1)
def _namespaces() -> tuple[tuple[str, str], ...]:
    pairs = vocabulary.PREFIXES.items()
    return tuple(sorted(pairs, key=lambda pair: len(pair[1]), reverse=True))


def shown(term: Term) -> str:
    """The text that stands for a term in a table."""
    return short(term.value) if term.kind == "uri" else term.value


def link(term: Term) -> str:
    """The address that a term links to; empty when it is not one that a browser should open."""
    if term.kind == "uri" and term.value.startswith(_LINKED):
        return term.value
    return ""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rightsgraph.server"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(link=link, shown=shown)
    return environment


def render(template: str, context: Mapping[str, Any], *, status: int = 200) -> HTMLResponse:
    """The page that a template makes of a context.

    Args:
        template: Name of a file in `templates/`.
        context: Its variables.
        status: The HTTP status.
    """
    text = _environment().get_template(template).render(context)
    return HTMLResponse(text, status_code=status, headers={"Vary": "Accept"})
