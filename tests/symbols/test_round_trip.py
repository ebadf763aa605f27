"""Whatever the grammar makes or reads, its official spelling reads as itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rightsgraph.symbols import find_symbols, parse_symbol, read_symbol
from rightsgraph.symbols.tables import bodies, state_codes
from tests.symbols.test_outcomes import MISPRINTS, SEVERAL
from tests.symbols.test_parse import FACTS, SPELLINGS

_number = st.integers(1, 9999).map(str)
_session = st.one_of(
    st.integers(31, 99).map(str), st.integers(1994, 2030).map(str), st.just("S-17")
)
_suffix = st.lists(
    st.tuples(st.sampled_from(["Add", "Corr", "Rev", "Amend"]), st.integers(1, 40)).map(
        lambda pair: f"/{pair[0]}.{pair[1]}"
    ),
    max_size=2,
).map("".join)
_place = st.sampled_from(["", "L.", "CRP.", "PV.", "SR.", "WP."])


@st.composite
def _body_symbols(draw: st.DrawFn) -> str:
    open_bodies = sorted(p for p, body in bodies().items() if body.rule in ("open", "treaty"))
    path = draw(st.sampled_from(open_bodies)).replace("*", draw(st.integers(1, 99).map(str)))
    return f"{path}/{draw(_session)}/{draw(_place)}{draw(_number)}{draw(_suffix)}"


@st.composite
def _treaty_symbols(draw: st.DrawFn) -> str:
    series = draw(st.sampled_from(["CCPR", "CAT", "CRC", "CEDAW", "CERD", "CRPD", "CED", "CMW"]))
    state = draw(st.sampled_from(sorted(code for code in state_codes() if len(code) == 3)))
    number = draw(_number)
    middle = draw(st.sampled_from([f"{state}/CO/{number}", f"{state}/{number}", f"GC/{number}"]))
    views = f"{draw(st.integers(1, 140))}/D/{number}/{draw(st.integers(1977, 2025))}"
    return f"{series}/C/{draw(st.sampled_from([middle, views]))}{draw(_suffix)}"


@st.composite
def _resolutions(draw: st.DrawFn) -> str:
    roman = draw(st.sampled_from(["III", "XXI", "XXX", "S-VI", "ES-V"]))
    letter = draw(st.sampled_from(["", "[A]", "[B]"]))
    return draw(
        st.sampled_from(
            [
                f"S/RES/{draw(_number)} ({draw(st.integers(1946, 2030))})",
                f"S/RES/{draw(_number)}",
                f"A/RES/{draw(_number)}({roman}){letter}",
                f"A/RES/{draw(st.integers(31, 90))}/{draw(_number)}",
            ]
        )
    )


_symbols = st.one_of(_body_symbols(), _treaty_symbols(), _resolutions())


@given(_symbols)
def test_symbols_of_the_grammar(text: str) -> None:
    symbol = parse_symbol(text)
    assert parse_symbol(symbol.normalised) == symbol
    assert parse_symbol(symbol.normalised).normalised == symbol.normalised
    assert parse_symbol(symbol.key).key == symbol.key
    assert "/".join(symbol.parts) == symbol.key
    assert not set(" []") & set(symbol.key)
    found = find_symbols(f"see {symbol.normalised}, para. 5")
    assert [match.reading.symbols for match in found] == [(symbol,)]


_real = st.sampled_from(
    [row[0] for row in SPELLINGS]
    + [row[0] for row in FACTS]
    + [row[0] for row in SEVERAL]
    + [row[0] for row in MISPRINTS]
)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    text = draw(_real)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        change = draw(st.sampled_from([*"/.-() 0179AaLlXx[]*…\n", "", "Add.1", "and ", "//"]))
        text = text[:place] + change + text[place + draw(st.integers(0, 2)) :]
    return text


@given(st.one_of(_mutated(), st.text(max_size=60)))
def test_mutated_symbols(text: str) -> None:
    reading = read_symbol(text)
    several = reading.outcome in ("compound", "joint")
    assert (reading.outcome == "symbol") == (len(reading.symbols) == 1)
    assert several == (len(reading.symbols) > 1)
    assert (reading.outcome != "repairable") or reading.suggestion
    for symbol in reading.symbols:
        assert parse_symbol(symbol.normalised) == symbol
        assert parse_symbol(symbol.key).key == symbol.key
    end = 0
    for match in find_symbols(text):
        assert end <= match.start < match.end <= len(text)
        assert text[match.start : match.end] == match.text
        assert match.reading.outcome != "rejected"
        end = match.end
