"""UN document symbols: parse, normalise, split, describe and find them."""

from rightsgraph.symbols.finding import SymbolMatch, find_symbols
from rightsgraph.symbols.model import Symbol, describe_symbol
from rightsgraph.symbols.readings import (
    SymbolReading,
    parse_symbol,
    read_symbol,
    symbol_in_address,
)
from rightsgraph.symbols.report import describe_rows

__all__ = [
    "Symbol",
    "SymbolMatch",
    "SymbolReading",
    "describe_rows",
    "describe_symbol",
    "find_symbols",
    "parse_symbol",
    "read_symbol",
    "symbol_in_address",
]
