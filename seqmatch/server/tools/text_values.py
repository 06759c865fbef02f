"""Reads values that hosts send as text: JSON, JSON within JSON, a fenced block, or a Python dict."""

from __future__ import annotations

import ast
import json
import re

MOST_CHARS = 10_000
MOST_DEPTH = 50
_FENCE = re.compile(r"\s*```[a-zA-Z]*\s*\n?(.*?)\n?\s*```\s*", re.DOTALL)


def value_in(value: object, most: int = MOST_CHARS) -> object:
    """The object or list that a text spells, or ``value`` as it is where it spells none.

    Parameters
    ----------
    most : characters of a text that is looked into.

    Examples
    --------
    >>> value_in('{"k": 1}'), value_in("{'k': True, 'a': None}"), value_in("k")
    ({'k': 1}, {'k': True, 'a': None}, 'k')
    """
    for _ in range(2):  # some hosts write JSON into JSON
        if not isinstance(value, str) or len(value) > most:
            return value
        fenced = _FENCE.fullmatch(value)
        text = (fenced[1] if fenced else value).strip()
        read = _read(text)
        if not isinstance(read, dict | list | str):
            return value
        value = read
    return value


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    if text[:1] in "{[" and sum(map(text.count, "{[(")) <= MOST_DEPTH and not re.search(r"[-+~*]\s*[-+~*]", text):
        try:
            return ast.literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            pass
    return None
