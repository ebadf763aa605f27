"""The words of a cell that is written as HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

# Words on the two sides of these do not belong together.
_PARTS: Final = frozenset(
    {"br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table", "td", "tr", "ul"}
)
_SILENT: Final = frozenset({"script", "style"})


def words_of(html: str) -> str:
    r"""The words without tags, characters for their names, and parts on lines of their own.

    Example:
        >>> words_of("<p>Ratify the&nbsp;treaty.</p><p>Train <b>judges</b> &amp; police.</p>")
        'Ratify the treaty.\nTrain judges & police.'
    """
    parser = _Words()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Part the words."""
        self._silent += tag in _SILENT
        if tag in _PARTS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Part the words."""
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag in _PARTS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self._silent:
            self.pieces.append(" ".join(data.split("\n")))
