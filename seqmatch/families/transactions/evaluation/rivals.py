"""Rivals of the categoriser: the commonest category, a linear support vector machine, boosted trees, heuristic."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.taxonomy.categories import NAMES
from seqmatch.estimators.text.transaction_evidence import Labelled, Movements
from seqmatch.estimators.text.transaction_text_model import amount_bins
from seqmatch.families.transactions.heuristic import heuristic as merchant_heuristic
from seqmatch.families.transactions.recipe import categoriser

Answer = Callable[[Movements], NDArray[np.float64]]
Rival = Callable[[Movements, Labelled, Sequence[str], int], Answer]
"""Movements, labels, names of the classes and seed to a function that gives probabilities, shape (n, n_classes)."""


def majority(movements: Movements, known: Labelled, classes: Sequence[str], seed: int) -> Answer:
    """The base rates, always."""
    rates = np.bincount(known.labels, minlength=len(classes)) / len(known.labels)
    return lambda asked: np.tile(rates, (len(asked), 1))


def linear_svm(movements: Movements, known: Labelled, classes: Sequence[str], seed: int) -> Answer:
    """TF-IDF of words and parts of words, a linear support vector machine; its margins are no probabilities."""
    from scipy.sparse import hstack
    from scipy.special import softmax
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    texts = list(movements.texts)
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    both, row = _distinct(movements, known.labels)
    matrix = hstack([words.fit_transform(texts), parts.fit_transform(texts)]).tocsr()
    weights = np.bincount(row).astype(float)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # with the weights of frequent payees it seldom converges
        machine = LinearSVC(C=1.0, random_state=seed, max_iter=100).fit(
            matrix[both], known.labels[both], sample_weight=weights**0.5
        )

    def answer(asked: Movements) -> NDArray[np.float64]:
        unique, place = np.unique(asked.texts, return_inverse=True)
        seen = hstack([words.transform(list(unique)), parts.transform(list(unique))]).tocsr()
        margins = machine.decision_function(seen)
        if margins.ndim == 1:
            margins = np.column_stack([-margins, margins])
        return _spread(softmax(margins, axis=1), machine.classes_, len(classes))[place]

    return answer


def heuristic(movements: Movements, known: Labelled, classes: Sequence[str], seed: int) -> Answer:
    """Codes, brands and words; it names categories of the taxonomy only, whatever the labels are called."""
    place = {name: number for number, name in enumerate(classes)}

    def answer(asked: Movements) -> NDArray[np.float64]:
        out = np.zeros((len(asked), len(classes)))
        codes = [str(code) or None for code in asked.codes]
        told = merchant_heuristic().candidates(list(asked.texts), codes, asked.cents.astype(int).tolist(), k=len(NAMES))
        for row, candidates in enumerate(told):
            for name, likely in candidates:
                if name in place:
                    out[row, place[name]] = likely
        return out

    return answer


KEYWORDS = (
    *("amazon", "uber", "lyft", "zelle", "venmo", "costco", "target", "walmart", "whole foods", "netflix", "spotify"),
    *("rent", "coffee", "lunch", "dinner", "gas", "pharmacy", "gym", "grocery"),
)


def keyword_trees(movements: Movements, known: Labelled, classes: Sequence[str], seed: int) -> Answer:
    """Boosted trees on 25 features: the amount in four forms, two lengths, and which of 19 keywords are there."""
    return _trees(_keyword_table, movements, known, len(classes), seed, rounds=300, leaves=63, bagging=0.9, least=0.001)


def text_trees(movements: Movements, known: Labelled, classes: Sequence[str], seed: int) -> Answer:
    """Boosted trees on 100 principal dimensions of the TF-IDF of parts of words, and the amount."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    parts = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    unique = np.unique(movements.texts)
    matrix = parts.fit_transform(list(unique))
    reduced = TruncatedSVD(min(100, matrix.shape[1] - 1), random_state=seed).fit(matrix)

    def table(asked: Movements) -> NDArray[np.float64]:
        distinct, place = np.unique(asked.texts, return_inverse=True)
        return np.column_stack([reduced.transform(parts.transform(list(distinct)))[place], amount_bins(asked.cents)])

    return _trees(table, movements, known, len(classes), seed, rounds=100, leaves=15, bagging=0.9, least=0.01)


def ours(provenance: str) -> Rival:
    """What ships."""

    def learn(movements: Movements, known: Labelled, classes: Sequence[str], seed: int) -> Answer:
        return categoriser(provenance, seed).fit(movements, known, classes).predict_proba

    return learn


PLAIN: dict[str, Rival] = {"majority": majority, "heuristic": heuristic, "linear svm": linear_svm}
ALL: dict[str, Rival] = {**PLAIN, "keyword trees": keyword_trees, "text trees": text_trees}


def _keyword_table(asked: Movements) -> NDArray[np.float64]:
    dollars = asked.cents / 100
    columns: list[Any] = [dollars, np.abs(dollars), dollars < 0, dollars > 0]
    columns += [np.char.str_len(asked.merchants), np.char.str_len(asked.texts)]
    columns += [np.char.find(asked.texts, keyword) >= 0 for keyword in KEYWORDS]
    return np.column_stack(columns).astype(np.float64)


def _trees(
    table: Callable[[Movements], NDArray[np.float64]],
    movements: Movements,
    known: Labelled,
    n_classes: int,
    seed: int,
    rounds: int,
    leaves: int,
    bagging: float,
    least: float,
) -> Answer:
    import lightgbm

    present, codes = np.unique(known.labels, return_inverse=True)
    settings = {
        "objective": "multiclass",
        "num_class": len(present),
        "learning_rate": 0.05 if rounds > 100 else 0.1,
        "num_leaves": leaves,
        "bagging_fraction": bagging,
        "bagging_freq": 1,
        "seed": seed,
        "num_threads": 1,
        "deterministic": True,
        "force_row_wise": True,
        "verbosity": -1,
        "min_sum_hessian_in_leaf": least,
        "lambda_l2": 10.0 if least > 0.001 else 0.0,
    }
    model = lightgbm.train(settings, lightgbm.Dataset(table(movements), codes), num_boost_round=rounds)
    return lambda asked: _spread(np.asarray(model.predict(table(asked), num_threads=1)), present, n_classes)


def _distinct(movements: Movements, labels: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """One row of each different text and label, and which of them every transaction is."""
    _, text = np.unique(movements.texts, return_inverse=True)
    _, first, row = np.unique(text * (labels.max() + 1) + labels, return_index=True, return_inverse=True)
    return first, row


def _spread(probabilities: NDArray[np.float64], present: NDArray[np.intp], n_classes: int) -> NDArray[np.float64]:
    out = np.zeros((len(probabilities), n_classes))
    out[:, present] = probabilities
    return out
