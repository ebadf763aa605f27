"""The index of words in the tables of a snapshot: how it is made, and what can be asked of it.

It is an FTS5 table beside the others, a row for each thing that has a name or text. Words are
compared without accents and by their English stem; what is between letters and digits parts words,
so that a symbol is a phrase of its parts in whatever spelling.

Source: SQLite documentation, FTS5: sections 3 (queries), 4.3 (tokenizers).
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rightsgraph.errors import ParameterError
from rightsgraph.store.projection.definition import Table
from rightsgraph.store.projection.sqlite_names import quoted, values_table
from rightsgraph.store.projection.tables import TABLES

# For each table the columns that name a thing, those with its other names, and what is said of it.
INDEXED: Final = MappingProxyType(
    {
        "documents": (("symbol", "title"), ("shortForm", "identifiers"), ("subjectLine",)),
        "recommendations": ((), (), ("summary",)),
        "findings": ((), (), ("summary",)),
        "quotations": ((), (), ("words",)),
        "paragraphs": ((), (), ("summary",)),
        "citations": ((), (), ("text",)),
        "organisations": (("name", "abbreviation"), ("otherNames",), ()),
        "bodies": (("name", "abbreviation"), ("otherNames",), ()),
        "states": (("name", "alpha3"), ("officialName", "otherNames"), ()),
        "groups": (("name",), ("otherNames",), ()),
        "situations": (("name",), ("otherNames",), ()),
        "concepts": (("name",), ("otherNames",), ("definition",)),
    }
)
# The words of the user's own copies: not of the graph, and in an index of their own.
TEXTS: Final = "texts"
KINDS: Final = (*INDEXED, TEXTS)
LONGEST: Final = 500


def kinds_searched(*, texts: bool) -> tuple[str, ...]:
    """What can be looked for.

    Args:
        texts: Whether the words of texts can.
    """
    return KINDS if texts else KINDS[:-1]


_MOST_TERMS: Final = 32
_TERM: Final = re.compile(r'-?"[^"]*"\*?|\S+')


def build_index(database: sqlite3.Connection) -> None:
    """Fill the index from the tables, which are complete."""
    begin_index(database)
    run = database.execute
    for number, (name, columns) in enumerate(INDEXED.items()):
        table = TABLES[name]
        (last,) = run("SELECT coalesce(max(id), 0) FROM search_rows").fetchone()
        # A thing with several rows is taken once.
        run(
            "INSERT INTO search_rows "
            "SELECT row_number() OVER (ORDER BY this) + ?, ?, this, min(row) "
            f"FROM {name} GROUP BY this ORDER BY this",
            (last, number),
        )
        (end,) = run("SELECT coalesce(max(id), 0) FROM search_rows").fetchone()
        if end > last:
            run("INSERT INTO search_kinds VALUES (?, ?, ?)", (number, last + 1, end))
        texts = ", ".join(_joined(table, names) for names in columns)
        run(
            f"INSERT INTO search (rowid, name, other, text) SELECT s.id, {texts} "
            f"FROM search_rows AS s CROSS JOIN {name} AS t ON t.row = s.row "
            "WHERE s.id > ? ORDER BY s.id",
            (last,),
        )
    finish_index(database)


def begin_index(database: sqlite3.Connection) -> None:
    """Make the tables of an index, without rows."""
    run = database.execute
    columns_of_rows = "id INTEGER PRIMARY KEY, kind INTEGER, thing INTEGER, row INTEGER"
    run(f"CREATE TABLE search_rows ({columns_of_rows})")
    # The rows of a kind stand together.
    run("CREATE TABLE search_kinds (kind INTEGER PRIMARY KEY, first INTEGER, last INTEGER)")
    run(
        "CREATE VIRTUAL TABLE search USING fts5(name, other, text, "
        'tokenize = "porter unicode61 remove_diacritics 2")'
    )


def finish_index(database: sqlite3.Connection) -> None:
    """Bring an index with all its rows into the form in which it is asked."""
    run = database.execute
    run("INSERT INTO search (search) VALUES ('optimize')")
    run("CREATE TABLE search_common (term TEXT PRIMARY KEY) WITHOUT ROWID")
    run("CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main, search, row)")
    run(
        "INSERT INTO search_common SELECT term FROM temp.search_terms "
        "WHERE doc * 2 >= (SELECT count(*) FROM search_rows)"
    )
    run("DROP TABLE temp.search_terms")


def _joined(table: Table, names: Sequence[str]) -> str:
    """The expression of columns, one value on each line."""
    parts = []
    for name in names:
        column = table.column(name)
        if column.many:
            parts.append(
                f"(SELECT group_concat(value, char(10)) FROM (SELECT value FROM "
                f"{values_table(table, column)} WHERE row = t.row ORDER BY value))"
            )
        else:
            parts.append(f"t.{quoted(name)}")
    return " || ".join(f"coalesce({part} || char(10), '')" for part in parts) or "''"


@dataclass(frozen=True, slots=True)
class Match:
    """What a person asks, as queries of FTS5.

    Args:
        wanted: What must occur: words, phrases and prefixes.
        unwanted: What must not.
    """

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @property
    def found(self) -> str:
        """The query that finds: all that is wanted, and nothing else."""
        return self._without(" AND ".join(self.wanted))

    @property
    def marked(self) -> str:
        """The same with the words in this order as one more phrase: it counts and is marked too.

        It may be a symbol or a name.
        """
        return self._without(self._in_order(self.wanted))

    def ranked(self, common: Collection[str]) -> str:
        """What the rank of what was found is made of: `marked` without words that weigh nothing.

        A word that half of all rows have weighs nothing in BM25, and takes longest to weigh.

        Args:
            common: The words that so many rows have.

        Source: SQLite documentation, FTS5, section 5.1.1 (bm25): such an IDF is taken as 0.000001.
        """
        plain = {word: word.strip('"').casefold() for word in self.wanted if word.endswith('"')}
        heavy = [word for word in self.wanted if plain.get(word) not in common]
        if not heavy or len(heavy) == len(self.wanted):
            return self.marked
        whole = self._whole(self.wanted)
        match = " AND ".join(heavy)
        return self._without(f"({match}) OR {whole}" if whole else match)

    def _in_order(self, wanted: Sequence[str]) -> str:
        whole, match = self._whole(wanted), " AND ".join(wanted)
        return f"({match}) OR {whole}" if whole else match

    @staticmethod
    def _whole(wanted: Sequence[str]) -> str:
        """The words as one phrase; empty for one word, and where there is a prefix."""
        if len(wanted) < 2 or not all(each.endswith('"') for each in wanted):
            return ""
        return '"' + " ".join(each.strip('"') for each in wanted) + '"'

    def _without(self, match: str) -> str:
        for each in self.unwanted:
            match = f"({match}) NOT {each}"
        return match


def match_of(question: str, parameter: str = "q") -> Match:
    """What a person asks, as queries of FTS5.

    Args:
        question: Words that must all occur; "phrases"; prefixes with `*` behind; what must not
            occur with `-` in front.
        parameter: The name of the parameter that it comes from.

    Raises:
        ParameterError: It is too long, or there is nothing in it to look for.

    Example:
        >>> match_of('camps "crimes against" tortur* -prison').marked
        '("camps" AND "crimes against" AND "tortur" *) NOT "prison"'
    """
    if len(question) > LONGEST:
        raise ParameterError(
            f"The question has {len(question)} characters; {LONGEST} are the most.",
            parameter=parameter,
        )
    wanted: list[str] = []
    unwanted: list[str] = []
    for term in _TERM.findall(_plain(question)):
        words = term.removeprefix("-")
        bare = words.rstrip("*").replace('"', " ").strip()
        if not any(character.isalnum() for character in bare):
            continue
        phrase = f'"{bare}"' + (" *" if words.endswith("*") else "")
        (unwanted if term.startswith("-") else wanted).append(phrase)
    if not wanted:
        raise ParameterError(
            "There is no word to look for.",
            remedy='Give words, "phrases" in quotes, or the beginning of a word with *.',
            parameter=parameter,
        )
    if len(wanted) + len(unwanted) > _MOST_TERMS:
        raise ParameterError(
            f"The question has more than {_MOST_TERMS} words.", parameter=parameter
        )
    return Match(tuple(wanted), tuple(unwanted))


def _plain(text: str) -> str:
    """A text without control characters and halves of surrogate pairs."""
    return "".join(
        " " if unicodedata.category(character) in ("Cc", "Cs") else character for character in text
    )
