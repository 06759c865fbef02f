"""Whether an amount is money in or out, where a column of words says so: judged for the file as a whole, and told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

import polars as pl

from seqmatch.data.files.records import Records
from seqmatch.data.statements.columns import PLAINLY_DIRECTION, BankMapping, plain
from seqmatch.data.statements.rows import shown
from seqmatch.data.statements.words import IN, NEUTRAL, OUT, REVERSALS, STRICT_IN, STRICT_OUT, word
from seqmatch.errors import DataError

LETTERS = re.compile(r"\s*\w ?/ ?\w\s*")
"""A header as "D/C" names the two sides by their letters."""
WORDS_AT_MOST = 6
"""Different words of a column that tells direction though its header does not say so."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Amounts with their sign, and how that was told; ``used`` is whether the column decided."""

    amounts: pl.Series
    told: str
    used: bool


class Directions:
    """The column at ``place`` of ``records``, called ``column`` in messages, beside amounts without sign or with."""

    def __init__(self, records: Records, place: int, column: str, mapping: BankMapping) -> None:
        self.records, self.place, self.column, self.mapping = records, place, column, mapping
        self.raw = pl.Series(records.columns[place], dtype=pl.String).fill_null("")
        header = plain(records.header[place])
        self.named = (
            "direction" in mapping.columns
            or header in PLAINLY_DIRECTION
            or bool(LETTERS.fullmatch(records.header[place]))
        )
        said = {text: word(text) for text in self.raw.unique()}
        self.words = self.raw.replace_strict(said, return_dtype=pl.String)
        self.empty = self.words == ""

    def judge(self, amounts: pl.Series, description: pl.Series) -> Judged:
        """Signed amounts, where ``amounts`` are as the file prints them.

        Raises
        ------
        DataError : words nobody knows where they decide, or a file whose signs and words fit in no one way.
        """
        if self.empty.all():
            return Judged(amounts, "amounts carry their own sign", False)
        strict = self._sides(STRICT_OUT, STRICT_IN)
        wide = self._sides(OUT, IN)
        if strict.drop_nulls().n_unique() < 2 and {-1, 1} <= set(wide.drop_nulls()):
            strict = wide
        if self.mapping.amounts == "signed" or self.mapping.sign == "turned":
            return Judged(amounts, "amounts carry their own sign, as the mapping says", False)
        if self.mapping.amounts == "unsigned":
            return self._unsigned(amounts, wide)
        if not (amounts < 0).any():
            return self._all_positive(amounts, wide)
        if not strict.drop_nulls().len() and not self.named:
            spent = amounts.filter(wide == -1)
            if len(spent) and (spent > 0).all():
                self._refuse(
                    "unclear_signs",
                    "Rows called {word} stand without a minus, others with one. Say sign=turned in the mapping where "
                    "money out is printed without a minus, as cards do, or amounts=signed where a minus is money out.",
                    (wide == -1) & (amounts > 0),
                )
            return Judged(amounts, "amounts carry their own sign", False)
        return self._both_signs(amounts, strict if strict.drop_nulls().len() else wide, description)

    def _sides(self, out: frozenset[str], inward: frozenset[str]) -> pl.Series:
        """-1, 1, 0 (neutral), null where the word is not known."""
        own = {option: self.mapping.words.get(option, frozenset()) for option in ("out", "in")}
        known = dict.fromkeys(NEUTRAL, 0) | dict.fromkeys(out, -1) | dict.fromkeys(inward, 1)
        known |= dict.fromkeys(own["out"], -1) | dict.fromkeys(own["in"], 1)
        return self.words.replace_strict(known, default=None, return_dtype=pl.Int64)

    def _all_positive(self, amounts: pl.Series, sides: pl.Series) -> Judged:
        if not self.named and not sides.drop_nulls().len():
            told = "none of its words tells money in from money out: amounts taken as they stand"
            return Judged(amounts, told, False)
        return self._unsigned(amounts, sides)

    def _unsigned(self, amounts: pl.Series, sides: pl.Series) -> Judged:
        moved = amounts != 0
        self._refuse_unknown(sides.is_null() & moved)
        neutral = (sides == 0) & moved
        if neutral.any():
            self._refuse(
                "neutral_direction",
                "The direction of {row} is {word}: money that neither came nor went, as between two currencies of one "
                "person. Say whether such rows are money out or in, as out=WORD or in=WORD in the mapping, or pass "
                "them "
                "over with skip=WORD.",
                neutral,
            )
        out, come = int((sides == -1).sum()), int((sides == 1).sum())
        return Judged(amounts * sides.fill_null(1), f"{out:,} rows are money out by it, {come:,} money in", True)

    def _both_signs(self, amounts: pl.Series, sides: pl.Series, description: pl.Series) -> Judged:
        out, come = amounts.filter(sides == -1), amounts.filter(sides == 1)
        if not len(out) and not len(come):
            if self.named:
                self._refuse_unknown(sides.is_null() & (amounts != 0))
            return Judged(amounts, "amounts carry their own sign", False)
        plus, minus = int((out > 0).sum()), int((out < 0).sum())
        if len(come) and len(out) and (come <= 0).all() and (out >= 0).all():
            if self.named:
                self._refuse_unknown(sides.is_null() & (amounts != 0))
            return Judged(
                -amounts, "money out stands without a minus and money in with one: all signs were turned", True
            )
        texts = description.filter((sides == -1) & (amounts < 0)).fill_null("")
        turned_back = sum(bool(REVERSALS.search(word(text))) for text in texts)
        if plus > minus or (plus == minus and plus and turned_back == minus):
            return self._unsigned(amounts, sides)
        if plus == minus and plus:
            self._refuse(
                "unclear_signs",
                "Rows called {word} stand with a minus as often as without. Say amounts=unsigned in the mapping "
                "where the "
                "word decides and a minus turns it round, or amounts=signed where the amount's own sign decides.",
                (sides == -1) & (amounts > 0),
            )
        told = "amounts carry their own sign"
        if plus:
            told += f"; {plus:,} rows are called money out and stand without a minus"
        return Judged(amounts, told, False)

    def _refuse_unknown(self, unknown: pl.Series) -> None:
        if unknown.any():
            self._refuse(
                "unknown_direction",
                "The direction of {row} is not known: {words}. Say in the mapping which words are money out and "
                "which money "
                "in, as out=WORD|WORD,in=WORD; direction=- takes amounts as they stand.",
                unknown,
            )

    def _refuse(self, code: str, message: str, wrong: pl.Series) -> NoReturn:
        first = int(wrong.arg_true()[0])
        words = ", ".join(shown(text) for text in self.raw.filter(wrong).unique(maintain_order=True).to_list()[:6])
        line = self.records.lines[first]
        said = message.format(row=f"row {line}", word=shown(self.raw[first]), words=words)
        raise DataError(said, code=code, path=f"{self.records.file}:{line}:{self.column}")


def found_by_content(records: Records, taken: set[int]) -> int | None:
    """The column, not taken yet, that holds nothing but words of direction; None without one.

    Single letters and signs count where both sides stand there: a lone "S" or "-" may mean anything.
    """
    for place in range(len(records.header)):
        if place not in taken:
            values = pl.Series(records.columns[place], dtype=pl.String)
            said = {word(text or "") for text in values.unique()[: WORDS_AT_MOST + 1]}
            out, come = said & OUT, said & IN
            plain_words = bool(out) and (bool(come) or min(len(one) for one in out) > 1)
            if plain_words and len(said) <= WORDS_AT_MOST and said == out | come:
                return place
    return None


def maybe_directions(records: Records, taken: set[int]) -> list[str]:
    """What to tell of columns, not taken yet, with two or three short words: one may tell money in from money out."""
    told = []
    for place in range(len(records.header)):
        said = {text or "" for text in records.columns[place]} if place not in taken else set()
        if 2 <= len(said) <= 3 and all(0 < len(text) <= 20 and not any(map(str.isdigit, text)) for text in said):
            told.append(
                f"column {place + 1}: {len(said)} different words beside amounts that have no minus; if it tells money "
                f"in from money out, say direction={place + 1},out=WORD,in=WORD"
            )
    return told
