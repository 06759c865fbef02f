"""The names of the formats, apart from their readers so that the command line starts quickly."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """How a plan is written down."""

    TEXT = "text"
    PLATFORM = "platform"
    PLAYGROUND = "playground"
