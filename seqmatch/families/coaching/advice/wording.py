"""Shows what strangers typed as data."""

from __future__ import annotations

from seqmatch.rules.plain_text import plain

LONGEST_NAME = 60


def quoted(name: str) -> str:
    """A name as data: on one line, without invisible characters, in quotation marks that it cannot close."""
    shown = plain(name, LONGEST_NAME).replace("“", "'").replace("”", "'")
    return f"“{shown or 'the account'}”"
