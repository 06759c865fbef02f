"""Compares the live version and a challenger on the same labels, with a bootstrap over payees."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.metrics import calibration_error, macro_f1
from seqmatch.lifecycle.measuring.bootstrap import Metric, draws_of_groups, mean_of
from seqmatch.lifecycle.measuring.comparison import Comparison, paired

MAIN = "log_loss"
LOWER_IS_BETTER = frozenset({MAIN, "calibration_error"})
LEAST = 1e-4
"""Probability that a category is given at least which a contestant does not know, or holds impossible."""
RESAMPLES = 300


def aligned(
    probabilities: NDArray[np.float64], classes: tuple[str, ...], all_classes: tuple[str, ...]
) -> NDArray[np.float64]:
    """Probabilities of ``classes`` as those of ``all_classes``, which hold them; 0 for the others."""
    out = np.zeros((len(probabilities), len(all_classes)))
    out[:, [all_classes.index(name) for name in classes]] = probabilities
    return out


def compare(
    champion: NDArray[np.float64],
    challenger: NDArray[np.float64],
    labels: NDArray[np.intp],
    payees: NDArray[np.str_],
    seed: int,
) -> list[Comparison]:
    """Every metric that decides: log-loss, accuracy, macro-F1 and calibration error.

    Parameters
    ----------
    champion, challenger : shape (n, n_classes), of the same classes.
    labels, payees : shape (n,).
    """
    theirs, ours = _metrics(champion, labels), _metrics(challenger, labels)
    resampled = list(draws_of_groups(payees, seed, RESAMPLES))
    return [
        paired(
            name,
            theirs[name],
            ours[name],
            len(labels),
            seed,
            lower_is_better=name in LOWER_IS_BETTER,
            unit="transactions",
            resampled=resampled,
        )
        for name in ours
    ]


def _metrics(probabilities: NDArray[np.float64], labels: NDArray[np.intp]) -> Mapping[str, Metric]:
    said, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    hit = (said == labels).astype(float)
    true = np.clip(probabilities[np.arange(len(labels)), labels], LEAST, None)
    return {
        MAIN: mean_of(-np.log(true)),
        "accuracy": mean_of(hit),
        "macro_f1": lambda rows: macro_f1(labels[rows], said[rows]),
        "calibration_error": lambda rows: calibration_error(sure[rows], hit[rows]),
    }
