"""When a category is named, and which reasons are told in which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from small_town import town

from seqmatch.families.transactions.scoring import Categorised, categorise


class Sure:
    """A categoriser that is as sure as it is told, for the reasons that it is told."""

    known_words = frozenset(["bakery"])
    classes_ = ("fuel", "groceries", "health", "rent")

    def __init__(self, odds: list[list[float]], reasons: list[tuple[str, str, float]] | None = None) -> None:
        self.categoriser, self.odds, self.reasons = self, np.array(odds), reasons or []
        self.cohort = {"provenance": "operator"}

    def predict_proba(self, movements: Any) -> Any:
        return self.odds

    def because(self, movement: Any) -> list[tuple[str, str, float]]:
        return self.reasons


def told(models: Any, rows: int = 1, texts: Sequence[str] = ("LIDL 4411",), **options: Any) -> list[Categorised]:
    asked = town(rows).with_columns(description=pl.Series([texts[row % len(texts)] for row in range(rows)]))
    return categorise(models, asked, **options)


def test_a_category_is_named_from_the_threshold_on_and_the_likeliest_are_told_first() -> None:
    odds = [[0.05, 0.65, 0.1, 0.2], [0.0501, 0.6499, 0.1, 0.2], [0.1, 0.1, 0.12344, 0.67656]]
    first, second, third = told(Sure(odds), rows=3)
    assert first == Categorised(
        "groceries", (("groceries", 0.65), ("rent", 0.2), ("health", 0.1)), provenance="operator"
    )
    assert second.category is None
    assert second.candidates[0] == ("groceries", 0.6499)
    assert third.candidates == (("rent", 0.6766), ("health", 0.1234), ("fuel", 0.1))


def test_who_asks_names_the_threshold_and_how_many_are_told() -> None:
    (one,) = told(Sure([[0.1, 0.2, 0.3, 0.4]]), threshold=0.4, top=1)
    assert (one.category, one.candidates) == ("rent", (("rent", 0.4),))
    (none,) = told(Sure([[0.1, 0.2, 0.3, 0.4]]), threshold=0.41, top=4)
    assert (none.category, len(none.candidates)) == (None, 4)


def test_reasons_are_given_where_somebody_asks_in_words_that_are_nobodys_own() -> None:
    reasons = [
        ("payee", "p1", 0.914),
        ("code", "5411", 0.5),
        ("word", "bakery", 2.0),
        ("word", "kowalski", 1.5),
        ("amount", "", 0.4),
        ("hint", "brand:groceries", 0.3),
    ]
    sure = Sure([[0.05, 0.7, 0.05, 0.2]], reasons)
    assert told(sure)[0].because == ()
    (one,) = told(sure, explain=True)
    *said, hint = one.because
    assert said == [
        "earlier labels of the same payee (91%)",
        "earlier labels of the same merchant category code (50%)",
        "the word “bakery”",
        "the amount",
    ]
    assert "LIDL" in hint.upper() and "kowalski" not in hint


def test_a_hint_is_what_the_lists_say_of_that_transaction() -> None:
    sure = Sure([[0.05, 0.7, 0.05, 0.2]] * 2, [("hint", "brand:groceries", 0.3)])
    known, unknown = told(sure, 2, ["LIDL 4411", "QXZ QXZ"], explain=True)
    assert (known.because, unknown.because) == (("the name lidl",), ("nothing but how common the category is",))
