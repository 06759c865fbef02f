"""The server's log: one line each on stderr, whatever is in it.

A line break or an escape sequence in a name must neither look like another entry nor speak to a terminal. Of an
exception its kind and place are told; its message and the lines around it may hold a caller's data.
"""

from __future__ import annotations

import logging
import sys
import traceback


class OneLine(logging.Formatter):
    """Formats a record as ``logger: message``, what is not printable written as an escape."""

    def format(self, record: logging.LogRecord) -> str:
        told = f"{record.name}: {_message(record)}"
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            told = f"{told} ({_kind_and_place(error)})"
        return "".join(one if one.isprintable() else repr(one)[1:-1] for one in told)


def _message(record: logging.LogRecord) -> str:
    """The message without a traceback that was put into it."""
    return record.getMessage().split("\nTraceback", 1)[0].split("\n  + Exception Group", 1)[0].rstrip()


def _kind_and_place(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup) and error.exceptions:
        error = error.exceptions[0]
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {frames[-1].name}, {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def log_to_stderr() -> None:
    """Log warnings and worse to stderr: stdout belongs to the protocol. Logging that is set up already stays so."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine())
    logging.basicConfig(level="WARNING", handlers=[handler])
