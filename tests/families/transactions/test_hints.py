"""What the lists know is evidence that the categoriser learns to weigh, whatever categories are called."""

from __future__ import annotations

import polars as pl
import pytest
from small_town import town

from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser
from seqmatch.families.transactions.dataset import TransactionsData, hints_of, movements_of, transactions_data
from seqmatch.features.transactions import build

BRANDS = {
    "essen": ("LIDL", "ALDI", "REWE", "EDEKA", "TESCO", "KROGER", "WEGMANS", "PUBLIX", "SAFEWAY", "MONOPRIX"),
    "sprit": ("CHEVRON", "TEXACO", "ESSO", "SUNOCO", "VALERO", "REPSOL", "CEPSA", "ARAL", "EXXON", "CITGO"),
}
"""Sellers that share no word, under categories that no list has."""


def brand_town(rows: int = 400) -> pl.DataFrame:
    frame = town(rows)
    names = list(BRANDS)
    sellers = [BRANDS[names[row % 2]][row // 2 % 10] for row in range(rows)]
    labels = [names[row % 2] for row in range(rows)]
    return frame.with_columns(description=pl.Series(sellers), category=pl.Series(labels))


def asked(text: str, cents: int = -1500) -> pl.DataFrame:
    return town(1).with_columns(description=pl.lit(text), amount_cents=pl.lit(cents, pl.Int64))


@pytest.fixture(scope="module")
def brands() -> TransactionsData:
    return transactions_data(brand_town())


@pytest.fixture(scope="module")
def model(brands: TransactionsData) -> TransactionCategoriser:
    return TransactionCategoriser(seed=3).fit(brands.movements, brands.known, brands.classes)


def first(model: TransactionCategoriser, text: str, cents: int = -1500) -> tuple[str, float]:
    chances = model.predict_proba(movements_of(build(asked(text, cents))))[0]
    return model.classes_[int(chances.argmax())], float(chances.max())


def test_a_seller_never_met_is_told_by_what_the_lists_know_of_it(model: TransactionCategoriser) -> None:
    assert first(model, "CARREFOUR")[0] == "essen"
    assert first(model, "PETRO-CANADA")[0] == "sprit"
    assert first(model, "CARREFOUR")[1] > 0.7


def test_the_reason_is_the_hint(model: TransactionCategoriser) -> None:
    reasons = model.because(movements_of(build(asked("CARREFOUR"))))
    assert reasons[0][:2] == ("hint", "brand:groceries")


def test_hints_name_kind_and_category_and_nothing_of_the_statement() -> None:
    texts = ("LIDL 4411", "ZELLE TO ANNA KOWALSKI", "QXZ QXZ", "JOE'S PIZZA")
    frame = pl.concat([asked(text) for text in texts])
    assert hints_of(build(frame)).tolist() == ["brand:groceries", "rail:transfers", "none out", "word:dining"]


def test_a_category_of_money_that_comes_in_is_never_led_by_money_that_leaves() -> None:
    frame = town(300)
    pay = frame.head(60).with_columns(
        transaction_id=pl.concat_str(pl.lit("p"), "transaction_id"),
        description=pl.lit("MILL STREET TRUST"),
        amount_cents=pl.lit(250_000, pl.Int64),
        category=pl.lit("wages"),
    )
    data = transactions_data(pl.concat([frame, pay]))
    model = TransactionCategoriser(seed=3).fit(data.movements, data.known, data.classes)
    assert first(model, "MILL STREET TRUST", 250_000)[0] == "wages"
    assert first(model, "MILL STREET TRUST", -250_000)[0] != "wages"
