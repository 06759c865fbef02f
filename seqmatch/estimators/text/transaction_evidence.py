"""Evidence about a transaction before it is weighed: words, amount, code, payee, and what lists say.

Half of :class:`seqmatch.estimators.text.transaction_categoriser.TransactionCategoriser`, which chooses the weights and
says how sure the outcome is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.shared_terms import TermSupport, shared_labels
from seqmatch.estimators.text.label_history import LabelHistory
from seqmatch.estimators.text.transaction_text_model import TransactionTextModel

BARRED = 1e-6
"""What is left of the odds of a category that money which leaves has never had."""
INCOMING_SHARE, INCOMING_LEAST = 0.99, 20
"""Share and number of labels with money in, from which a category is one of money that comes in."""
HINT_PRIOR = 2.0
"""Different texts that what the lists say by themselves is worth."""
HINT_FLATTEN = 0.5
"""A text seen n times weighs n to the power of one less this in what a hint means."""
CONCENTRATION = 3.0
"""Labels of a merchant code that the opinion of words and amount is worth."""
_FLOOR = 1e-4

Weights = tuple[float, float, float, float, float]
"""What words, amounts, firm hints and other hints count, and parts of words where no word is known."""
FIRM = ("code:", "rail:", "brand:")
"""How hints begin that name what is known by itself; the others name what a word usually means."""


@dataclass(frozen=True)
class Movements:
    """Transactions as a categoriser reads them; every array has shape (n,).

    Attributes
    ----------
    texts : normalised words.
    merchants, codes : normalised payee and merchant category code, '' where unknown.
    cents : signed, negative is money out.
    hints : what lists of codes, brands and words say of it: ``kind:category``, the kind alone where they name none.
    """

    texts: NDArray[np.str_]
    merchants: NDArray[np.str_]
    codes: NDArray[np.str_]
    cents: NDArray[np.float64]
    hints: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.texts)

    def subset(self, rows: Any) -> Movements:
        return Movements(*(getattr(self, name)[rows] for name in Movements.__dataclass_fields__))


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
    hints : shape (n, n_classes), probabilities of the categories given what the lists say.
    firm, named : shape (n,), whether the lists know the payee or the rail by itself, and whether they name anything.
    familiar : shape (n,), share of the words that are known.
    related : shape (n,), whether the payee's first word was met before.
    blank : shape (n,), whether no word or part of one was, and the lists say nothing.
    base : shape (n, n_classes), how usual each category is.
    barred : shape (n, n_classes), categories of money that comes in, where it leaves.
    """

    margins: NDArray[np.float64]
    amounts: NDArray[np.float64]
    codes: NDArray[np.float64]
    payees: NDArray[np.float64]
    hints: NDArray[np.float64]
    firm: NDArray[np.bool_]
    named: NDArray[np.bool_]
    familiar: NDArray[np.float64]
    related: NDArray[np.bool_]
    blank: NDArray[np.bool_]
    base: NDArray[np.float64]
    barred: NDArray[np.bool_]

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether the payee or the code was met before, shape (n,)."""
        known: NDArray[np.bool_] = (self.payees.sum(axis=1) + self.codes.sum(axis=1)) > 0
        return known

    def likely(
        self, sharpness: float, amount_weight: float, firm_weight: float, soft_weight: float, unfamiliar: float
    ) -> NDArray[np.float64]:
        """Probabilities before they are made honest, shape (n, n_classes)."""
        heard = unfamiliar + (1 - unfamiliar) * self.familiar[:, None]
        scores = sharpness * heard * self.margins + amount_weight * self.amounts
        hinted = np.where(self.firm, firm_weight, soft_weight)[:, None]
        scores = scores + hinted * np.log(self.hints / self.base)
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        opinion = (1 - _FLOOR) * odds / odds.sum(axis=1, keepdims=True) + _FLOOR / odds.shape[1]
        opinion = np.where(self.blank[:, None], self.base, opinion)
        with_codes: NDArray[np.float64] = (self.codes + CONCENTRATION * opinion) * np.where(self.barred, BARRED, 1.0)
        total: NDArray[np.float64] = with_codes.sum(axis=1, keepdims=True)
        likely: NDArray[np.float64] = with_codes / total
        return likely

    def signs(self, likely: NDArray[np.float64]) -> NDArray[np.float64]:
        """Signs of doubt, shape (n, 12)."""
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
                np.log(self.hints[rows, leading]),
                np.log(self.hints.max(axis=1)),
                self.hints.argmax(axis=1) == leading,
            ]
        )


@dataclass(frozen=True)
class Learned:
    """Everything learned but how sure it may be."""

    text: TransactionTextModel
    payees: LabelHistory
    codes: LabelHistory
    hints: LabelHistory
    base: NDArray[np.float64]
    incoming: NDArray[np.bool_]
    classes: tuple[str, ...]

    @classmethod
    def of(cls, movements: Movements, known: Labelled, classes: tuple[str, ...], c: float) -> Learned:
        n_classes = len(classes)
        text = TransactionTextModel(c).fit(
            movements.texts, movements.cents, known.labels, known.weights, n_classes, known.days, known.people
        )
        histories = []
        for keys in (movements.merchants, movements.codes):
            unique, group = np.unique(keys, return_inverse=True)
            allowed = unique[TermSupport(group, known.days, known.people).groups()]
            told = known.weights * shared_labels(group, known.labels, known.people)
            histories.append(LabelHistory.of(keys, known.labels, told, n_classes, [str(k) for k in allowed]))
        base = np.bincount(known.labels, known.weights, n_classes) + 0.5
        _, text_of, often = np.unique(movements.texts, return_inverse=True, return_counts=True)
        said, hint_of = np.unique(movements.hints, return_inverse=True)
        each = known.weights / known.weights.mean() * often[text_of].astype(np.float64) ** -HINT_FLATTEN
        told = each * shared_labels(hint_of, known.labels, known.people)
        hints = LabelHistory.of(movements.hints, known.labels, told, n_classes, [str(hint) for hint in said])
        return cls(
            text, histories[0], histories[1], hints, base / base.sum(), _incoming(movements, known, n_classes), classes
        )

    def hinted(self, hints: NDArray[np.str_]) -> NDArray[np.float64]:
        """Probabilities given what the lists say, shape (n, n_classes); one of the same name has a head start."""
        said, place = np.unique(hints, return_inverse=True)
        counts = self.hints.of_keys(said)
        for row, hint in enumerate(said.tolist()):
            named = hint.partition(":")[2]
            prior = self.base.copy()
            if named in self.classes:
                prior = 0.3 * prior
                prior[self.classes.index(named)] += 0.7
            counts[row] += HINT_PRIOR * prior
        shares: NDArray[np.float64] = counts / counts.sum(axis=1, keepdims=True)
        return shares[place]

    def evidence(self, movements: Movements) -> Evidence:
        payees, place = np.unique(movements.merchants, return_inverse=True)
        related = self.text.knows([str(payee).split(" ", 1)[0] for payee in payees])[place]
        margins, blank = self.text.margins(movements.texts)
        return Evidence(
            margins,
            self.text.amount_evidence(movements.cents),
            self.codes.of_keys(movements.codes),
            self.payees.of_keys(movements.merchants),
            self.hinted(movements.hints),
            np.logical_or.reduce([np.char.startswith(movements.hints, start) for start in FIRM]),
            np.char.find(movements.hints, ":") >= 0,
            self.text.familiar(movements.texts),
            related,
            blank & (np.char.find(movements.hints, ":") < 0),
            np.tile(self.base, (len(movements), 1)),
            (movements.cents < 0)[:, None] & self.incoming,
        )


def _incoming(movements: Movements, known: Labelled, n_classes: int) -> NDArray[np.bool_]:
    """Which categories are of money that comes in, shape (n_classes,); none where most money seems to."""
    paid_in = movements.cents > 0
    count = np.bincount(known.labels, minlength=n_classes)
    share = np.bincount(known.labels[paid_in], minlength=n_classes) / np.maximum(count, 1)
    found: NDArray[np.bool_] = (share >= INCOMING_SHARE) & (count >= INCOMING_LEAST) & (paid_in.mean() < 0.5)
    return found
