"""What a payment was for, from its merchant category code or the words on the statement: for when no model answers.

Not for learning: it knows what its lists say, and its probabilities are how often each kind of evidence is right. It
always has an answer, if only the base rates.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["code", "brand", "word", "words", "start", "none"]
"""What an answer rests on: a merchant category code, a brand, a word, words of several categories, the start of a word
that was cut off, or nothing."""
LETTERS = re.compile(r"[^\W\d_]+|\d+")
LONGEST = 4
"""Words of the longest phrase."""
SHORTEST_START = 5
"""Letters a word that was cut off needs to be recognised."""
PREFIX = re.compile(
    r"^\s*(?:(?:pos|debit|visa)?\s*(?:card\s+)?purchase(?:\s+authori[sz]ed\s+on)?\b[\s\d/:\-#]*"
    r"|checkcard\s*\d*|[a-z]{2,7}\s?\*\s*|sp )",
    re.IGNORECASE,
)
"""What card networks and payment firms print before the name of a shop."""


@dataclass(frozen=True)
class Evidence:
    """Why a category is named: ``what`` is a code, or a word of the lists, never text of the statement."""

    kind: Kind
    what: str = ""


class MerchantHeuristic:
    """Merchant category codes, brands and words of trades, in that order.

    Parameters
    ----------
    codes : merchant category code, four digits -> category; decides where a payment has one.
    brands, words : category -> phrases, separated by commas.
    right : kind of evidence -> how often it is right, 0 to 1; ``none`` has no say.
    base_out, base_in : category -> its share among payments that nothing tells, money out and money in; sums to 1.

    Example
    -------
    >>> heuristic = MerchantHeuristic(
    ...     {"5411": "groceries"}, {"dining": "starbucks"}, {"fuel": "gas"},
    ...     {"code": 0.9, "brand": 0.75, "word": 0.7, "words": 0.4, "start": 0.5},
    ...     {"dining": 0.5, "groceries": 0.5}, {"income": 1.0},
    ... )
    >>> heuristic.candidates(["SQ *STARBUCKS #12"], [None], [-500], k=2)
    [[('dining', 0.75), ('groceries', 0.25)]]
    """

    def __init__(
        self,
        codes: Mapping[str, str],
        brands: Mapping[str, str],
        words: Mapping[str, str],
        right: Mapping[str, float],
        base_out: Mapping[str, float],
        base_in: Mapping[str, float],
    ) -> None:
        self.codes, self.brands, self.words = codes, brands, words
        self.right, self.base_out, self.base_in = right, base_out, base_in
        self._phrases: dict[tuple[str, ...], tuple[Kind, str, str]] = {}
        self._add("word", words)
        self._add("brand", brands)
        self._starts = sorted(
            phrase[0] for phrase, (kind, *_) in self._phrases.items() if len(phrase) == 1 and kind == "word"
        )

    def _add(self, kind: Kind, lists: Mapping[str, str]) -> None:
        for category, phrases in lists.items():
            for phrase in phrases.split(","):
                self._phrases[tuple(_words(phrase))] = (kind, category, phrase.strip())

    def candidates(
        self, texts: Sequence[str], codes: Sequence[str | None], cents: Sequence[int], k: int = 3
    ) -> list[list[tuple[str, float]]]:
        """The likeliest categories of each payment with their probabilities, at least one, the likeliest first.

        Parameters
        ----------
        texts : descriptions or merchants' names, shape (n,).
        codes : merchant category codes, four digits or None, shape (n,).
        cents : signed amounts, negative is money out, shape (n,).
        k : how many at most, 1 or more.
        """
        seen: dict[tuple[str, str | None, bool], list[tuple[str, float]]] = {}
        answers: list[list[tuple[str, float]]] = []
        for text, code, amount in zip(texts, codes, cents, strict=True):
            asked = (text, code, amount > 0)
            if asked not in seen:
                seen[asked] = self._answer(*asked)
            answers.append(list(seen[asked][: max(1, k)]))
        return answers

    def evidence(self, texts: Sequence[str], codes: Sequence[str | None]) -> list[Evidence]:
        """What the first candidate of each payment rests on."""
        return [self._told(text, code)[0] for text, code in zip(texts, codes, strict=True)]

    def _answer(self, text: str, code: str | None, paid_in: bool) -> list[tuple[str, float]]:
        """All categories with their probabilities, the likeliest first, summing to 1."""
        base = self.base_in if paid_in else self.base_out
        evidence, named = self._told(text, code)
        if not named:
            shares = dict(base)
        else:
            right = self.right[evidence.kind]
            others = {name: share for name, share in base.items() if name not in named}
            rest = (1 - right) * (0.5 if len(named) > 1 else 1.0)
            total = sum(others.values()) or 1.0
            shares = {name: rest * share / total for name, share in others.items()}
            shares[named[0]] = right
            for name in named[1:]:  # what other words of the text say
                shares[name] = (1 - right - rest) / (len(named) - 1)
        return sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))

    def _told(self, text: str, code: str | None) -> tuple[Evidence, list[str]]:
        """The evidence, and the categories it names, the best first."""
        if code is not None and code in self.codes:
            return Evidence("code", code), [self.codes[code]]
        words = _words(PREFIX.sub("", text))
        found: list[tuple[int, int, int, Kind, str, str]] = []
        for start in range(len(words)):
            for length in range(min(LONGEST, len(words) - start), 0, -1):
                phrase = tuple(words[start : start + length])
                if phrase in self._phrases:
                    kind, category, listed = self._phrases[phrase]
                    found.append((kind == "brand", length, start, kind, category, listed))
                    break
        if not found:
            return self._start(words)
        # a brand before a word, a longer phrase before a shorter, the last word before the first: JOE'S PIZZA
        found.sort(reverse=True)
        *_, kind, _, what = found[0]
        named = list(dict.fromkeys(category for *_, category, _ in found))
        return Evidence("words" if kind == "word" and len(named) > 1 else kind, what), named

    def _start(self, words: Sequence[str]) -> tuple[Evidence, list[str]]:
        """The category of words that begin with a word of the text: card networks cut names off."""
        for word in reversed(words):
            if len(word) >= SHORTEST_START:
                at = bisect_left(self._starts, word)
                begun = [start for start in self._starts[at : at + 20] if start.startswith(word)]
                categories = {self._phrases[(start,)][1] for start in begun}
                if len(categories) == 1:
                    return Evidence("start", self._phrases[(begun[0],)][2]), [*categories]
        return Evidence("none"), []


def _words(text: str) -> list[str]:
    """Lower-case words and numbers, accents and a plural's s removed."""
    plain = unicodedata.normalize("NFKD", text[:400].casefold()).encode("ascii", "ignore").decode()
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in LETTERS.findall(plain)]
