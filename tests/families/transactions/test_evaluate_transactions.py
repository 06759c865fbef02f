"""The categoriser is measured on transactions that nothing it learned from gives away."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from seqmatch.estimators.text.transaction_evidence import Labelled, Movements
from seqmatch.families.transactions.dataset import TransactionsData
from seqmatch.families.transactions.evaluation.evaluate import held_out
from seqmatch.families.transactions.evaluation.figures import figures
from seqmatch.families.transactions.evaluation.rivals import Answer, linear_svm, majority, ours
from seqmatch.families.transactions.evaluation.slices import split


def test_what_is_measured_on_is_later_or_of_payees_not_learned_from(town_data: TransactionsData) -> None:
    parts = split(town_data, 7)
    merchants, days = town_data.movements.merchants, town_data.known.days
    everything = np.concatenate([parts.learned, parts.later, parts.unseen])
    assert len(everything) == len(set(everything.tolist())) and min(map(len, (parts.later, parts.unseen))) > 20
    assert not set(merchants[parts.unseen]) & set(merchants[parts.learned])
    assert days[parts.later].min() >= days[parts.learned].max()


def test_no_contestant_is_asked_about_what_it_learned_from(town_data: TransactionsData) -> None:
    learned: list[float] = []
    asked: list[float] = []

    def spy(movements: Movements, known: Labelled, classes: Sequence[str], seed: int) -> Answer:
        learned.extend(movements.cents.tolist())

        def answer(about: Movements) -> np.ndarray:
            asked.extend(about.cents.tolist())
            return np.full((len(about), len(classes)), 1 / len(classes))

        return answer

    each_once = replace(town_data.movements, cents=-np.arange(1.0, len(town_data) + 1))
    data = replace(town_data, movements=each_once)
    found = held_out(data, "operator", 7, {"spy": spy})
    assert asked and learned and not set(asked) & set(learned)
    assert sorted(learned) == sorted(data.movements.cents[found.learned].tolist())


def test_the_rivals_are_rivals_and_labels_that_are_right_are_believed(town_data: TransactionsData) -> None:
    parts = split(town_data, 7)
    learned, known = town_data.movements.subset(parts.learned), town_data.known.subset(parts.learned)
    asked, labels = town_data.movements.subset(parts.later), town_data.known.labels[parts.later]
    said = {
        name: rival(learned, known, town_data.classes, 7)(asked)
        for name, rival in {"linear": linear_svm, "majority": majority, "ours": ours("operator")}.items()
    }
    right = {name: float((chances.argmax(axis=1) == labels).mean()) for name, chances in said.items()}
    assert right["linear"] > 0.95 and right["ours"] > 0.95 and right["majority"] < 0.5
    assert (
        said["ours"][np.arange(len(labels)), labels].mean() > 0.9
    )  # with a third of the labels wrong it is not so sure


def test_the_interval_of_a_figure_is_as_wide_as_payees_differ() -> None:
    luck = np.random.default_rng(5)
    hit = luck.random(400) < 0.7
    chances = np.where(hit[:, None], [0.8, 0.2], [0.2, 0.8])
    labels, alone = np.zeros(400, dtype=np.intp), np.arange(400).astype(str)
    each = figures(chances, labels, alone, 1)["accuracy"]
    assert each["ci95"][1] - each["ci95"][0] == pytest.approx(2 * 1.96 * math.sqrt(0.21 / 400), rel=0.25)
    alike = figures(np.repeat(chances[:40], 10, axis=0), labels, np.repeat(alone[:40], 10), 1)["accuracy"]
    assert alike["ci95"][1] - alike["ci95"][0] == pytest.approx(2 * 1.96 * math.sqrt(0.21 / 40), rel=0.35)
