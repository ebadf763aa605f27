"""The templates of the pages, and how a term of the graph is shown in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from rightsgraph.server.linked.addresses import evidence_address, href
from rightsgraph.server.naming import short
from rightsgraph.server.scripts import page_script
from rightsgraph.server.solutions import Term

STATIC: Final = Path(__file__).parent / "static"
# A page shows so many rows of a table, or lines of Turtle; what is longer is for programs.
MOST_ROWS: Final = 1000


def shown(term: Term) -> str:
    """The text that stands for a term in a table."""
    return short(term.value) if term.kind == "uri" else term.value


def link(term: Term) -> str:
    """The address that a term links to, on this server when it is a thing of ours.

    It is empty when a browser should not open it.
    """
    return href(term.value) if term.kind == "uri" else ""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rightsgraph.server"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        link=link,
        shown=shown,
        href=href,
        evidence_address=evidence_address,
        page_script=page_script,
    )
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
