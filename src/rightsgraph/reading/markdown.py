r"""Markdown to pieces, and its front matter to metadata.

What is kept in the normalised text:

- The words. Marks of emphasis, headings, bullets, quotations, code and rules are dropped; printed
  numbers of lists stay.
- Of a link its words; the address is kept beside the text as a `Link`. An automatic link is its
  address. Pictures and comments are dropped.
- A note mark (`[^1]`, `<sup>1</sup>`) becomes `[1]`, and so does the label of a note.
- A line break is kept as in plain text (`rightsgraph.reading.paragraphs`): hard-wrapped lines are
  joined, and two spaces or a backslash at a line end keep the lines apart.

Front matter (YAML between two lines of `---` at the start) is metadata and no part of the text.

Source: CommonMark 0.31 sections 4 and 6; GitHub Flavored Markdown sections "Tables", "Footnotes".
"""

from __future__ import annotations

import html
import re

import yaml

from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.lines import Line, Piece, Span
from rightsgraph.reading.normalisation import clean, normalise
from rightsgraph.reading.plain_text import pieces_of_lines

_FRONT_MATTER_LIMIT = 65_536
_HEADING = re.compile(r"(#{1,6})(?:[ ]+|\Z)(.*)")
_RULE = re.compile(r"(?:[-_*][ ]?){3,}\Z")
_BULLET = re.compile(r"[-*+][ ]+(?=\S)")
_DEFINITION = re.compile(r"\[([^\]\n^]{1,80})\]:[ ]{0,4}<?(\S{1,2000}?)>?(?:[ ]+[\"'(].{0,300})?\Z")
_NOTE = re.compile(r"\[\^([\w*-]{1,20})\]:[ ]?")
_TABLE_LINE = re.compile(r"\|?[ ]?:?-{2,}:?[ ]?(?:\|[ ]?:?-{2,}:?[ ]?)*\|?\Z")
_INLINE = re.compile(
    r"""
    \\(?P<escaped>[!-/:-@\[-`{-~])
    | <sup[^>]{0,200}>[ ]?(?:<a[^>]{0,400}>)?\[?(?P<sup>\d{1,4}|\*{1,3}|[a-z])\]?(?:</a>)?[ ]?</sup>
    | \[\^(?P<mark>[\w*-]{1,20})\]
    | (?P<picture>!\[[^\]]{0,400}\]\([^)\s]{0,2000}[^)]{0,300}\))
    | \[(?P<words>[^\[\]]{0,500}(?:\[[^\[\]]{0,80}\][^\[\]]{0,500}){0,3})\]
      (?:\([ ]?<?(?P<address>(?:[^\s()<>]|\([^\s()]{0,200}\)){0,2000})>?
          (?:[ ]["'][^"']{0,300}["'])?[ ]?\)
        | \[(?P<reference>[^\]]{0,80})\])
    | <(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000})>
    | (?P<tag></?[A-Za-z][A-Za-z0-9-]{0,20}(?:[ ][^<>]{0,1000})?/?>)
    | (?P<code>`{1,2})
    | (?P<strong>\*{2,3}|(?<!\w)_{2,3}|_{2,3}(?!\w))
    """,
    re.VERBOSE,
)
_SPECIAL = frozenset("\\<[!`*_&")
_STAR = re.compile(r"(?<![\s*])\*(?!\*)|(?<!\*)\*(?![\s*])")
_UNDERSCORE = re.compile(r"(?<!\w)_(?=\S)|(?<=\S)_(?!\w)")
_GLUED_NOTE = re.compile(r"(\[(?:\d{1,4}|[a-z]|\*{1,3})\])(?=\S)")


def read_markdown(text: str) -> tuple[list[Piece], dict[str, str]]:
    """The pieces of a text in Markdown, and the metadata of its front matter.

    Args:
        text: Decoded text.
    """
    front, text = split_front_matter(clean(text))
    reader = _LineReader(_definitions(text))
    for raw in _without_comments(text).split("\n"):
        reader.read(raw)
    return pieces_of_lines(reader.lines), front


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    r"""The front matter as flat metadata, and the text after it.

    Example:
        >>> split_front_matter("---\ntitle: A letter\n---\nDear Sir,")
        ({'title': 'A letter'}, 'Dear Sir,')
    """
    if not text.startswith("---"):
        return {}, text
    first, _, rest = text.partition("\n")
    if first.rstrip() != "---":
        return {}, text
    match = re.search(r"^(?:---|\.\.\.)[ \t]*$", rest[:_FRONT_MATTER_LIMIT], re.MULTILINE)
    if match is None:
        return {}, text
    try:
        # The base loader makes strings only, and an alias cannot grow without being written out.
        found = yaml.load(rest[: match.start()], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return {}, text
    if not isinstance(found, dict):
        return {}, text
    metadata: dict[str, str] = {}
    for key, value in found.items():
        if isinstance(value, list):
            value = ", ".join(item for item in value if isinstance(item, str))
        if isinstance(key, str) and isinstance(value, str) and value:
            metadata[key] = normalise(value)
    return metadata, rest[match.end() :].removeprefix("\n")


def _without_comments(text: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        parts.append(text[at:start])
        at = end + 3
    parts.append(text[at:])
    return "".join(parts)


def _definitions(text: str) -> dict[str, str]:
    if "]:" not in text:
        return {}
    found: dict[str, str] = {}
    for line in text.split("\n"):
        if line.startswith("[") and (match := _DEFINITION.match(line.rstrip())):
            found.setdefault(match[1].casefold(), match[2])
    return found


class _LineReader:
    """The lines of a Markdown text, one after the other."""

    def __init__(self, definitions: dict[str, str]) -> None:
        self.definitions = definitions
        self.lines: list[Line] = []
        self.blank = True
        self.rule = False
        self.fenced = False
        self.in_note = False

    def read(self, raw: str) -> None:
        bare = " ".join(raw.split())
        if bare.startswith(("```", "~~~")):
            self.fenced = not self.fenced
            self.blank = True
            return
        if not bare:
            self.blank = True
            return
        indent = len(raw) - len(raw.lstrip())
        hard = raw.endswith(("  ", "\\")) or self.fenced
        if self.fenced:
            self._add(Line(bare, hard=True, blank=self.blank), [])
            return
        if self._is_underline(bare) or self._is_rule(bare):
            return
        if _DEFINITION.match(bare) or (_TABLE_LINE.match(bare) and "|" in bare):
            return
        self._read_words(
            bare.removesuffix("\\") if hard else bare, indent, len(raw.rstrip()), hard=hard
        )

    def _is_underline(self, bare: str) -> bool:
        """Whether this line only underlines the one before, which is then a heading."""
        if self.blank or not self.lines or (bare.strip("=") and bare.strip("-")):
            return False
        last = self.lines[-1]
        if last.kind is not None or len(last.text) > 200 or not last.blank:
            return False
        last.kind, last.level = BlockKind.HEADING, 1 if bare[0] == "=" else 2
        self.blank = True
        return True

    def _is_rule(self, bare: str) -> bool:
        if not _RULE.match(bare):
            return False
        self.rule = self.blank = True
        return True

    def _read_words(self, bare: str, indent: int, edge: int, *, hard: bool) -> None:
        kind: BlockKind | None = None
        level: int | None = None
        continues_note = self.in_note and (indent >= 2 or not self.blank)
        if match := _HEADING.match(bare):
            kind, level, bare = BlockKind.HEADING, len(match[1]), match[2].rstrip("# ")
        elif bare.startswith(">"):
            kind, bare = BlockKind.BLOCK_QUOTATION, bare.lstrip("> ")
        elif bare.startswith("|") or (bare.count("|") >= 2 and bare.endswith("|")):
            kind = BlockKind.TABLE_ROW
            bare = " | ".join(cell.strip() for cell in bare.strip("|").split("|") if cell.strip())
        elif match := _BULLET.match(bare):
            kind, level, bare = BlockKind.LIST_ITEM, 1 + indent // 2, bare[match.end() :]
        note = _NOTE.match(bare)
        words, links = self._inline(bare)
        if not words:
            return
        line = Line(words, indent, edge, None, self.blank, hard=hard, kind=kind, level=level)
        if note:
            line.kind, line.label, line.body = BlockKind.NOTE, note[1], len(note[1]) + 3
        elif continues_note and kind is None:
            line.kind = BlockKind.NOTE
        self.in_note = line.kind is BlockKind.NOTE
        self._add(line, links)

    def _add(self, line: Line, links: list[Span]) -> None:
        line.rule, line.links = self.rule, links
        self.lines.append(line)
        self.blank = self.rule = False

    def _inline(self, bare: str) -> tuple[str, list[Span]]:
        """The words of a line without its marks, and its links."""
        if match := _NOTE.match(bare):
            bare = f"[^{match[1]}] {bare[match.end() :]}"
        if _SPECIAL.isdisjoint(bare):
            return bare, []
        parts: list[str] = []
        links: list[Span] = []
        length = at = 0
        for match in _INLINE.finditer(bare):
            plain = self._plain(bare[at : match.start()])
            words, address = self._replace(match)
            parts += (plain, words)
            length += len(plain)
            if address and words and address != words:
                links.append((length, length + len(words), address))
            length += len(words)
            at = match.end()
        parts.append(self._plain(bare[at:]))
        return self._tidy("".join(parts), links)

    def _replace(self, match: re.Match[str]) -> tuple[str, str | None]:
        if match["escaped"]:
            return match["escaped"], None
        if match["sup"] or match["mark"]:
            return f"[{match['sup'] or match['mark']}]", None
        if match["auto"]:
            return match["auto"].removeprefix("mailto:"), None
        if match["words"]:
            words = match["words"]
            address = match["address"]
            if address is None:
                address = self.definitions.get((match["reference"] or words).casefold())
                if address is None:
                    return match[0], None
            inner, _ = self._inline(words) if words != match[0] else (words, [])
            return inner, address
        return "", None

    def _plain(self, text: str) -> str:
        if "&" in text:
            text = html.unescape(text)
        if "*" in text:
            stars = _STAR.findall(text)
            if len(stars) >= 2:
                text = _STAR.sub("", text)
        if "_" in text and len(_UNDERSCORE.findall(text)) >= 2:
            text = _UNDERSCORE.sub("", text)
        return text

    def _tidy(self, words: str, links: list[Span]) -> tuple[str, list[Span]]:
        """The words in normalised form; offsets of links follow."""
        tidy = normalise(words).replace("\n", " ")
        match = _GLUED_NOTE.match(tidy)
        if match:
            tidy = f"{match[1]} {tidy[match.end() :]}"
        if tidy == words:
            return tidy, links
        moved: list[Span] = []
        at = 0
        for start, end, address in links:
            text = " ".join(words[start:end].split())
            place = tidy.find(text, at) if text else -1
            if place >= 0:
                moved.append((place, place + len(text), address))
                at = place + len(text)
        return tidy, moved
