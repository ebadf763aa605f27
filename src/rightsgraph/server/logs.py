"""The log of the server: a line an event on standard error, as text or as JSON."""

from __future__ import annotations

import json
import logging
import logging.config
from datetime import UTC, datetime
from typing import Any

from rightsgraph.settings import Settings


class _Formatter(logging.Formatter):
    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        moment = datetime.fromtimestamp(record.created, UTC)
        fields: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "request", {}),
        }
        if record.exc_info:
            fields["traceback"] = self.formatException(record.exc_info)
        return fields


class JsonFormatter(_Formatter):
    """A JSON object a line; a line feed in what was logged cannot begin a new one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(self.fields(record), ensure_ascii=False, default=str)


class TextFormatter(_Formatter):
    """Time, level and message, then `name=value`; values with spaces or quotes as JSON strings."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and a traceback below it."""
        fields = self.fields(record)
        traceback = fields.pop("traceback", "")
        head = f"{fields.pop('time')} {fields.pop('level')} {_plain(fields.pop('message'))}"
        fields.pop("logger")
        pairs = [f"{name}={_plain(value)}" for name, value in fields.items()]
        return " ".join([head, *pairs]) + (f"\n{traceback}" if traceback else "")


def _plain(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    harmless = text.isprintable() and '"' not in text and text
    return text if harmless else json.dumps(text, ensure_ascii=True)


def configure(settings: Settings) -> None:
    """Lets everything that rightsgraph and its HTTP server log go to standard error.

    Args:
        settings: Level and format.
    """
    formatter = JsonFormatter if settings.log_format == "json" else TextFormatter
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"line": {"()": formatter}},
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
            "loggers": {
                name: {
                    "handlers": ["stderr"],
                    "level": settings.log_level.upper(),
                    "propagate": False,
                }
                for name in ("rightsgraph", "uvicorn")
            },
        }
    )
