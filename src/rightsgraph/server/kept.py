"""What was made and can be given again: as much as there is room for, the oldest goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """Values by their keys; what was used longest ago goes when there is no room.

    Args:
        limit: How many bytes may be kept; 0 keeps nothing.
        size: How many bytes a key takes with its value.

    Attributes:
        bytes: How many bytes are kept.
    """

    def __init__(self, limit: int, size: Callable[[_Key, _Value], int]) -> None:
        self.limit = limit
        self.bytes = 0
        self._size = size
        self._values: OrderedDict[_Key, _Value] = OrderedDict()

    def __len__(self) -> int:
        """How many values are kept."""
        return len(self._values)

    def find(self, key: _Key) -> _Value | None:
        """The value that is kept under a key."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def keep(self, key: _Key, value: _Value) -> None:
        """Keeps a value that has room; others go for it."""
        size = self._size(key, value)
        if size > self.limit or key in self._values:
            return
        self._values[key] = value
        self.bytes += size
        while self.bytes > self.limit:
            self.bytes -= self._size(*self._values.popitem(last=False))
