"""The root of the tree and the branches that other modules hang theirs on."""

from __future__ import annotations

from typing import Any, ClassVar


class RightsgraphError(Exception):
    """An error with a stable code, an HTTP status and a sentence that says what to do.

    Args:
        message: What went wrong, with the names and values concerned.
        remedy: What the user can do about it; by default the remedy of the class.
        details: Further facts for programs, serialisable as JSON.
    """

    code: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong in rightsgraph"
    default_remedy: ClassVar[str] = "Please report this with the command or request that led to it."

    def __init__(self, message: str, *, remedy: str | None = None, **details: Any) -> None:  # noqa: ANN401
        super().__init__(message)
        self.message = message
        self.remedy = remedy or self.default_remedy
        self.details = details

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle with the details, so that an error can cross a process boundary."""
        return (_rebuild, (type(self), self.message, self.remedy, self.details))


def _rebuild(
    kind: type[RightsgraphError], message: str, remedy: str, details: dict[str, Any]
) -> RightsgraphError:
    return kind(message, remedy=remedy, **details)


class SettingsError(RightsgraphError):
    """A setting has a value that cannot be used."""

    code = "setting-invalid"
    title = "A setting is wrong"
    default_remedy = "Correct the environment variable; docs/settings.md lists them all."


class InputError(RightsgraphError):
    """What was given cannot be used as it is."""

    code = "input-invalid"
    status = 400
    title = "The input cannot be used"
    default_remedy = "Correct the input and try again."


class NotFoundError(RightsgraphError):
    """The thing asked for does not exist."""

    code = "not-found"
    status = 404
    title = "Not found"
    default_remedy = "Check the address."


class LimitError(RightsgraphError):
    """A limit of the server was reached."""

    code = "limit-reached"
    status = 503
    title = "A limit was reached"
    default_remedy = "Ask for less, or raise the limit in the settings of your own server."
