"""What a mapping file says: which column of a table is which part of a recommendation.

A mapping is YAML. docs/importing.md describes it for those who write one, and says why it is no
RML. Everything in it is checked before a row is read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Final

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from rightsgraph.errors import MappingError
from rightsgraph.vocabulary import DOCUMENT_KINDS

READY: Final = Path(__file__).parent / "mappings"
SUFFIXES: Final = (".yaml", ".yml")
LINES: Final = "lines"
# What the name and title of a document may be made of.
_PLACEHOLDERS: Final = frozenset({"said_by", "addressed_to", "session"})
_SLUG: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _tuple(value: Any) -> Any:  # noqa: ANN401
    return (value,) if isinstance(value, (str, dict)) else value


def _texts(value: Any) -> Any:  # noqa: ANN401
    """Keys and values as text: YAML reads `5: 2009` as numbers."""
    return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else value


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Column(_Part):
    """A column of the table and how its cells are read.

    Attributes:
        column: Its name, and other names that other editions of the table give it.
        split: What stands between several values of a cell; `lines` for one a line.
        strip: Characters before a value that are no part of it, such as a bullet.
        take: A regular expression; the value is its first group.
        values: What values stand for: an id of the authority files (`body/...`, `state/XEX`),
            the slug of a concept, a number, a date.
        html: Whether the words are written as HTML, whose tags are no part of them.
    """

    column: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = Field(min_length=1)
    split: str = ""
    strip: str = ""
    take: re.Pattern[str] | None = None
    values: Annotated[dict[str, str], BeforeValidator(_texts)] = Field(default_factory=dict)
    html: bool = False

    @model_validator(mode="after")
    def _takes_one_group(self) -> Column:
        if self.take is not None and self.take.groups != 1:
            raise ValueError("`take` needs exactly one group")
        return self


Columns = Annotated[tuple[Column, ...], BeforeValidator(_tuple)]


class Only(_Part):
    """Which rows count.

    Attributes:
        column: The column that tells, and its other names.
        values: Its values in rows that count.
        strip: Characters before a value that are no part of it.
    """

    column: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = Field(min_length=1)
    values: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = Field(min_length=1)
    strip: str = ""


class DocumentPart(_Part):
    """The document in which a recommendation was made.

    Attributes:
        symbol: The column with its UN symbol; without one it is named by `name`.
        name: A pattern for its name: `universal-periodic-review-{addressed_to}-{session}`.
        title: A pattern for its title, with the names of those meant.
        kind: A concept of the vocabulary of document kinds.
        issued: The column that tells its date or year.
        issued_by: Who issued it, as an id of the authority files: `body/...`.
    """

    symbol: Column | None = None
    name: str = ""
    title: str = ""
    kind: str = "report"
    issued: Column | None = None
    issued_by: str = ""

    @model_validator(mode="after")
    def _is_named(self) -> DocumentPart:
        if (self.symbol is None) == (not self.name):
            raise ValueError("give either `symbol` or `name`")
        if self.name and not self.title:
            raise ValueError("a document without a symbol needs a `title`")
        if self.kind not in DOCUMENT_KINDS:
            raise ValueError(f"there is no kind of document {self.kind!r}")
        for pattern in (self.name, self.title):
            unknown = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
            if unknown - _PLACEHOLDERS:
                raise ValueError(f"{pattern!r} may name {', '.join(sorted(_PLACEHOLDERS))}")
        return self


class Mapping(_Part):
    """A mapping.

    Attributes:
        name: Its name; the first part of the name of each graph that it makes.
        title: What tables of this kind hold.
        page: The address where such tables are published.
        language: Language of the texts, as a tag of BCP 47.
        confidence: How sure what the table says is, from 0 to 1.
        only: Which rows count; without it all.
        text: The words of the recommendation. They stay in the user's own copy.
        said_by: Who recommends; the first column that has a value counts.
        addressed_to: Who is asked.
        concerns: The State whose situation it is about.
        response: How the State answered.
        action_category: How much is asked for.
        issues: What it is about.
        session: The session of the review.
        document: Where it was made.
    """

    name: str = Field(pattern=_SLUG, max_length=40)
    title: str = Field(min_length=1)
    page: str = ""
    language: str = "en"
    confidence: float = Field(default=0.9, ge=0, le=1)
    only: Only | None = None
    text: Column
    said_by: Columns = Field(min_length=1)
    addressed_to: Columns = Field(min_length=1)
    concerns: Column | None = None
    response: Column | None = None
    action_category: Column | None = None
    issues: Column | None = None
    session: Column | None = None
    document: DocumentPart

    @cached_property
    def fingerprint(self) -> str:
        """Eight digits of a digest of all that it says."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]

    @cached_property
    def columns(self) -> tuple[Column | Only, ...]:
        """Every column that it names."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[Column | Only]:
        yield self.text
        yield from self.said_by
        yield from self.addressed_to
        optional = (self.concerns, self.response, self.action_category, self.issues, self.session)
        parts = (*optional, self.document.symbol, self.document.issued, self.only)
        yield from (part for part in parts if part is not None)


def ready_mappings() -> tuple[str, ...]:
    """The names of the mappings that ship with rightsgraph.

    Example:
        >>> ready_mappings()
        ('uhri', 'upr')
    """
    return tuple(sorted(path.stem for path in READY.glob("*.yaml")))


def load_mapping(named: str | Path) -> Mapping:
    """The mapping of a file, or one that ships with rightsgraph.

    Args:
        named: Its path, or the name of a ready one.

    Raises:
        MappingError: There is none, it is no YAML, or something in it is wrong.

    Example:
        >>> load_mapping("upr").said_by[0].column
        ('From',)
    """
    text = str(named)
    ready = READY / f"{text}.yaml"
    path = ready if re.fullmatch(_SLUG, text) and ready.is_file() else Path(named)
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise MappingError(
            f"{path} cannot be read: {reason}.",
            remedy=f"Give the path of a mapping file, or one of {', '.join(ready_mappings())}.",
        ) from error
    except yaml.YAMLError as error:
        raise MappingError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(content, dict):
        raise MappingError(f"{path} holds no mapping: it should begin with `name:`.")
    try:
        return Mapping.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the mapping"
        raise MappingError(f"{path}: {place}: {first['msg']}.", place=place) from error
