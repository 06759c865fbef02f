"""Makes names that strangers typed fit to be shown: one line, no invisible characters, short enough."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"  # holds the parts of one emoji together
_MOST_MARKS = 2  # accents on one letter; more are piled up to write over other lines


def plain(text: str, most: int) -> str:
    """``text`` on one line without control or formatting characters, cut with an ellipsis.

    Parameters
    ----------
    text : any text, however long.
    most : columns of a terminal it may take, at least 2; an emoji or a Chinese character takes two.

    Examples
    --------
    >>> plain("Rent\\x00 and\\nutilities", 12)
    'Rent and ut…'
    """
    if len(text) <= most and text.isascii() and text.isprintable():
        return " ".join(text.split())
    line = " ".join("".join(_shown(character) for character in text[: most * 8]).split())
    kept: list[str] = []
    width = marks = 0
    for character in line:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            continue
        width += _width(character)
        kept.append(character)
    if width <= most and len(text) <= most * 8:
        return "".join(kept)
    while kept and width > most - 1:
        width -= _width(kept.pop())
    return "".join(kept).rstrip(" " + _JOINER) + "…"


def _shown(character: str) -> str:
    return character if character.isprintable() or character == _JOINER else " "


def _width(character: str) -> int:
    if character == _JOINER or unicodedata.category(character) == "Mn":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
