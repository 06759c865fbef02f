"""Splits an account's name into words: folded, without noise, apart at dashes, commas and brackets."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from seqmatch.rules.accounts import lexicon

_BRACKET = {"(": True, "[": True, ")": False, "]": False}
_LISTING = frozenset("&+/,;")
_BREAK = frozenset("-–—|:>•.*")
_TOKEN = re.compile(r"[^\W_]+|[()\[\]&+/,;–—|:>•.*]|(?<=\s)-|-(?=\s)|[☂-➿⚡₿🀀-🫿]")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_ELISION = re.compile(r"\b[ld]['’](?=\w{3})")
_ATTACHED_PLUS = re.compile(r"(?<=\w)\+(?!\w)")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@dataclass(slots=True)
class Words:
    """Words in order.

    Attributes
    ----------
    words : folded words and emoji.
    parts : for each word the number of the part it stands in, from 0; a part ends at a dash, a comma, an ``and``.
    listing : two parts are joined by a comma, a slash or an ``and``.
    """

    words: list[str] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    listing: bool = False


def words_of_name(name: str) -> tuple[Words, Words]:
    """The words outside and inside brackets."""
    text = name.casefold()
    if "'" in text or "’" in text:
        text = _ELISION.sub("", text).replace("'", "").replace("’", "")
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    if "(k)" in text:
        text = text.replace("(k)", "k")  # a retirement plan, not a remark
    if "+" in text:
        text = _ATTACHED_PLUS.sub(" plus ", text)
    outer, inner = Words(), Words()
    here = outer
    part = 0
    joined = False
    for token in _TOKEN.findall(text):
        if token in _BRACKET:
            here = inner if _BRACKET[token] else outer
            part += 1
        elif token in _BREAK:
            part += 1
        elif token in _LISTING or token in _JOINING:
            part += 1
            joined = True
        elif token not in _NOISE:
            if joined and here.words and here.parts[-1] != part:
                here.listing = True
            joined = False
            here.words.append(token)
            here.parts.append(part)
    return outer, inner


def split_phrase(phrase: str) -> tuple[str, ...]:
    """The words of a lexicon's phrase, folded as names are."""
    outer, inner = words_of_name(phrase.strip())
    return (*outer.words, *inner.words)


def without_umlauts(phrase: str) -> str:
    """``rücklagen`` as typed on a keyboard without umlauts."""
    return phrase.translate(_UMLAUTS)


def split_list(text: str) -> frozenset[str]:
    """The words of a comma-separated table, folded."""
    return frozenset(_ACCENTS.sub("", unicodedata.normalize("NFKD", word.strip())) for word in text.split(","))


_NOISE = split_list(lexicon.NOISE)
_JOINING = split_list(lexicon.LISTING) - {"plus"}
