"""The title of a document, over several lines where it was printed so."""

from __future__ import annotations

import re

from rightsgraph.extraction.gazetteers import EntryKind, states
from rightsgraph.extraction.surface import Surface
from rightsgraph.reading import Block, BlockKind

# The reference of a communication of special procedures: kind, State, number, year.
COMMUNICATION = re.compile(
    r"\b(?:J?(?:AL|UA|OL)|G/SO \d+|OTH) (?P<state>[A-Z]{3}) ?\(?\d{1,3}[./]\d{4}\)?"
)
_MANDATES = re.compile(r"^\W*Mandates? of the\b")
_NUMBERED_TITLE = re.compile(r"(?:Resolution )?(?:S-|ES-)?\d{1,3}/\d{1,3}[A-Z]?\.? [A-Z]")
_FORMAL_TITLE = re.compile(
    r"(?:(?:Concluding|Revised|Combined|Initial|Joint|Annual|Interim|Final|Draft|Open|Public|"
    r"Oral|Written|Second|"
    r"Third|Fourth|Fifth) ){0,3}(?:observations (?:on|of|by)|Views adopted|Decision adopted|"
    r"Report (?:of|on|by)|[Rr]eport of|"
    r"Compilation|Summary (?:of|prepared)|Resolution \d|Resolution adopted|List of issues|"
    r"General [Cc]omment|"
    r"General [Rr]ecommendation|Opinions? (?:No|adopted)|[Ss]tatement|[Ll]etter|Note (?:by|"
    r"verbale)|Follow-up|"
    r"Implementation of|Situation of|Promotion and protection|Visit to|Communication)"
)
# The item of the agenda, above the title of what came of it.
_AGENDA = re.compile(
    r"Consideration of (?:the )?(?:reports|communications|information) (?:submitted|received)", re.I
)
# What a word processor writes as the title of a PDF.
_NAME_OF_FILE = re.compile(
    r"^(?:Microsoft |untitled|document\d*$|layout \d)|\.(?:docx?|pdf|odt|rtf|wpd|indd)$"
    r"|^[A-Z]{1,9}$",
    re.IGNORECASE,
)
_NO_TITLE = frozenset(
    {
        BlockKind.MASTHEAD, BlockKind.FURNITURE, BlockKind.NOTE, BlockKind.GAP,
        BlockKind.SIGNATURES,
        BlockKind.DATE_LINE, BlockKind.ADDRESS, BlockKind.SALUTATION, BlockKind.SUBJECT,
    }
)  # fmt: skip
# A line that ends so is not the whole of a title.
_HANGS = re.compile(
    r"(?:\b(?:of|on|in|to|by|for|with|from|and|or|the|an?|against|between|concerning|regarding|"
    r"under|into|its|their|our)|[,&-])$",
    re.IGNORECASE,
)
_FEWEST_BLOCKS = 3
_LONGEST_HEAD_LINE = 60  # characters
_LONGEST_TITLE = 300
_GOES_ON = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.TITLE})


def plain(surface: Surface, block: Block) -> str:
    """The words of a block without the marks of its format."""
    words = surface.words(block.start, block.end)
    return re.sub(r"^[#>*_\s]+|[*_\s]+$", "", words)


def find_title(surface: Surface, titles: tuple[Block, ...]) -> str | None:
    """The title: title blocks below the emblem, a numbered or formal title, or front matter."""
    emblem = emblem_end(surface)
    formal_titles = [b for b in titles if _FORMAL_TITLE.match(plain(surface, b))]
    if formal_titles and formal_titles[0].start < emblem:
        # The text of some PDFs gives the emblem after the title.
        emblem = formal_titles[0].start
    own = [
        block
        for block in titles
        if block.start >= emblem
        and not _ends_a_name(surface, block)
        and not _AGENDA.match(plain(surface, block))
    ]
    numbered = formal = None
    for block in surface.blocks[:30]:
        if block.start < emblem or block.kind in _NO_TITLE or block.end - block.start > 400:
            continue
        words = plain(surface, block)
        if numbered is None and _NUMBERED_TITLE.match(words):
            numbered = words
        printed = words.capitalize() if _in_capitals(words) else words
        if formal is None and _FORMAL_TITLE.match(printed) and block.label is None:
            formal = words.rstrip("*\u204e ")
    if numbered:
        return numbered
    if own:
        return _below_a_state(surface, own[0]) or _lines_of_title(surface, own[:4])
    mandates = next(
        (b for b in surface.blocks[:12] if _MANDATES.match(surface.flat[b.start : b.end])), None
    )
    reference = COMMUNICATION.search(surface.flat[:3000])
    if mandates and reference:
        return f"{reference.group()}. {plain(surface, mandates)}"
    given = surface.document.metadata.get("title", "")
    given = "" if _NAME_OF_FILE.search(given) else given
    return formal or given or _first_line(surface)


def _first_line(surface: Surface) -> str | None:
    """The first line, where nothing else is a title and it is no sentence."""
    if len(surface.blocks) < _FEWEST_BLOCKS:
        return None
    first = surface.blocks[0]
    words = plain(surface, first)
    # A masthead has short lines: "General Assembly".
    long = len(words) > _LONGEST_HEAD_LINE or first.kind in _GOES_ON
    if not long or first.kind not in {*_GOES_ON, BlockKind.MASTHEAD} or first.label is not None:
        return None
    told = len(words) <= _LONGEST_TITLE and len(words.split()) > 1
    return words if told and words[-1:] not in ".,;:!" else None


def _in_capitals(words: str) -> bool:
    """Whether words are set in capitals, but for an abbreviation: "GENERAL COMMENT No. 9"."""
    return sum(c.isupper() for c in words) > 4 * sum(c.islower() for c in words)


def _lines_of_title(surface: Surface, blocks: tuple[Block, ...] | list[Block]) -> str:
    """The title blocks as one: a line right below another goes on with its words."""
    title = ""
    for index, block in enumerate(blocks):
        words = plain(surface, block).rstrip(".*")
        if index:
            between = surface.text[blocks[index - 1].end : block.start]
            title += " " if between == "\n" else ". "
        title += words
    rest = _rest_of_title(surface, blocks[-1])
    return f"{title} {rest}" if rest else title


def _below_a_state(surface: Surface, block: Block) -> str | None:
    """The title below the name of the State that a document is about, with that name."""
    name = plain(surface, block)
    entry = states().lookup(name)
    after = next((b for b in surface.blocks if b.start >= block.end), None)
    if not entry or entry.kind is not EntryKind.STATE or after is None:
        return None
    words = plain(surface, after)
    told = after.kind in _GOES_ON and after.label is None and len(words) < 200
    return f"{name}. {words}" if told and not words.endswith(".") else None


def _rest_of_title(surface: Surface, last: Block) -> str | None:
    """The words of the next line, where a title runs over the end of its line.

    It does when its last word cannot be the last of a title, when the next line begins small, or
    when the asterisk that calls the note of a title stands there.
    """
    after = next((b for b in surface.blocks if b.start >= last.end), None)
    if after is None or after.kind not in _GOES_ON or surface.text[last.end : after.start] != "\n":
        return None
    words = plain(surface, after)
    if len(words) > 90 or after.label is not None:
        return None
    called = surface.text[after.start : after.end].rstrip().endswith("*") and len(words) < 40
    if called or words[:1].islower() or _HANGS.search(plain(surface, last)):
        return words.rstrip("*. ")
    return None


def _ends_a_name(surface: Surface, block: Block) -> bool:
    """Whether a line only ends the name that the masthead line above began: "... INHUMAN OR"."""
    above = next((b for b in reversed(surface.blocks) if b.end <= block.start), None)
    return (
        above is not None
        and above.kind is BlockKind.MASTHEAD
        and surface.text[above.end : block.start] == "\n"
        and _HANGS.search(plain(surface, above)) is not None
    )


def emblem_end(surface: Surface) -> int:
    """Where the emblem of a UN document ends: it names the organ of the series and the treaty."""
    end = 0
    for block in surface.blocks[:25]:
        if block.end - block.start < 200 and re.search(
            r"Distr\.|Original:", surface.flat[block.start : block.end]
        ):
            end = block.end
    return end
