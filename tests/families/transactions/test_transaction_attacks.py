"""Whoever has a person's statement does not learn from answers whether the categoriser learned from it."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.data.synthetic.spending.generate import generate_spending
from seqmatch.estimators.text import transaction_evidence, transaction_text_model
from seqmatch.families.transactions.dataset import TransactionsData, transactions_data
from seqmatch.families.transactions.evaluation.attacks import attacked, unmeasured
from seqmatch.families.transactions.training.card import model_card
from seqmatch.lifecycle.measuring.attacks import attack_table, told_apart

SURE = "membership, by how likely the true categories are called"


@pytest.fixture(scope="module")
def data() -> TransactionsData:
    return transactions_data(generate_spending(users=40, days=60).frame)


def area(data: TransactionsData) -> float:
    return next(attack.measure for attack in attacked(data, "synthetic", 0) if attack.name == SURE)


def test_labels_that_few_people_give_are_not_told(data: TransactionsData, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where every label counts, a person's own slips give them away."""
    kept = area(data)
    for module in (transaction_evidence, transaction_text_model):
        monkeypatch.setattr(module, "shared_labels", lambda groups, labels, people: np.ones(len(groups), dtype=bool))
    monkeypatch.setattr(
        transaction_text_model,
        "shared_term_labels",
        lambda held, groups, labels, people, n_classes: np.ones((held.shape[1], n_classes), dtype=bool),
    )
    assert area(data) > kept + 0.05


def test_too_few_people_are_not_attacked_and_the_card_says_how_little_a_figure_would_be_worth() -> None:
    few = transactions_data(generate_spending(users=6, days=60).frame)
    assert attacked(few, "synthetic", 0) == ()
    assert "Not measured: of 6 people" in unmeasured(6)
    assert "whose the transactions are is not known" in unmeasured(0)


def test_the_card_shows_the_attacks_beside_the_figures() -> None:
    told = {
        "transactions": 9,
        "payees": 3,
        "contestants": {"seqmatch": {"accuracy": {"value": 0.5, "ci95": [0.4, 0.6]}}},
    }
    cohort = {"provenance": "operator", "transactions": 9, "categories": ["a", "b"], "people": 40}
    even = told_apart(SURE, np.arange(9.0), np.arange(9.0))
    assert attack_table([even])[-1] in model_card({"later": told, "unseen": told}, cohort, [even])
