"""Says which category a transaction belongs to, and how sure that is, for payees met before and for new ones.

Words and amount give an opinion (:class:`TransactionTextModel`), labels of the same merchant code outweigh it the more
there are (:class:`LabelHistory`), and how sure the outcome is depends on how the payee was labelled before, or on how
new it is (:class:`Confidence`). Not for what a payment was for beyond its category.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.calibration.confidence import Confidence
from seqmatch.estimators.metrics import log_loss
from seqmatch.estimators.privacy.shared_terms import Support
from seqmatch.estimators.sampling import at_most, few_of_each
from seqmatch.estimators.state import State
from seqmatch.estimators.text.label_history import LabelHistory
from seqmatch.estimators.text.transaction_text_model import TransactionTextModel

SHARPNESS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
AMOUNT_WEIGHTS = (0.0, 0.1, 0.2, 0.3)
CONCENTRATION = 3.0
"""Labels of a merchant code that the opinion of words and amount is worth."""
MOST_OF_ONE = 20
"""Held-out transactions of one payee that count: else a few giants decide how sure the model is of all new ones."""
MOST_HELD_OUT = 20_000
FEWEST_HELD_OUT = 100
_FLOOR = 1e-4


@dataclass(frozen=True)
class Movements:
    """Transactions as a categoriser reads them; every array has shape (n,).

    Attributes
    ----------
    texts : normalised words.
    merchants, codes : normalised payee and merchant category code, '' where unknown.
    cents : signed, negative is money out.
    """

    texts: NDArray[np.str_]
    merchants: NDArray[np.str_]
    codes: NDArray[np.str_]
    cents: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.texts)

    def subset(self, rows: Any) -> Movements:
        return Movements(self.texts[rows], self.merchants[rows], self.codes[rows], self.cents[rows])


@dataclass(frozen=True)
class Labelled:
    """What movements are learned with; every array has shape (n,).

    Attributes
    ----------
    labels : category of each, as an index.
    weights : how much each label counts.
    days : day of each, as a number.
    people : whose it is, as a number; -1 where unknown.
    """

    labels: NDArray[np.intp]
    weights: NDArray[np.float64]
    days: NDArray[np.int64]
    people: NDArray[np.int64]

    def subset(self, rows: Any) -> Labelled:
        return Labelled(self.labels[rows], self.weights[rows], self.days[rows], self.people[rows])


@dataclass(frozen=True)
class Evidence:
    """What is known of transactions before it is weighed; n rows.

    Attributes
    ----------
    margins, amounts : shape (n, n_classes), of words and of amounts.
    codes : shape (n, n_classes), labels of the same merchant code.
    payees : shape (n, n_classes), labels of the same payee.
    related : shape (n,), whether the payee's first word was met before.
    blank : shape (n,), whether no word or part of one was.
    base : shape (n, n_classes), how usual each category is.
    """

    margins: NDArray[np.float64]
    amounts: NDArray[np.float64]
    codes: NDArray[np.float64]
    payees: NDArray[np.float64]
    related: NDArray[np.bool_]
    blank: NDArray[np.bool_]
    base: NDArray[np.float64]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether the payee or the code was met before, shape (n,)."""
        known: NDArray[np.bool_] = (self.payees.sum(axis=1) + self.codes.sum(axis=1)) > 0
        return known

    def likely(self, sharpness: float, amount_weight: float) -> NDArray[np.float64]:
        """Probabilities before they are made honest, shape (n, n_classes)."""
        scores = sharpness * self.margins + amount_weight * self.amounts
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        opinion = (1 - _FLOOR) * odds / odds.sum(axis=1, keepdims=True) + _FLOOR / odds.shape[1]
        opinion = np.where(self.blank[:, None], self.base, opinion)
        with_codes: NDArray[np.float64] = self.codes + CONCENTRATION * opinion
        total: NDArray[np.float64] = with_codes.sum(axis=1, keepdims=True)
        likely: NDArray[np.float64] = with_codes / total
        return likely

    def signs(self, likely: NDArray[np.float64]) -> NDArray[np.float64]:
        """Signs of doubt, shape (n, 9)."""
        rows = np.arange(len(likely))
        leading = likely.argmax(axis=1)
        top = np.sort(likely, axis=1)[:, -2:].clip(1e-9, 1 - 1e-9)
        planes = np.sort(self.margins, axis=1)[:, -2:]
        log_odds = np.log(top[:, -1] / (1 - top[:, -1]))
        labels = self.payees + self.codes
        total = labels.sum(axis=1)
        agreed = np.where(total > 0, labels[rows, leading] / np.maximum(total, 1e-9), 0.0)
        return np.column_stack(
            [
                log_odds,
                np.log(top[:, -1] / top[:, 0]),
                planes,
                self.related,
                self.related * log_odds,
                np.log1p(total),
                agreed,
                agreed**8,
            ]
        )


@dataclass(frozen=True)
class Learned:
    """Everything learned but how sure it may be."""

    text: TransactionTextModel
    payees: LabelHistory
    codes: LabelHistory
    base: NDArray[np.float64]

    @classmethod
    def of(cls, movements: Movements, known: Labelled, n_classes: int, c: float) -> Learned:
        text = TransactionTextModel(c).fit(
            movements.texts, movements.cents, known.labels, known.weights, n_classes, known.days, known.people
        )
        histories = []
        for keys in (movements.merchants, movements.codes):
            unique, group = np.unique(keys, return_inverse=True)
            allowed = unique[Support(group, known.days, known.people).groups()]
            histories.append(LabelHistory.of(keys, known.labels, known.weights, n_classes, [str(k) for k in allowed]))
        base = np.bincount(known.labels, known.weights, n_classes) + 0.5
        return cls(text, histories[0], histories[1], base / base.sum())

    def evidence(self, movements: Movements) -> Evidence:
        payees, place = np.unique(movements.merchants, return_inverse=True)
        related = self.text.knows([str(payee).split(" ", 1)[0] for payee in payees])[place]
        margins, blank = self.text.margins(movements.texts)
        return Evidence(
            margins,
            self.text.amount_evidence(movements.cents),
            self.codes.of_keys(movements.codes),
            self.payees.of_keys(movements.merchants),
            related,
            blank,
            np.tile(self.base, (len(movements), 1)),
        )


class TransactionCategoriser:
    """Text, amount and label history, as sure of each transaction as held-out ones allow.

    Parameters
    ----------
    c : of the support vector machines.
    folds : in which payees are held out, to learn how sure to be of new ones.
    seed : of the folds.

    Attributes
    ----------
    classes_ : categories, in the order of the probabilities' columns.
    sharpness_, amount_weight_ : chosen by log-loss on payees held out.
    report_ : held-out transactions, accuracy and mean confidence, of known payees and of new ones.
    """

    def __init__(self, c: float = 0.5, folds: int = 8, seed: int = 0) -> None:
        self.c = c
        self.folds = folds
        self.seed = seed

    def fit(self, movements: Movements, known: Labelled, classes: Sequence[str]) -> TransactionCategoriser:
        """Learn; ``known.labels`` are indices into ``classes``, of which at least two occur."""
        self.classes_ = tuple(classes)
        n_classes = len(self.classes_)
        rng = np.random.default_rng(self.seed)
        parts = [*self._later(movements, known, rng), *self._new_payees(movements, known, rng)]
        evidence, labels, of_new = _stacked(parts)
        new = of_new if of_new.any() else np.ones(len(labels), dtype=bool)
        drawn = Evidence(*(getattr(evidence, name)[new] for name in Evidence.__dataclass_fields__))
        self.sharpness_, self.amount_weight_ = min(
            ((sharpness, weight) for sharpness in SHARPNESS for weight in AMOUNT_WEIGHTS),
            key=lambda pair: log_loss(drawn.likely(*pair), labels[new]),
        )
        self._learn_doubt(evidence, labels)
        self.learned_ = Learned.of(movements, known, n_classes, self.c)
        return self

    def _later(self, movements: Movements, known: Labelled, rng: np.random.Generator) -> list[Any]:
        """The later quarter, by what the earlier transactions teach."""
        cut = np.quantile(known.days, 0.75, method="lower")
        earlier, later = np.flatnonzero(known.days < cut), np.flatnonzero(known.days >= cut)
        if len(earlier) < len(movements) // 4:  # nearly all on one day
            drawn = rng.permutation(len(movements))
            earlier, later = np.split(drawn, [len(drawn) * 3 // 4])
        later = at_most(later, MOST_HELD_OUT, rng)
        model = Learned.of(movements.subset(earlier), known.subset(earlier), len(self.classes_), self.c)
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
            model = Learned.of(movements.subset(outside), known.subset(outside), len(self.classes_), self.c)
            parts.append((model.evidence(movements.subset(inside)), known.labels[inside], True))
        return parts

    def _learn_doubt(self, evidence: Evidence, labels: NDArray[np.intp]) -> None:
        likely = evidence.likely(self.sharpness_, self.amount_weight_)
        signs, hit = evidence.signs(likely), likely.argmax(axis=1) == labels
        self.confidence_: list[Confidence] = []
        self.report_: dict[str, Any] = {}
        for name, rows in (("known payees", evidence.known), ("new payees", _new(evidence))):
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
        likely = evidence.likely(self.sharpness_, self.amount_weight_)
        signs = evidence.signs(likely)
        for confidence, rows in zip(self.confidence_, (evidence.known, _new(evidence)), strict=True):
            likely[rows] = confidence.transform(likely[rows], signs[rows])
        return likely

    def because(self, movement: Movements, most: int = 3) -> list[tuple[str, str, float]]:
        """Why one transaction (one row) is in its leading category and not in the next: kind, what, and by how much.

        ``word`` and ``amount`` are exact additive parts of the difference of the two scores, largest first. ``payee``
        and ``code`` come with the share of their labels that name the category.
        """
        evidence = self.learned_.evidence(movement)
        likely = evidence.likely(self.sharpness_, self.amount_weight_)[0]
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
            ("word", word, self.sharpness_ * effect)
            for word, effect in self.learned_.text.contributions(str(movement.texts[0]), int(first), int(second))
        ]
        amount = self.amount_weight_ * float(evidence.amounts[0, first] - evidence.amounts[0, second])
        parts.append(("amount", "", amount))
        return found + [part for part in sorted(parts, key=lambda part: -part[2]) if part[2] > 0][:most]

    def state(self) -> State:
        text = self.learned_.text
        params = {
            "classes": list(self.classes_),
            "c": self.c,
            "folds": self.folds,
            "seed": self.seed,
            "sharpness": self.sharpness_,
            "amount_weight": self.amount_weight_,
            "report": self.report_,
            "words": list(text.ngrams_.words),
            "parts": list(text.ngrams_.parts),
            "payees": list(self.learned_.payees.keys_),
            "codes": list(self.learned_.codes.keys_),
        }
        arrays = {
            "idf": text.ngrams_.idf,
            "coef": text.coef_,
            "intercept": text.intercept_,
            "amounts": text.amounts_,
            "payee_counts": self.learned_.payees.counts_,
            "code_counts": self.learned_.codes.counts_,
            "base": self.learned_.base,
            "confidence": np.stack([fitted.to_arrays() for fitted in self.confidence_]),
        }
        return State(params, arrays)

    @classmethod
    def from_state(cls, state: State) -> TransactionCategoriser:
        params, arrays = state.params, state.arrays
        model = cls(params["c"], params["folds"], params["seed"])
        model.classes_ = tuple(params["classes"])
        for name in ("sharpness", "amount_weight", "report"):
            setattr(model, f"{name}_", params[name])
        model.confidence_ = [Confidence.from_arrays(packed) for packed in arrays["confidence"]]
        text = TransactionTextModel.rebuilt(
            params["c"], params["words"], params["parts"], *(arrays[n] for n in ("idf", "coef", "intercept", "amounts"))
        )
        model.learned_ = Learned(
            text,
            LabelHistory(params["payees"], arrays["payee_counts"]),
            LabelHistory(params["codes"], arrays["code_counts"]),
            arrays["base"],
        )
        return model


def _new(evidence: Evidence) -> NDArray[np.bool_]:
    """Payees never met of whom at least a word is known; of the others there are only base rates."""
    return ~evidence.known & ~evidence.blank


def _stacked(parts: list[Any]) -> tuple[Evidence, NDArray[np.intp], NDArray[np.bool_]]:
    evidence = Evidence(
        *(np.concatenate([getattr(part[0], name) for part in parts]) for name in Evidence.__dataclass_fields__)
    )
    labels = np.concatenate([part[1] for part in parts])
    return evidence, labels, np.concatenate([np.full(len(part[1]), part[2]) for part in parts])
