"""HTML to pieces, and what its head says to metadata.

The rules:

- Block elements begin and end a block; a line break begins another without an empty line between.
- Scripts, styles, forms, pictures and what the page hides are dropped. `nav`, `aside`, `footer`,
  the `header` of the page, elements whose role or class says navigation, related pages, sharing,
  cookies and the like are furniture.
- A cell of a data table ends with ` | `; a table that only lays out the page is none.
- A link to a place in the page whose words are a short label ("1", "[1]", "*"), not at the start of
  its block, is a note mark; so is a label of digits in `sup`. A mark is printed `[1]`. The block
  that a mark links to is the note, printed `[1] ...`; links back are dropped.
- Other links keep their words, and their address beside the text.

Source: HTML Living Standard, section 15.3 (rendering of flow content), section 4.3 (sections).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from rightsgraph.errors import DocumentFormatError, DocumentTooLargeError
from rightsgraph.reading.document import BlockKind
from rightsgraph.reading.html_blocks import BlockWriter
from rightsgraph.reading.lines import Line
from rightsgraph.reading.normalisation import normalise

_DEEPEST = 20_000
_FEW = 12  # nodes within a mark
_LONG = 40
_TAG = re.compile(
    r"<(/?)(?:div|span|b|i|em|strong|font|center|section|article|ul|ol|table|blockquote|a|u"
    r"|small)\b",
    re.IGNORECASE,
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "button",
        "input",
        "select",
        "textarea",
        "img",
        "map",
        "head",
        "title",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "li",
        "dd",
        "dt",
        "ul",
        "ol",
        "dl",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "address",
        "fieldset",
        "hr",
        "table",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "caption",
        "center",
        "nav",
        "aside",
        "header",
        "footer",
        "body",
        "html",
        "form",
        "details",
        "summary",
        "td",
        "th",
    ]
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FURNITURE_TAGS = frozenset(("nav", "aside", "footer"))
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search"))
_FURNITURE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:related|share|sharing|social|breadcrumbs?|cookies?|sidebar|newsletter|menu"
    r"|nav|navbar|navigation|site-?header|site-?footer|promo|advert(?:isement)?|read-?more"
    r"|more-?reading|pagination|pager|skip-?link|comments?|donate|subscribe|tags)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NOTES_CLASS = re.compile(r"foot-?notes?|end-?notes?|reference", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_LABEL = re.compile(r"[\[(]?\s?(\d{1,4}|[a-z]|[ivx]{1,5}|\*{1,3}|†|‡)\s?[\])]?\Z")
_BACK = re.compile(r"[↩↑^⤴⏎\ufe0e\ufe0f\s]{1,6}\Z|\[?(?:back|return|retour)\]?\Z", re.IGNORECASE)
_SUPERSCRIPTS = re.compile(r"[\[(]?(\d{1,3})[\])]?(?:,\s?(\d{1,3}))?\Z")
_META = {
    "og:title": "title",
    "citation_title": "title",
    "dc.title": "title",
    "article:published_time": "date",
    "citation_publication_date": "date",
    "dcterms.date": "date",
    "dcterms.issued": "date",
    "dc.date": "date",
    "date": "date",
    "og:site_name": "publisher",
    "author": "author",
    "description": "description",
    "og:url": "url",
}


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """The lines of a page, and what its head says."""

    lines: list[Line]
    metadata: dict[str, str]
    language: str | None


def read_html(text: str) -> HtmlPage:
    """The lines of an HTML page, each a block, and its metadata.

    Args:
        text: Decoded text.

    Raises:
        DocumentTooLargeError: The elements are nested too deep.
        DocumentFormatError: The parser gives up.
    """
    _refuse_deep(text)
    try:
        tree = LexborHTMLParser(text)
    except (SelectolaxError, ValueError) as error:
        raise DocumentFormatError(f"The HTML cannot be parsed: {error}.") from error
    root = tree.root
    if root is None:
        raise DocumentFormatError("The HTML has no elements.")
    body = tree.body or root
    lines = _Walker().walk(body)
    language = (root.attributes.get("lang") or root.attributes.get("xml:lang") or "").strip()
    return HtmlPage(lines, _read_head(tree), language or None)


def _refuse_deep(text: str) -> None:
    depth = 0
    for match in _TAG.finditer(text):
        depth += -1 if match[1] and depth else 1
        if depth > _DEEPEST:
            raise DocumentTooLargeError(f"The HTML nests elements more than {_DEEPEST:,} deep.")


def _read_head(tree: LexborHTMLParser) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for node in tree.css("meta"):
        name = (node.attributes.get("property") or node.attributes.get("name") or "").lower()
        value = normalise(node.attributes.get("content") or "")
        if name in _META and value:
            metadata.setdefault(_META[name], value)
    for selector in ("title", "h1"):
        found = tree.css_first(selector)
        if found is not None and (words := " ".join(found.text().split())):
            metadata.setdefault("title", normalise(words))
    stamp = tree.css_first("time[datetime]")
    if stamp is not None and (value := normalise(stamp.attributes.get("datetime") or "")):
        metadata.setdefault("date", value)
    return metadata


class _Walker:
    """One walk over the elements, without recursion, writing blocks."""

    def __init__(self) -> None:
        self.writer = BlockWriter()
        self.targets: dict[str, str] = {}
        self.marks: set[str] = set()
        self.counts: dict[int, int] = {}

    def walk(self, top: LexborNode) -> list[Line]:
        node: LexborNode | None = top
        last = top.mem_id  # nodes are compared by their address: `==` would compare their HTML
        while node is not None:
            child = node.child if self._enter(node) else None
            if child is not None:
                node = child
                continue
            while node is not None:
                self._leave(node)
                if node.mem_id == last or node.next is not None:
                    break
                node = node.parent
            if node is None or node.mem_id == last:
                break
            node = node.next
        return self.writer.finish()

    def _enter(self, node: LexborNode) -> bool:
        """Whether the children are to be visited."""
        tag = node.tag or ""
        if tag == "-text":
            self.writer.write(node.text_content or "")
            return False
        if tag.startswith("-") or tag in _DROPPED:
            return False
        attributes = node.attributes
        if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
            return False
        if tag == "br":
            self.writer.break_line()
            return False
        if tag == "sup" and self._write_superscript(node):
            return False
        if tag == "a" and self._enter_link(node):
            return False
        if tag in _BLOCKS:
            self._enter_block(node, tag)
        self._begin_note(attributes.get("id") or attributes.get("name"), block=tag in _BLOCKS)
        return True

    def _enter_block(self, node: LexborNode, tag: str) -> None:
        writer = self.writer
        attributes = node.attributes
        if tag in ("td", "th") and writer.in_row:
            return
        kind: BlockKind | None = None
        level = None
        if tag in _HEADINGS:
            kind, level = BlockKind.HEADING, _HEADINGS[tag]
        elif tag == "li":
            kind = BlockKind.LIST_ITEM
        elif tag == "blockquote":
            kind = BlockKind.BLOCK_QUOTATION
        elif not writer.in_furniture() and _is_furniture(node, tag, attributes):
            kind = BlockKind.FURNITURE
        elif tag == "tr" and _is_data_row(node):
            kind = BlockKind.TABLE_ROW
        label = self._number(node) if tag == "li" else None
        writer.begin(node.mem_id, kind, level, rule=tag == "hr", pre=tag == "pre", label=label)

    def _number(self, item: LexborNode) -> str | None:
        """The number that a browser would print before an item of a numbered list."""
        parent = item.parent
        if parent is None or parent.tag != "ol":
            return None
        start = parent.attributes.get("start") or "1"
        value = item.attributes.get("value") or ""
        counted = self.counts.get(parent.mem_id, int(start) - 1 if start.isdecimal() else 0)
        number = int(value) if value.isdecimal() else counted + 1
        self.counts[parent.mem_id] = number
        return str(number)

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "a":
            self.writer.end_link(node.mem_id)
        if tag in ("td", "th") and self.writer.in_row:
            self.writer.end_cell()
        elif tag in _BLOCKS:
            self.writer.end(node.mem_id)

    def _enter_link(self, node: LexborNode) -> bool:
        """Whether a link is done with: a mark, or the way back from a note."""
        href = (node.attributes.get("href") or "").strip()
        own = node.attributes.get("id") or node.attributes.get("name")
        if not href.startswith("#") and "#_ftn" not in href and "#_edn" not in href:
            if href and not href.lower().startswith(("javascript:", "mailto:")):
                self.writer.begin_link(node.mem_id, href)
            return False
        target = href.rpartition("#")[2]
        words = _short_words(node)
        if target in self.marks or (target and _BACK.match(words)):
            self._begin_note(own, block=False)
            return bool(_BACK.match(words) or _LABEL.match(words))
        match = _LABEL.match(words)
        if not match or not target:
            return False
        if own is not None and own in self.targets:
            return False
        self.targets.setdefault(target, match[1])
        for name in (own, *_names_around(node)):
            if name:
                self.marks.add(name)
        self.writer.write_mark(match[1])
        return True

    def _write_superscript(self, node: LexborNode) -> bool:
        """Whether a raised text is a mark that is no link."""
        match = _SUPERSCRIPTS.match(_short_words(node))
        if match is None or self.writer.ends_with_unit() or node.css_first("a") is not None:
            return False
        for label in match.groups():
            if label:
                self.writer.write_mark(label)
        return True

    def _begin_note(self, name: str | None, *, block: bool) -> None:
        if name and name in self.targets:
            self.writer.begin_note(self.targets.pop(name), block=block)


def _short_words(node: LexborNode) -> str:
    """The words of an element without white space when they are few; "" when they are many."""
    parts: list[str] = []
    child = node.child
    for _ in range(_FEW):
        if child is None:
            return "".join("".join(parts).split())
        if child.tag == "-text":
            parts.append((child.text_content or "")[:_LONG])
        elif child.child is not None:
            child = child.child
            continue
        while child is not None and child.next is None:
            child = child.parent
            if child is not None and child.mem_id == node.mem_id:
                return "".join("".join(parts).split())
        child = child.next if child is not None else None
    return ""


def _is_furniture(node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
    """Whether an element is what a page puts around a document."""
    if tag in ("body", "html", "main", "article"):
        return False
    if tag in _FURNITURE_TAGS or attributes.get("role") in _FURNITURE_ROLES:
        return not _NOTES_CLASS.search(
            f"{attributes.get('class') or ''} {attributes.get('id') or ''} "
            f"{attributes.get('role') or ''}"
        ) and (tag == "nav" or node.css_first("h1") is None)
    if tag == "header":
        return node.css_first("h1") is None and node.css_first("p") is None
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    if len(names) < 3 or not _FURNITURE_CLASS.search(names[:400]):
        return False
    # A class such as "has-sidebar" on the whole page says nothing of its words.
    return node.css_first("h1, main, article") is None


def _names_around(node: LexborNode) -> list[str | None]:
    """The names of the elements around a mark that hold nothing else: `<sup id="ref1"><a>`."""
    names: list[str | None] = []
    parent = node.parent
    for _ in range(2):
        if parent is None or parent.tag in _BLOCKS:
            break
        names.append(parent.attributes.get("id"))
        parent = parent.parent
    return names


def _is_data_row(row: LexborNode) -> bool:
    """Whether a table row holds data: two cells or more, none with a page of its own."""
    cells = 0
    child = row.child
    while child is not None:
        if child.tag in ("td", "th"):
            cells += 1
            if child.css_first("table, h1, h2, ul, p + p + p") is not None:
                return False
        child = child.next
    return cells >= 2
