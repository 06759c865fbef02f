"""Categorises a payment by its merchant category code or its words, for when no model answers.

Not for learning: it knows what its lists say, and its probabilities are how often each kind of evidence is right. It
always has an answer, if only the base rates.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["code", "rail", "brand", "word", "words", "part", "start", "weak", "none"]
"""What an answer rests on: a merchant category code, what the bank prints of how money moved or what for, a brand, a
word, words of several categories, part of a compound word, the start of a word that was cut off, what the bank prints
of any transfer, or nothing."""
Lists = Mapping[str, str]
"""Category -> phrases, separated by commas."""
LETTERS = re.compile(r"[^\W\d_]+|\d+")
LONGEST = 4
"""Words of the longest phrase."""
SHORTEST_START = 5
"""Letters a word that was cut off needs to be recognised."""
SHORTEST_PART = 5
"""Letters of a word that is recognised inside a longer one."""
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i"})
_BETWEEN = (
    "a an and from to of for favore di de da do des du von mr mrs ms miss mme m herr frau sig dhr mevr van recu emi "
    "instantane inst sepa sent received ref"
)
_SMALL = frozenset(_BETWEEN.split())
"""Words between a transfer and whom it goes to."""


@dataclass(frozen=True)
class MerchantEvidence:
    """Why a category is named: ``what`` is a code, or a word of the lists, never text of the statement."""

    kind: Kind
    what: str = ""


@dataclass(frozen=True)
class Lexicon:
    """The lists of a heuristic.

    Attributes
    ----------
    codes : merchant category code, four digits -> category; decides where a payment has one.
    brands, words, first_words : of two words the last one counts, of two first words the first.
    common : brands that are also common words, and say no more than a word does.
    firm_out, firm_in : what banks print of money that leaves and comes in; before brands and words.
    moved : rails between people and between own accounts; after those, before brands and words.
    weak_out, weak_in : what banks print of any transfer; after everything else.
    printed : what is printed before the name of a shop, and says nothing.
    """

    codes: Mapping[str, str]
    brands: Lists
    words: Lists
    first_words: Lists = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    firm_out: Lists = field(default_factory=dict)
    firm_in: Lists = field(default_factory=dict)
    moved: Lists = field(default_factory=dict)
    weak_out: Lists = field(default_factory=dict)
    weak_in: Lists = field(default_factory=dict)
    printed: re.Pattern[str] = re.compile(r"^(?!)")


class MerchantHeuristic:
    """Codes, what banks print, brands and words of trades, in that order.

    Parameters
    ----------
    lexicon : the lists.
    right : kind of evidence -> how often it is right, 0 to 1; ``none`` has no say.
    base_out, base_in : category -> its share among payments that nothing tells, money out and money in; sums to 1.

    Example
    -------
    >>> heuristic = MerchantHeuristic(
    ...     Lexicon({"5411": "groceries"}, {"dining": "starbucks"}, {"fuel": "gas"}),
    ...     {"code": 0.9, "brand": 0.75, "word": 0.7, "words": 0.4, "start": 0.5},
    ...     {"dining": 0.5, "groceries": 0.5}, {"income": 1.0},
    ... )
    >>> heuristic.candidates(["STARBUCKS #12"], [None], [-500], k=2)
    [[('dining', 0.75), ('groceries', 0.25)]]
    """

    def __init__(
        self, lexicon: Lexicon, right: Mapping[str, float], base_out: Mapping[str, float], base_in: Mapping[str, float]
    ) -> None:
        self.codes = lexicon.codes
        self.right, self.base_out, self.base_in = right, base_out, base_in
        self._printed = lexicon.printed
        self._firm = {False: _phrases(lexicon.firm_out), True: _phrases(lexicon.firm_in)}
        self._moved = _phrases(lexicon.moved)
        self._weak = {False: _phrases(lexicon.weak_out), True: _phrases(lexicon.weak_in)}
        self._brands = _phrases(lexicon.brands)
        alike = {tuple(_words(word)) for word in lexicon.common}
        common = {phrase: self._brands.pop(phrase) for phrase in list(self._brands) if phrase in alike}
        self._first = _phrases(lexicon.first_words)
        self._words = {**common, **self._first, **_phrases(lexicon.words)}
        self._single = {phrase[0]: told for phrase, told in self._words.items() if len(phrase) == 1}
        self._starts = sorted(self._single)

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
        told = self.told(texts, codes, cents)
        seen: dict[tuple[str, tuple[str, ...], bool], list[tuple[str, float]]] = {}
        answers: list[list[tuple[str, float]]] = []
        for (evidence, named), amount in zip(told, cents, strict=True):
            asked = (evidence.kind, named, amount > 0)
            if asked not in seen:
                seen[asked] = self._shares(*asked)
            answers.append(list(seen[asked][: max(1, k)]))
        return answers

    def evidence(
        self, texts: Sequence[str], codes: Sequence[str | None], cents: Sequence[int]
    ) -> list[MerchantEvidence]:
        """What the first candidate of each payment rests on."""
        return [evidence for evidence, _ in self.told(texts, codes, cents)]

    def told(
        self, texts: Sequence[str], codes: Sequence[str | None], cents: Sequence[int]
    ) -> list[tuple[MerchantEvidence, tuple[str, ...]]]:
        """The evidence of each payment, and the categories it names, the best first; none where nothing tells."""
        seen: dict[tuple[str, str | None, bool], tuple[MerchantEvidence, tuple[str, ...]]] = {}
        answers = []
        for text, code, amount in zip(texts, codes, cents, strict=True):
            asked = (text, code, amount > 0)
            if asked not in seen:
                seen[asked] = self._told(*asked)
            answers.append(seen[asked])
        return answers

    def _shares(self, kind: str, named: tuple[str, ...], paid_in: bool) -> list[tuple[str, float]]:
        """All categories with their probabilities, the likeliest first, summing to 1."""
        base = self.base_in if paid_in else self.base_out
        if not named:
            shares = dict(base)
        else:
            right = self.right[kind]
            others = {name: share for name, share in base.items() if name not in named}
            rest = (1 - right) * (0.5 if len(named) > 1 else 1.0)
            total = sum(others.values()) or 1.0
            shares = {name: rest * share / total for name, share in others.items()}
            shares[named[0]] = right
            for name in named[1:]:  # what other words of the text say
                shares[name] = (1 - right - rest) / (len(named) - 1)
        return sorted(shares.items(), key=lambda pair: (-pair[1], pair[0]))

    def _told(self, text: str, code: str | None, paid_in: bool) -> tuple[MerchantEvidence, tuple[str, ...]]:
        if code is not None and code in self.codes:
            return MerchantEvidence("code", code), (self.codes[code],)
        whole = _words(text)
        for rails in (self._firm[paid_in], self._moved):
            if found := _found(whole, rails):
                _, _, category, what = min(found, key=lambda one: (-one[1], one[0]))
                return MerchantEvidence("rail", what), (category,)
        words = _words(self._printed.sub("", text[:400].casefold())) or whole
        weak = _found(words, self._weak[paid_in])
        if brands := _found(words, self._brands):
            _, _, category, what = min(brands, key=lambda one: (-one[1], one[0]))
            return MerchantEvidence("brand", what), (category,)
        if weak and self._to_a_person(words, weak):
            return MerchantEvidence("weak", weak[0][3]), (weak[0][2],)
        if trades := _found(words, self._words):
            return self._of_trades(words, trades)
        if (told := self._part(words))[1] or (told := self._start(words))[1]:
            return told
        if weak:
            return MerchantEvidence("weak", weak[0][3]), (weak[0][2],)
        return MerchantEvidence("none"), ()

    def _of_trades(
        self, words: Sequence[str], trades: list[tuple[int, int, str, str]]
    ) -> tuple[MerchantEvidence, tuple[str, ...]]:
        """A longer phrase before a shorter one; JOE'S PIZZA by the last word, BOULANGERIE DU PORT by the first."""

        def rank(one: tuple[int, int, str, str]) -> tuple[int, int, int]:
            start, length, *_ = one
            first = tuple(words[start : start + length]) in self._first
            return -length, not first, start if first else -start

        trades = sorted(trades, key=rank)
        named = tuple(dict.fromkeys(category for *_, category, _ in trades))
        return MerchantEvidence("words" if len(named) > 1 else "word", trades[0][3]), named

    def _to_a_person(self, words: Sequence[str], weak: list[tuple[int, int, str, str]]) -> bool:
        """Whether only two names follow what the bank prints: JEAN BOULANGER bakes no bread."""
        end = max(start + length for start, length, *_ in weak)
        left = [word for word in words[end:] if word not in _SMALL and word.isalpha() and len(word) > 1]
        return len(left) == 2 and left[0] not in self._single

    def _part(self, words: Sequence[str]) -> tuple[MerchantEvidence, tuple[str, ...]]:
        """The category of a word inside a compound: BAHNHOFSAPOTHEKE by its end, else ZAHNARZTZENTRUM by its start."""
        for word in reversed(words):
            places = range(1, len(word) - SHORTEST_PART + 1)
            for piece in (*(word[at:] for at in places), *(word[: len(word) - at] for at in places)):
                if piece in self._single:
                    category, what = self._single[piece]
                    return MerchantEvidence("part", what), (category,)
        return MerchantEvidence("none"), ()

    def _start(self, words: Sequence[str]) -> tuple[MerchantEvidence, tuple[str, ...]]:
        """The category of words that begin with the last word of the text: card networks cut names off."""
        for word in words[-1:]:
            if len(word) >= SHORTEST_START:
                at = bisect_left(self._starts, word)
                begun = [start for start in self._starts[at : at + 20] if start.startswith(word)]
                categories = {self._single[start][0] for start in begun}
                if len(categories) == 1:
                    return MerchantEvidence("start", self._single[begun[0]][1]), (*categories,)
        return MerchantEvidence("none"), ()


Phrases = dict[tuple[str, ...], tuple[str, str]]
"""Words -> category, and the phrase as the list has it."""


def _phrases(lists: Lists) -> Phrases:
    """Where two categories list a phrase, the first one has it."""
    found: Phrases = {}
    for category, phrases in lists.items():
        for phrase in phrases.split(","):
            found.setdefault(tuple(_words(phrase)), (category, phrase.strip()))
    return found


def _found(words: Sequence[str], phrases: Phrases) -> list[tuple[int, int, str, str]]:
    """Start, length, category and phrase of the longest phrase at each place."""
    found = []
    for start in range(len(words)):
        for length in range(min(LONGEST, len(words) - start), 0, -1):
            phrase = tuple(words[start : start + length])
            if phrase in phrases:
                found.append((start, length, *phrases[phrase]))
                break
    return found


def _words(text: str) -> list[str]:
    """Lower-case words and numbers, accents and a plural's s removed."""
    folded = unicodedata.normalize("NFKD", text[:400].casefold().translate(_PLAIN))
    plain = folded.encode("ascii", "ignore").decode()
    return [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in LETTERS.findall(plain)]
