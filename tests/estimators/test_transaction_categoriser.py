"""What the categoriser makes of labels and of doubt, in a town where only the payee tells what was bought."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.estimators.calibration.confidence import Confidence
from seqmatch.estimators.text.label_history import LabelHistory
from seqmatch.estimators.text.transaction_categoriser import TransactionCategoriser
from seqmatch.estimators.text.transaction_evidence import Labelled, Movements

CLASSES = ("food", "fun")


def purchases(payees: list[str], codes: list[str] | None = None) -> Movements:
    """All print the same words and cost the same."""
    n = len(payees)
    empty = [""] * n
    return Movements(
        np.full(n, "card purchase"), np.array(payees), np.array(codes or empty), np.full(n, -500.0), np.array(empty)
    )


def learned(with_codes: bool) -> TransactionCategoriser:
    """Twenty shops, the even ones sell food, the odd ones fun; thirty people buy at each."""
    number = np.arange(600)
    shops = [f"shop {shop}" for shop in number % 20]
    codes = [f"code {shop}" for shop in number % 20] if with_codes else None
    known = Labelled((number % 2).astype(np.intp), np.ones(600), days=number // 4, people=number // 20)
    return TransactionCategoriser(seed=1).fit(purchases(shops, codes), known, CLASSES)


def test_a_merchant_code_is_categorised_as_it_was_labelled_where_nothing_else_tells() -> None:
    model = learned(with_codes=True)
    asked = purchases(["shop 2", "shop 3", "new shop", "new shop"], ["code 2", "code 3", "code 4", "code 5"])
    chances = model.predict_proba(asked)
    assert (chances[[0, 1, 2, 3], [0, 1, 0, 1]] > 0.9).all()
    assert ("payee", "shop 3", 1.0) in model.because(asked.subset([1]))
    assert ("code", "code 5", 1.0) in model.because(asked.subset([3]))


def test_a_payee_whose_labels_agree_makes_sure_and_one_whose_labels_do_not_makes_unsure() -> None:
    chances = learned(with_codes=False).predict_proba(purchases(["shop 2", "shop 3", "shop nobody met"]))
    leading = chances.max(axis=1)
    first = int(chances[2].argmax())  # the words alone lead there
    agreeing, against = (0, 1) if first == 0 else (1, 0)
    assert leading[agreeing] > 0.9
    assert leading[against] == pytest.approx(0.5, abs=0.01)  # the least that still leads


def test_with_two_categories_each_text_speaks_for_its_own() -> None:
    number = np.arange(400)
    texts = np.where(number % 2 == 0, "green grocer", "night cinema")
    empty = np.full(400, "")
    rows = Movements(texts, np.array([f"shop {one}" for one in number % 40]), empty, np.full(400, -500.0), empty)
    known = Labelled((number % 2).astype(np.intp), np.ones(400), days=number // 4, people=number // 10)
    model = TransactionCategoriser(seed=1).fit(rows, known, CLASSES)
    nothing = np.array(["", ""])
    asked = Movements(np.unique(texts), np.array(["new", "newer"]), nothing, np.full(2, -500.0), nothing)
    chances = model.predict_proba(asked)
    assert chances[0, 0] > 0.9 and chances[1, 1] > 0.9
    told = model.learned_.evidence(asked).likely(1.0, 1.0, 1.0, 1.0, 0.5)
    assert told.sum(axis=1) == pytest.approx([1, 1]) and told.argmax(axis=1).tolist() == [0, 1]


def test_a_history_counts_the_labels_of_a_key_and_knows_nothing_of_others() -> None:
    keys, labels = np.array(["a", "a", "b", "", "c"]), np.array([0, 1, 1, 0, 0])
    history = LabelHistory.of(keys, labels, np.array([1.0, 2.0, 0.5, 9.0, 9.0]), 2, allowed=["a", "b", ""])
    assert history.keys_ == ("a", "b")
    asked = np.array(["b", "a", "c", "", "a"])
    assert history.of_keys(asked).tolist() == [[0, 0.5], [1, 2], [0, 0], [0, 0], [1, 2]]


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.95), (0.5, 0.99)])
def test_confidence_is_as_high_as_the_share_that_was_right(low: float, high: float) -> None:
    luck = np.random.default_rng(4)
    told = luck.random(4000) < 0.5
    hit = luck.random(4000) < np.where(told, high, low)
    signs = np.column_stack([told.astype(float), luck.normal(size=4000)])
    sure = Confidence.of(signs, hit).of_leading(signs)
    for group in (told, ~told):
        assert sure[group].mean() == pytest.approx(hit[group].mean(), abs=0.02)
