"""Predicts what someone is after, with calibrated doubt, and remembers nobody it learned from.

Not for rare goals: a goal stated by fewer than ``min_count`` users keeps its smoothed base rate and is never ruled out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.calibration.calibration import Calibration, choose_calibration
from seqmatch.estimators.classification.tree_teacher import TreeTeacher
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.estimators.low_rank import (
    Directions,
    components,
    from_mean,
    low_rank_scores,
    nested_weights,
    scores_apart,
    weights_of_each,
)
from seqmatch.estimators.metrics import area_under_curve, calibration_error, log_loss, macro_f1
from seqmatch.estimators.state import Array, State
from seqmatch.schemas.goal import same_goal

EXPONENTS = (0.0, 0.25, 0.5, 0.75, 1.0)
COVERAGE = 0.9
"""How often a prediction set holds the true goal."""
MANY = 4_000
"""Users from which on less is learned of each: fewer folds, fewer copies, students from one set of products. Models of
fewer users stay what they were, byte for byte."""
FOLDS_OF_MANY, COPIES_OF_MANY = 3, 1


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


def _chances(scores: Array) -> NDArray[np.float64]:
    """The softmax of scores, shape (n_rows, n_classes)."""
    from scipy.special import softmax

    chances: NDArray[np.float64] = softmax(scores, axis=1)
    return chances


@dataclass
class _Student:
    """What is learned along some directions, once for each fold.

    Attributes
    ----------
    weights : of each fold, see :func:`low_rank_weights`.
    chances : users whose goals the fold's teacher did not know, and what is said of them.
    apart : of each fold, how well users whose goals the teacher knew are told from the others.
    """

    directions: Directions
    weights: list[NDArray[np.float64]] = field(default_factory=list)
    chances: list[tuple[NDArray[np.intp], NDArray[np.float64]]] = field(default_factory=list)
    apart: list[float] = field(default_factory=list)

    def learn(
        self,
        weights: NDArray[np.float64],
        apart: NDArray[np.float64],
        targets: Array,
        known: NDArray[np.intp],
        unseen: NDArray[np.intp],
    ) -> None:
        """Take ``weights`` that tell what the teacher told, and judge them on rows ``apart`` from the mean."""
        self.weights.append(weights)
        said = _chances(scores_apart(apart, weights))
        true = said[np.arange(len(apart)), targets]
        self.apart.append(area_under_curve(true[known], true[unseen]))
        self.chances.append((unseen, said[unseen]))

    @property
    def memory(self) -> float:
        return float(np.mean(self.apart))

    def held_out(self, targets: Array) -> NDArray[np.float64]:
        """What is said of each user by the fold whose teacher did not know their goal."""
        out = np.empty((len(targets), self.chances[0][1].shape[1]))
        for unseen, said in self.chances:
            out[unseen] = said
        return out


def _taught(students: Sequence[_Student], asked: Array, told: Array, users: int) -> list[NDArray[np.float64]]:
    """What each student makes of what the teacher ``told`` of those ``asked`` about."""
    along = [student.directions for student in students]
    if users >= MANY:
        return nested_weights(along, asked, told)
    return weights_of_each(along, asked, told)


class GoalClassifier:
    """A linear model of a few directions that was taught by trees, calibrated on held-out users.

    Trees learn the goals of four folds of users out of five; the linear model learns what they say of users whose goals
    they have not seen: those of the fifth fold, and all who state none. So it never learns from a user's own goal
    directly, and the few directions leave it no room to keep one. What a feature adds to a goal's log-odds is exact.
    Source: distillation from sub-models that have not seen the user, Tang et al. (USENIX Security 2022).

    Parameters
    ----------
    rounds, forest_rounds, forest_share : of the trees that teach, see :class:`TreeTeacher`.
    people_a_direction : users who state a goal behind each direction of the inputs, choices from many to few. Taken is
        the one that predicts best among those that keep to ``most_memory``; the first is always allowed.
    most_memory : how well users learned from may be told from held-out ones by the probability of their true goal, as
        an area under the curve; 0.5 is not at all.
    min_count : users a goal needs to be modelled.
    masked_copies : copies of each user with facts hidden, beside the user as known, where facts can be missing; one of
        MANY users.
    seed : of folds, trees and hidden facts.

    Attributes
    ----------
    goals_ : names of all goals, in the order of the probabilities' columns.
    prior_ : shape (n_goals,), smoothed base rates.
    mean_, weights_ : shapes (n_features,) and (n_features + 1, n_modelled), the last row the log-odds at the mean; a
        missing fact adds nothing. No rows where there are base rates only.
    directions_, memory_ : how many directions were chosen, and how well users learned from are told from held-out ones.
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
        forest_rounds: int = 40,
        forest_share: float = 0.4,
        people_a_direction: Sequence[int] = (60, 40, 20, 10, 5),
        most_memory: float = 0.52,
        masked_copies: int = 4,
        min_count: int = 10,
        folds: int = 5,
        seed: int = 0,
    ) -> None:
        self.rounds = rounds
        self.forest_rounds = forest_rounds
        self.forest_share = forest_share
        self.people_a_direction = people_a_direction
        self.most_memory = most_memory
        self.masked_copies = masked_copies
        self.min_count = min_count
        self.folds = folds
        self.seed = seed

    def fit(
        self,
        table: Array,
        goals: Sequence[str],
        names: Sequence[str],
        maskable: Sequence[Sequence[int]] = (),
        unlabelled: Array | None = None,
    ) -> GoalClassifier:
        """Learn from ``table``, shape (n_users, n_features), NaN where missing, and each user's stated goal.

        ``names`` are all goals there are, stated here or not. ``maskable`` are groups of columns that can be missing
        together, hidden in copies of the users so that a missing fact is a case that was met. ``unlabelled``, shape
        (n_others, n_features), are users who state no goal.
        """
        self._maskable = maskable
        others = table[:0] if unlabelled is None else unlabelled
        labels = np.array([names.index(goal) for goal in goals])
        counts = np.bincount(labels, minlength=len(names))
        self.goals_ = tuple(names)
        self.prior_ = (counts + 0.5) / (counts.sum() + 0.5 * len(names))
        self.modelled_ = np.flatnonzero(counts >= self.min_count)
        self.n_features_ = table.shape[1]
        kept = np.isin(labels, self.modelled_)
        self.mean_, self.weights_ = np.zeros(self.n_features_), np.zeros((0, len(self.modelled_)))
        self.directions_, self.memory_ = 0, 0.5
        held_out = np.tile(self.prior_, (len(labels), 1))
        if len(self.modelled_) >= 2 and counts[self.modelled_].min() >= self.folds:
            targets = np.searchsorted(self.modelled_, labels[kept])
            raw = self._distil(table[kept], targets, np.vstack([table[~kept], others]))
            chosen = choose_calibration(raw, targets, self.seed)
            self.calibration_, self.calibration_losses_ = chosen.calibration, chosen.losses
            held_out[kept] = self._all_goals(chosen.held_out)
            held_out[~kept] = self.predict_proba(table[~kept])
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
            "calibration": self.calibration_.method if len(self.weights_) else "base rates only",
            "directions": self.directions_,
            "memory": self.memory_,
            "confident_share": float((leading >= self.confident_at_).mean()) if self.confident_at_ is not None else 0.0,
        }

    def _all_goals(self, modelled: Array) -> NDArray[np.float64]:
        """Probabilities of the modelled goals spread over all goals, the rare ones at their base rates."""
        out = np.empty((len(modelled), len(self.prior_)))
        out[:] = self.prior_
        out[:, self.modelled_] = modelled * self.prior_[self.modelled_].sum()
        return out

    def _with_facts_hidden(self, rows: Array, copy: int) -> NDArray[np.float64]:
        """Each row with a share of its facts hidden, drawn between none and all, so that all are met alike."""
        hidden = rows.copy()
        rng = np.random.default_rng((self.seed, copy))
        share = rng.random(len(rows))
        for columns in self._maskable:
            hidden[np.ix_(rng.random(len(rows)) < share, np.array(columns))] = np.nan
        return hidden

    def _distil(self, rows: Array, targets: Array, others: Array) -> NDArray[np.float64]:
        """Fit the weights; gives probabilities of each of ``rows`` that know nothing of its own goal.

        Parameters
        ----------
        rows, targets : shapes (n_rows, n_features) and (n_rows,), users with a modelled goal.
        others : shape (n_others, n_features), users without one.
        """
        from sklearn.model_selection import StratifiedKFold

        classes = len(self.modelled_)
        everyone = np.vstack([rows, others])
        along = components(everyone)
        students = [_Student(along.leading(len(rows) // each)) for each in self.people_a_direction]
        apart = from_mean(rows, along.mean)
        count = min(self.folds, FOLDS_OF_MANY) if len(rows) >= MANY else self.folds
        folds = StratifiedKFold(count, shuffle=True, random_state=self.seed)
        for known, unseen in folds.split(rows, targets):
            teacher = TreeTeacher(self.rounds, self.forest_rounds, self.forest_share, self.seed)
            copies = min(self.masked_copies, COPIES_OF_MANY) if len(rows) >= MANY else self.masked_copies
            seen = self._views(rows[known], copies)
            teacher.learn(seen, np.tile(targets[known], len(seen) // len(known)), classes)
            asked = self._views(np.vstack([rows[unseen], others]), copies)
            told = teacher.log_odds(asked)
            for student, weights in zip(students, _taught(students, asked, told, len(rows)), strict=True):
                student.learn(weights, apart, targets, known, unseen)
        plain, *larger = students
        allowed = [plain, *(student for student in larger if student.memory <= self.most_memory)]
        chosen = min(allowed, key=lambda student: log_loss(student.held_out(targets), targets))
        self.directions_, self.memory_ = chosen.directions.basis.shape[1], chosen.memory
        self.mean_ = chosen.directions.mean.astype(np.float32).astype(np.float64)
        self.weights_ = np.mean(chosen.weights, axis=0).astype(np.float32).astype(np.float64)
        return chosen.held_out(targets)

    def _views(self, rows: Array, copies: int) -> NDArray[np.float64]:
        """``rows`` and, where facts can be missing, copies of them with facts hidden."""
        if not self._maskable:
            return rows
        return np.vstack([rows, *(self._with_facts_hidden(rows, copy) for copy in range(copies))])

    def predict_proba(self, table: Array) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (n_users, n_goals), each row summing to 1."""
        if not len(self.weights_):
            return np.tile(self.prior_, (len(table), 1))
        scores = low_rank_scores(self.mean_, self.weights_, table)
        return self._all_goals(self.calibration_.transform(_chances(scores)))

    def proba_around(self, row: Array, changes: Sequence[tuple[Sequence[int], Array]]) -> NDArray[np.float64]:
        """As :meth:`predict_proba` for copies of ``row``, shape (n_features,), that differ from it in a few columns.

        Parameters
        ----------
        changes : columns, and what stands there instead, shape (n, n_columns) each; a copy for each of the n, in order.
        """
        if not len(self.weights_):
            return np.tile(self.prior_, (sum(len(told) for _, told in changes), 1))
        apart = from_mean(row, self.mean_)
        base = apart[None] @ self.weights_[:-1] + self.weights_[-1]
        scores = []
        for columns, told in changes:
            at = np.array(columns)
            moved = from_mean(told, self.mean_[at]) - apart[at]
            scores.append(base + moved @ self.weights_[at])
        return self._all_goals(self.calibration_.transform(_chances(np.concatenate(scores))))

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
        """What each feature adds to one goal's log-odds, by its index, beside a user of mean facts; (n_features,)."""
        if goal not in self.modelled_ or not len(self.weights_):
            return np.zeros(self.n_features_)
        added: NDArray[np.float64] = (
            from_mean(row, self.mean_) * self.weights_[:-1, int(np.flatnonzero(self.modelled_ == goal)[0])]
        )
        return added

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
        if len(self.weights_):
            params["calibration"] = self.calibration_.to_json()
            params["calibration_losses"] = self.calibration_losses_
        arrays = {"mean": self.mean_.astype(np.float32), "weights": self.weights_.astype(np.float32)}
        return State(params, arrays)

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
        fitted.mean_ = state.arrays["mean"].astype(np.float64)
        fitted.weights_ = state.arrays["weights"].astype(np.float64)
        if len(fitted.weights_):
            fitted.calibration_ = Calibration.from_json(state.params["calibration"])
            fitted.calibration_losses_ = state.params["calibration_losses"]
        return fitted
