"""Predicts what someone is after: boosted trees blended with a forest of random ones, calibrated.

Not for rare goals: a goal stated by fewer than ``min_count`` users keeps its smoothed base rate and is never ruled out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.calibration.calibration import Calibration, choose_calibration
from seqmatch.estimators.classification.tree_masks import Base, TreeMasks, read_masks
from seqmatch.estimators.classification.trees_of_class import trees_of_class
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.estimators.metrics import calibration_error, log_loss, macro_f1
from seqmatch.estimators.state import Array, State
from seqmatch.schemas.goal import same_goal

if TYPE_CHECKING:
    import lightgbm

BOOSTED: dict[str, Any] = {
    "num_leaves": 7,
    "max_depth": 4,
    "learning_rate": 0.05,
    "min_data_in_leaf": 15,
    "min_sum_hessian_in_leaf": 1e-2,
    "lambda_l2": 10.0,
    "feature_fraction_bynode": 0.15,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
}
"""Small trees that learn slowly, each split from a few columns drawn anew."""

FOREST: dict[str, Any] = {
    "boosting": "rf",
    "extra_trees": True,
    "num_leaves": 40,
    "min_data_in_leaf": 8,
    "lambda_l2": 1.0,
    "feature_fraction_bynode": 0.2,
    "bagging_fraction": 0.63,
    "bagging_freq": 1,
}
"""Larger trees with thresholds drawn at random, averaged."""

_ALWAYS: dict[str, Any] = {
    "objective": "multiclass",
    "max_bin": 63,
    "num_threads": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbosity": -1,
}
_PART = "\f"
"""Parts the trees of one member from those of the next."""

EXPONENTS = (0.0, 0.25, 0.5, 0.75, 1.0)
COVERAGE = 0.9
"""How often a prediction set holds the true goal."""


def confidence_threshold(confidence: Array, hit: Array, minimum: int = 20) -> float | None:
    """The lowest confidence of at least a half from which hits are the majority, 97.5 % certain by Wilson's interval.

    None if there is none. Users of equal confidence pass or fail together.
    """
    order = np.argsort(-confidence, kind="stable")
    hits = hit[order].cumsum()
    counts = np.arange(1, len(order) + 1)
    lower = np.array([wilson_interval(int(right), int(count))[0] for right, count in zip(hits, counts, strict=True)])
    last_of_equals = np.append(np.diff(confidence[order]) != 0, True)
    sure = confidence[order] >= 0.5
    good = np.flatnonzero((lower > 0.5) & sure & (counts >= minimum) & last_of_equals)
    return float(confidence[order[good[-1]]]) if len(good) else None


_UNREAD = re.compile(
    r"(?m)^(?:(?:split_gain|leaf_weight|internal_weight|tree_sizes)=.*|feature_importances:(?:\n.+)*)\n"
)


def _without_ranges(trees: str) -> str:
    """A LightGBM text model without what answering does not read.

    Left out are the least and greatest value of each feature, which are some user's exact ones, and what training
    alone needed.
    """
    shorter = _UNREAD.sub("", trees)
    return re.sub(
        r"(?m)^feature_infos=(.*)$",
        lambda found: "feature_infos=" + " ".join("none" for _ in found[1].split()),
        shorter,
    )


def _changed(row: Array, columns: Sequence[int], told: Array) -> Array:
    rows = np.repeat(row[None], len(told), axis=0)
    rows[:, list(columns)] = told
    return rows


class GoalClassifier:
    """Two kinds of LightGBM trees, their scores averaged before the softmax, calibrated on held-out users.

    Averaging scores, not probabilities, keeps explanations exact: what a feature adds to a goal's log-odds is the
    average of what it adds in each member.

    Parameters
    ----------
    rounds, boosted : boosting rounds and LightGBM parameters of the boosted trees.
    forest_rounds, forest, forest_share : of the random trees, and their share of the score.
    min_count : users a goal needs to be modelled.
    masked_copies : copies of each user with facts hidden, beside the user as known, where facts can be missing.
    seed : of folds, trees and hidden facts.

    Attributes
    ----------
    goals_ : names of all goals, in the order of the probabilities' columns.
    prior_ : shape (n_goals,), smoothed base rates.
    set_mass_ : probability mass up to which goals enter the prediction set, so that it holds the true one in
        :data:`COVERAGE` of cases (split-conformal, on held-out users).
    confident_at_ : leading probability from which the leading goal may be named: there it was right more often than not
        on held-out users, beyond doubt. None where that never was so.
    exponent_ : how far base rates are divided out where every goal counts alike; chosen on held-out users.
    report_ : JSON figures on held-out users beside those of the base rates.
    """

    def __init__(
        self,
        rounds: int = 60,
        boosted: Mapping[str, Any] = BOOSTED,
        forest_rounds: int = 40,
        forest: Mapping[str, Any] = FOREST,
        forest_share: float = 0.4,
        masked_copies: int = 4,
        min_count: int = 10,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.rounds = rounds
        self.boosted = boosted
        self.forest_rounds = forest_rounds
        self.forest = forest
        self.forest_share = forest_share
        self.masked_copies = masked_copies
        self.min_count = min_count
        self.folds = folds
        self.seed = seed

    def fit(
        self, table: Array, goals: Sequence[str], names: Sequence[str], maskable: Sequence[Sequence[int]] = ()
    ) -> GoalClassifier:
        """Learn from ``table``, shape (n_users, n_features), NaN where missing, and each user's stated goal.

        ``names`` are all goals there are, stated here or not. ``maskable`` are groups of columns that can be missing
        together, hidden in copies of the users so that a missing fact is a case the trees have met.
        """
        self._apart: dict[int, tuple[lightgbm.Booster, ...]] = {}
        self._read: tuple[TreeMasks | None, ...] | None = None
        self._latest: tuple[bytes, list[tuple[TreeMasks, Base]]] | None = None
        self._maskable = maskable
        labels = np.array([names.index(goal) for goal in goals])
        counts = np.bincount(labels, minlength=len(names))
        self.goals_ = tuple(names)
        self.prior_ = (counts + 0.5) / (counts.sum() + 0.5 * len(names))
        self.modelled_ = np.flatnonzero(counts >= self.min_count)
        self.n_features_ = table.shape[1]
        kept = np.isin(labels, self.modelled_)
        self.members_: tuple[lightgbm.Booster, ...] = ()
        held_out = np.tile(self.prior_, (len(labels), 1))
        if len(self.modelled_) >= 2 and counts[self.modelled_].min() >= self.folds:
            targets = np.searchsorted(self.modelled_, labels[kept])
            raw, rare = self._cross_fit(table[kept], targets, table[~kept])
            chosen = choose_calibration(raw, targets, self.seed)
            self.calibration_, self.calibration_losses_ = chosen.calibration, chosen.losses
            held_out[kept] = self._all_goals(chosen.held_out)
            held_out[~kept] = self._all_goals(self.calibration_.transform(rare))
            self.members_ = self._grow(table[kept], targets)
        self._judge(held_out, labels)
        return self

    def _judge(self, held_out: Array, labels: Array) -> None:
        """Learn from held-out probabilities how far the model may be trusted."""
        n = len(labels)
        order = np.argsort(-held_out, axis=1, kind="stable")
        mass = np.take_along_axis(held_out, order, axis=1).cumsum(axis=1)
        rank = (order == labels[:, None]).argmax(axis=1)
        reached = np.sort(mass[np.arange(n), rank])
        self.set_mass_ = float(reached[min(n - 1, int(np.ceil((n + 1) * COVERAGE)) - 1)])
        leading = held_out.max(axis=1)
        hit = np.array([same_goal(self.goals_[order[i, 0]], self.goals_[labels[i]]) for i in range(n)])
        self.confident_at_ = confidence_threshold(leading, hit)
        self.exponent_ = max(EXPONENTS, key=lambda a: macro_f1(labels, (held_out / self.prior_**a).argmax(axis=1)))
        self.report_ = {
            "users": n,
            "log_loss": log_loss(held_out, labels),
            "log_loss_of_base_rates": log_loss(np.tile(self.prior_, (n, 1)), labels),
            "accuracy": float((rank == 0).mean()),
            "top3_accuracy": float((rank < 3).mean()),
            "top3_accuracy_of_base_rates": float(np.isin(labels, np.argsort(-self.prior_)[:3]).mean()),
            "calibration_error": calibration_error(leading, rank == 0),
            "calibration": self.calibration_.method if self.members_ else "base rates only",
            "confident_share": float((leading >= self.confident_at_).mean()) if self.confident_at_ is not None else 0.0,
        }

    def _all_goals(self, modelled: Array) -> NDArray[np.float64]:
        """Probabilities of the modelled goals spread over all goals, the rare ones at their base rates."""
        out = np.tile(self.prior_, (len(modelled), 1))
        out[:, self.modelled_] = modelled * self.prior_[self.modelled_].sum()
        return out

    def _grow(self, rows: Array, targets: Array) -> tuple[lightgbm.Booster, ...]:
        """The boosted trees and the forest."""
        import lightgbm

        if self._maskable:
            rows = np.vstack([rows, *(self._with_facts_hidden(rows, copy) for copy in range(self.masked_copies))])
            targets = np.tile(targets, 1 + self.masked_copies)
        fixed = {**_ALWAYS, "num_class": len(self.modelled_), "seed": self.seed}
        return tuple(
            lightgbm.train(
                {**settings, **fixed},
                lightgbm.Dataset(rows, label=targets, params=_ALWAYS),
                num_boost_round=rounds,
            )
            for settings, rounds in ((self.boosted, self.rounds), (self.forest, self.forest_rounds))
        )

    def _with_shares(self, members: Sequence[lightgbm.Booster]) -> Iterator[tuple[float, lightgbm.Booster]]:
        """Each member with what its scores are multiplied by; those of a forest come as a sum over its rounds."""
        if members:
            boosted, forest = members
            yield 1 - self.forest_share, boosted
            yield self.forest_share / forest.current_iteration(), forest

    def _softmax(self, rows: Array, members: Sequence[lightgbm.Booster]) -> NDArray[np.float64]:
        """Probabilities of the modelled goals by the members' averaged scores, shape (n_rows, n_modelled)."""
        from scipy.special import softmax

        scores = np.zeros((len(rows), len(self.modelled_)))
        for share, member in self._with_shares(members):
            scores += share * np.asarray(member.predict(rows, raw_score=True, num_threads=1, validate_features=False))
        chances: NDArray[np.float64] = softmax(scores, axis=1)
        return chances

    def _with_facts_hidden(self, rows: Array, copy: int) -> NDArray[np.float64]:
        """Each row with a share of its facts hidden, drawn between none and all, so that all are met alike."""
        hidden = rows.copy()
        rng = np.random.default_rng((self.seed, copy))
        share = rng.random(len(rows))
        for columns in self._maskable:
            hidden[np.ix_(rng.random(len(rows)) < share, np.array(columns))] = np.nan
        return hidden

    def _cross_fit(self, rows: Array, targets: Array, others: Array) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Probabilities of each of ``rows`` from a model that has not seen it, and all models' mean for ``others``.

        Shapes (n_rows, n_modelled) and (n_others, n_modelled).
        """
        from sklearn.model_selection import StratifiedKFold

        out = np.empty((len(rows), len(self.modelled_)))
        rest = np.zeros((len(others), len(self.modelled_)))
        folds = StratifiedKFold(self.folds, shuffle=True, random_state=self.seed)
        for train, test in folds.split(rows, targets):
            members = self._grow(rows[train], targets[train])
            out[test] = self._softmax(rows[test], members)
            if len(others):
                rest += self._softmax(others, members) / self.folds
        return out, rest

    def predict_proba(self, table: Array) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (n_users, n_goals), each row summing to 1."""
        if len(table) == 1 and self._read is not None:  # where the row ends in the trees is kept for its questions
            return self.proba_around(table[0], [((), table[:, :0])])
        return self._proba_of(table)

    def _proba_of(self, table: Array) -> NDArray[np.float64]:
        if not self.members_:
            return np.tile(self.prior_, (len(table), 1))
        return self._all_goals(self.calibration_.transform(self._softmax(table, self.members_)))

    def proba_around(self, row: Array, changes: Sequence[tuple[Sequence[int], Array]]) -> NDArray[np.float64]:
        """As :meth:`predict_proba` for copies of ``row``, shape (n_features,), that differ from it in a few columns.

        Parameters
        ----------
        changes : columns, and what stands there instead, shape (n, n_columns) each; a copy for each of the n, in order.
        """
        from scipy.special import softmax

        settled = self._settled(row)
        if not settled:
            return self._proba_of(np.vstack([_changed(row, columns, told) for columns, told in changes]))
        scores = np.zeros((sum(len(told) for _, told in changes), len(self.modelled_)))
        for (share, _), (one, base) in zip(self._with_shares(self.members_), settled, strict=True):
            scores += share * one.scores(np.vstack([one.around(base, *change) for change in changes]))
        return self._all_goals(self.calibration_.transform(softmax(scores, axis=1)))

    def _settled(self, row: Array) -> Sequence[tuple[TreeMasks, Base]]:
        """The members' trees and where ``row`` ends in them, kept for the latest row; none where they hold no masks."""
        masks = [one for one in self._masks() if one is not None]
        if len(masks) < len(self.members_):
            return ()
        latest, key = self._latest, row.tobytes()
        if latest is None or latest[0] != key:
            latest = self._latest = key, [(one, one.settle(row)) for one in masks]
        return latest[1]

    def _masks(self) -> tuple[TreeMasks | None, ...]:
        """The members' trees as masks, read when they are first asked for."""
        if self._read is None:
            self._read = tuple(read_masks(member.model_to_string()) for member in self.members_)
        return self._read

    def decide(self, probabilities: Array) -> NDArray[np.intp]:
        """The goal to name where rare goals count as much as common ones, by argmax p / prior^exponent."""
        chosen: NDArray[np.intp] = (probabilities / self.prior_**self.exponent_).argmax(axis=1)
        return chosen

    def prediction_set(self, probabilities: Array) -> list[int]:
        """Indices of the goals, most probable first, that together hold the true one in COVERAGE of cases."""
        order = np.argsort(-probabilities, kind="stable")
        inside = probabilities[order].cumsum() <= self.set_mass_ + 1e-12
        return [int(goal) for goal in order[: max(1, int(inside.sum()))]]

    def contributions(self, row: Array, goal: int) -> NDArray[np.float64]:
        """Exact (TreeSHAP) log-odds contribution of each feature to one goal, by its index, shape (n_features,)."""
        out = np.zeros(self.n_features_)
        if goal not in self.modelled_:
            return out
        for share, member in self._with_shares(self._of_goal(int(np.flatnonzero(self.modelled_ == goal)[0]))):
            raw = np.asarray(member.predict(row[None], num_threads=1, pred_contrib=True, validate_features=False))
            out += share * raw[0, :-1]
        return out

    def _of_goal(self, place: int) -> tuple[lightgbm.Booster, ...]:
        """The trees of one modelled goal, set apart when they are first asked for."""
        import lightgbm

        if place not in self._apart:
            classes = len(self.modelled_)
            self._apart[place] = tuple(
                lightgbm.Booster(model_str=trees_of_class(member.model_to_string(), place, classes))
                for member in self.members_
            )
        return self._apart[place]

    def state(self) -> State:
        params: dict[str, Any] = {
            "goals": list(self.goals_),
            "prior": [float(p) for p in self.prior_],
            "modelled": [int(i) for i in self.modelled_],
            "n_features": self.n_features_,
            "set_mass": self.set_mass_,
            "exponent": self.exponent_,
            "confident_at": self.confident_at_,
            "report": self.report_,
        }
        trees = None
        if self.members_:
            params["forest_share"] = self.forest_share
            params["calibration"] = self.calibration_.to_json()
            params["calibration_losses"] = self.calibration_losses_
            trees = _PART.join(_without_ranges(member.model_to_string()) for member in self.members_)
        return State(params, trees=trees)

    @classmethod
    def from_state(cls, state: State) -> GoalClassifier:
        fitted = cls()
        fitted.goals_ = tuple(state.params["goals"])
        fitted.prior_ = np.array(state.params["prior"])
        fitted.modelled_ = np.array(state.params["modelled"], dtype=np.intp)
        fitted.n_features_ = state.params["n_features"]
        fitted.exponent_ = state.params["exponent"]
        fitted.set_mass_ = state.params["set_mass"]
        fitted.confident_at_ = state.params["confident_at"]
        fitted.report_ = state.params["report"]
        fitted.members_ = ()
        fitted._apart = {}
        fitted._read = fitted._latest = None
        if state.trees is not None:
            import lightgbm

            fitted.members_ = tuple(lightgbm.Booster(model_str=trees) for trees in state.trees.split(_PART))
            fitted.forest_share = state.params["forest_share"]
            fitted.calibration_ = Calibration.from_json(state.params["calibration"])
            fitted.calibration_losses_ = state.params["calibration_losses"]
        return fitted
