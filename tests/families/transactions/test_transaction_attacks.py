"""Whoever has a person's statement does not learn from answers whether the categoriser learned from it."""

from __future__ import annotations

import numpy as np
import pytest

from seqmatch.data.synthetic.spending.generate import generate_spending
from seqmatch.errors import TrainingError
from seqmatch.estimators.text import transaction_evidence, transaction_text_model
from seqmatch.families.transactions.dataset import TransactionsData, transactions_data
from seqmatch.families.transactions.evaluation.attacks import attacked, unmeasured
from seqmatch.families.transactions.training import train as training
from seqmatch.families.transactions.training.card import model_card
from seqmatch.lifecycle.measuring.attacks import Attack, attack_table, chance_of_area, refuse_a_memory, told_apart

SURE = "membership, by how likely the true categories are called"
WEIGHTS = "membership, by the weights of words in the file"
OWN_WEIGHTS = "membership, by those weights, of texts that only this person has"


@pytest.fixture(scope="module")
def data() -> TransactionsData:
    return transactions_data(generate_spending(users=40, days=30).frame)


@pytest.fixture(scope="module")
def kept(data: TransactionsData) -> dict[str, Attack]:
    return areas(data)


def areas(data: TransactionsData) -> dict[str, Attack]:
    return {attack.name: attack for attack in attacked(data, "synthetic", 0)}


def test_nothing_is_refused_and_the_weights_in_the_file_tell_nobody(kept: dict[str, Attack]) -> None:
    assert {name for name, attack in kept.items() if attack.verdict == "no"} == set()
    for name in (SURE, WEIGHTS, OWN_WEIGHTS):
        assert abs(kept[name].measure - 0.5) < chance_of_area(20, 20), kept[name].in_words()


def test_labels_that_few_people_give_would_tell_them_and_training_refuses(
    data: TransactionsData, kept: dict[str, Attack], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where every label counts, a person's own slips and payees give them away."""
    for module in (transaction_evidence, transaction_text_model):
        monkeypatch.setattr(module, "shared_labels", lambda groups, labels, people: np.ones(len(groups), dtype=bool))
    monkeypatch.setattr(
        transaction_text_model,
        "shared_term_labels",
        lambda held, groups, labels, people, n_classes: np.ones((held.shape[1], n_classes), dtype=bool),
    )
    told = areas(data)
    assert told[SURE].measure > kept[SURE].measure + 0.05
    assert told[WEIGHTS].verdict == told[OWN_WEIGHTS].verdict == "no"
    with pytest.raises(TrainingError, match=r"weights of words in the file.*Nothing was published"):
        refuse_a_memory(list(told.values()))


def test_training_does_not_go_on_after_a_refusal(town_data: TransactionsData, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = told_apart(WEIGHTS, np.arange(50.0) + 60, np.arange(50.0))
    monkeypatch.setattr(training, "attacked", lambda data, provenance, seed: (gone,))
    with pytest.raises(TrainingError, match="would give away whom they learned from"):
        training.learn(town_data, training.LabelledSource("operator", "f" * 64), 7)


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
