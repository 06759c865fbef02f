"""Predicts the category of a transaction, and how sure that is, for known payees and for new ones.

Words and amount give an opinion (:class:`TransactionTextModel`), labels of the same merchant code outweigh it the more
there are (:class:`LabelHistory`), and how sure the outcome is depends on how the payee was labelled before, or on how
new it is (:class:`Confidence`). Not for what a payment was for beyond its category.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.calibration.confidence import Confidence
from seqmatch.estimators.metrics import log_loss
from seqmatch.estimators.sampling import at_most, few_of_each
from seqmatch.estimators.state import State
from seqmatch.estimators.text.label_history import LabelHistory
from seqmatch.estimators.text.transaction_evidence import Evidence, Labelled, Learned, Movements, Weights
from seqmatch.estimators.text.transaction_text_model import TransactionTextModel

SHARPNESS = (1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
AMOUNT_WEIGHTS = (0.0, 0.15, 0.3)
FIRM_WEIGHTS = (0.0, 0.5, 0.75, 1.0)
SOFT_WEIGHTS = (0.0, 0.25, 0.5, 1.0)
MOST_OF_ONE = 50
"""Held-out transactions of one payee that count: else a few giants decide how sure the model is of all new ones."""
MOST_HELD_OUT = 20_000
FEWEST_HELD_OUT = 100


class TransactionCategoriser:
    """Text, amount and label history, as sure of each transaction as held-out ones allow.

    Parameters
    ----------
    c : of the support vector machines.
    folds : in which payees are held out, to learn how sure to be of new ones.
    seed : of the folds.
    weights : of words, amounts, hints and words not known; None to choose them on payees held out.

    Attributes
    ----------
    classes_ : categories, in the order of the probabilities' columns.
    weights_ : of words, amounts and hints, chosen by log-loss on payees held out.
    report_ : held-out transactions, accuracy and mean confidence, of known payees and of new ones.
    """

    def __init__(self, c: float = 0.5, folds: int = 8, seed: int = 0, weights: Weights | None = None) -> None:
        self.c = c
        self.folds = folds
        self.seed = seed
        self.weights = weights

    def fit(self, movements: Movements, known: Labelled, classes: Sequence[str]) -> TransactionCategoriser:
        """Learn; ``known.labels`` are indices into ``classes``, of which at least two occur."""
        self.classes_ = tuple(classes)
        rng = np.random.default_rng(self.seed)
        parts = [*self._later(movements, known, rng), *self._new_payees(movements, known, rng)]
        evidence, labels, of_new = _stacked(parts)
        new = of_new if of_new.any() else np.ones(len(labels), dtype=bool)
        drawn = Evidence(*(getattr(evidence, name)[new] for name in Evidence.__dataclass_fields__))
        self.weights_ = self.weights or min(
            itertools.product(SHARPNESS, AMOUNT_WEIGHTS, FIRM_WEIGHTS, SOFT_WEIGHTS, (1.0,)),
            key=lambda weights: log_loss(drawn.likely(*weights), labels[new]),
        )
        self._learn_doubt(evidence, labels)
        self.learned_ = Learned.of(movements, known, self.classes_, self.c)
        return self

    def _later(self, movements: Movements, known: Labelled, rng: np.random.Generator) -> list[Any]:
        """The later quarter, by what the earlier transactions teach."""
        cut = np.quantile(known.days, 0.75, method="lower")
        earlier, later = np.flatnonzero(known.days < cut), np.flatnonzero(known.days >= cut)
        if len(earlier) < len(movements) // 4:  # nearly all on one day
            drawn = rng.permutation(len(movements))
            earlier, later = np.split(drawn, [len(drawn) * 3 // 4])
        later = at_most(later, MOST_HELD_OUT, rng)
        model = Learned.of(movements.subset(earlier), known.subset(earlier), self.classes_, self.c)
        return [(model.evidence(movements.subset(later)), known.labels[later], False)]

    def _new_payees(self, movements: Movements, known: Labelled, rng: np.random.Generator) -> list[Any]:
        """Every payee, by what the others teach."""
        payees, payee = np.unique(movements.merchants, return_inverse=True)
        fold = (rng.permutation(len(payees)) % self.folds)[payee]
        parts = []
        for number in range(min(self.folds, len(payees))):
            inside, outside = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
            if not len(inside) or len(np.unique(known.labels[outside])) < 2:
                continue
            inside = at_most(
                few_of_each(inside, movements.merchants, MOST_OF_ONE, rng), MOST_HELD_OUT // self.folds, rng
            )
            model = Learned.of(movements.subset(outside), known.subset(outside), self.classes_, self.c)
            parts.append((model.evidence(movements.subset(inside)), known.labels[inside], True))
        return parts

    def _learn_doubt(self, evidence: Evidence, labels: NDArray[np.intp]) -> None:
        likely = evidence.likely(*self.weights_)
        signs, hit = evidence.signs(likely), likely.argmax(axis=1) == labels
        self.confidence_: list[Confidence] = []
        self.report_: dict[str, Any] = {}
        for name, rows in _kinds(evidence).items():
            enough = rows if rows.sum() >= FEWEST_HELD_OUT else np.ones(len(hit), dtype=bool)
            fitted = Confidence.of(signs[enough], hit[enough])
            self.confidence_.append(fitted)
            self.report_[name] = {
                "held_out": int(rows.sum()),
                "accuracy": float(hit[enough].mean()),
                "confidence": float(fitted.of_leading(signs[enough]).mean()),
            }

    def predict_proba(self, movements: Movements) -> NDArray[np.float64]:
        """Probabilities, shape (n, n_classes), each row summing to 1."""
        evidence = self.learned_.evidence(movements)
        likely = evidence.likely(*self.weights_)
        signs = evidence.signs(likely)
        unheard_of = _new(evidence) & ~evidence.named & ~evidence.related
        for confidence, rows in zip(self.confidence_, _kinds(evidence).values(), strict=True):
            rows = (
                rows & ~unheard_of
            )  # of names that nobody knows, held-out ones say nothing: the evidence stands as it is
            likely[rows] = confidence.transform(likely[rows], signs[rows])
        return likely

    def because(self, movement: Movements, most: int = 3) -> list[tuple[str, str, float]]:
        """Why one transaction (one row) is in its leading category and not in the next: kind, what, and by how much.

        ``word``, ``amount`` and ``hint`` are additive parts of the difference of the two scores, largest first;
        ``payee`` and ``code`` come with the share of their labels that name the category.
        """
        evidence = self.learned_.evidence(movement)
        likely = evidence.likely(*self.weights_)[0]
        first, second = np.argsort(-likely, kind="stable")[:2]
        found = []
        for kind, counts in (("payee", evidence.payees[0]), ("code", evidence.codes[0])):
            if counts[first] > 0:
                found.append(
                    (
                        kind,
                        str(getattr(movement, f"{'merchant' if kind == 'payee' else kind}s")[0]),
                        float(counts[first] / counts.sum()),
                    )
                )
        parts = [
            ("word", word, self.weights_[0] * effect)
            for word, effect in self.learned_.text.contributions(str(movement.texts[0]), int(first), int(second))
        ]
        heard = self.weights_[4] + (1 - self.weights_[4]) * float(evidence.familiar[0])
        parts = [(kind, word, heard * effect) for kind, word, effect in parts]
        parts.append(("amount", "", self.weights_[1] * float(evidence.amounts[0, first] - evidence.amounts[0, second])))
        told = np.log(evidence.hints[0] / evidence.base[0])
        weight = self.weights_[2] if evidence.firm[0] else self.weights_[3]
        parts.append(("hint", str(movement.hints[0]), weight * float(told[first] - told[second])))
        return found + [part for part in sorted(parts, key=lambda part: -part[2]) if part[2] > 0][:most]

    def state(self) -> State:
        text = self.learned_.text
        params = {
            "classes": list(self.classes_),
            "c": self.c,
            "folds": self.folds,
            "seed": self.seed,
            "fixed": self.weights and list(self.weights),
            "weights": list(self.weights_),
            "report": self.report_,
            "words": list(text.ngrams_.words),
            "parts": list(text.ngrams_.parts),
            "payees": list(self.learned_.payees.keys_),
            "codes": list(self.learned_.codes.keys_),
            "hints": list(self.learned_.hints.keys_),
        }
        arrays = {
            "idf": text.ngrams_.idf,
            "coef": text.coef_,
            "intercept": text.intercept_,
            "amounts": text.amounts_,
            "payee_counts": self.learned_.payees.counts_,
            "code_counts": self.learned_.codes.counts_,
            "hint_counts": self.learned_.hints.counts_,
            "base": self.learned_.base,
            "incoming": self.learned_.incoming,
            "confidence": np.stack([fitted.to_arrays() for fitted in self.confidence_]),
        }
        return State(params, arrays)

    @classmethod
    def from_state(cls, state: State) -> TransactionCategoriser:
        params, arrays = state.params, state.arrays
        model = cls(params["c"], params["folds"], params["seed"], params["fixed"] and tuple(params["fixed"]))
        model.classes_ = tuple(params["classes"])
        model.weights_ = tuple(params["weights"])
        model.report_ = params["report"]
        model.confidence_ = [Confidence.from_arrays(packed) for packed in arrays["confidence"]]
        text = TransactionTextModel.rebuilt(
            params["c"], params["words"], params["parts"], *(arrays[n] for n in ("idf", "coef", "intercept", "amounts"))
        )
        model.learned_ = Learned(
            text,
            LabelHistory(params["payees"], arrays["payee_counts"]),
            LabelHistory(params["codes"], arrays["code_counts"]),
            LabelHistory(params["hints"], arrays["hint_counts"]),
            arrays["base"],
            np.asarray(arrays["incoming"], dtype=bool),
            model.classes_,
        )
        return model


def _kinds(evidence: Evidence) -> dict[str, NDArray[np.bool_]]:
    """Which transactions are as sure as each other: of payees met before, and of new ones by what the lists know."""
    new = _new(evidence)
    return {
        "known payees": evidence.known,
        "new payees the lists know": new & evidence.firm,
        "new payees called by a trade": new & evidence.named & ~evidence.firm,
        "new payees of no known name": new & ~evidence.named,
    }


def _new(evidence: Evidence) -> NDArray[np.bool_]:
    """Payees never met of whom at least a word is known; of the others there are only base rates."""
    return ~evidence.known & ~evidence.blank


def _stacked(parts: list[Any]) -> tuple[Evidence, NDArray[np.intp], NDArray[np.bool_]]:
    evidence = Evidence(
        *(np.concatenate([getattr(part[0], name) for part in parts]) for name in Evidence.__dataclass_fields__)
    )
    labels = np.concatenate([part[1] for part in parts])
    return evidence, labels, np.concatenate([np.full(len(part[1]), part[2]) for part in parts])
