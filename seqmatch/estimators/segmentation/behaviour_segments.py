"""Groups people by a few named axes of how they handle money, and names the groups.

Not for deciding what a person needs: people lie on a continuum, and near a border either name would do. The silhouette
stands beside its null, and how stable the groups are is part of the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.privacy.trees import coarse
from seqmatch.estimators.segmentation.k_means import anchored, dissolved, distances, k_means, nearest
from seqmatch.estimators.segmentation.naming import best_names
from seqmatch.estimators.segmentation.validity import Validity, elbow, validity
from seqmatch.estimators.state import Array, State
from seqmatch.settings import MIN_SUPPORT

KNOTS = 5
"""Quantiles of an input: with more of them, each a mean of fewer people, the nearest one told who was learned from."""
ANCHORED = 20
"""People that a name's profile counts as where its group's centre is: a mean of ten alone tells who they are."""
FAR = 1.5
"""Standard deviations from the middle at which a profile stands."""
FARTHEST = 2.5
"""Standard deviations beyond which a value says no more."""
MIN_SHARE = 0.03
Axes = Mapping[str, Mapping[str, float]]
"""Axis -> input -> weight, the sign being the direction."""


@dataclass(frozen=True)
class Membership:
    """Of each person, shapes (n,): the group, and how clear it is, 0 on the border to 1 at the centre."""

    labels: NDArray[np.intp]
    clear: NDArray[np.float64]


class BehaviourSegments:
    """K-means on axes that are means of inputs, each input by its rank among people (normal scores).

    Centres are drawn to the profiles of the names that fit them, so that few people do not show in them.

    Parameters
    ----------
    axes : what each axis is made of.
    profiles : name -> axis -> how much more (1) or less (-1) than others; names of groups.
    k : groups; fewer where groups would hold fewer than max(MIN_SUPPORT, MIN_SHARE) people.
    ks : numbers of groups that are judged beside it.

    Attributes
    ----------
    knots_ : shape (n_inputs, KNOTS), quantiles of each input to two digits, each a mean of at least MIN_SUPPORT people.
    centres_ : shape (k, n_axes), to two digits.
    names_ : of each group; None where no name fits.
    sizes_ : shape (k,), people learned from.
    judged_ : a Validity per number of groups tried.
    """

    def __init__(
        self,
        axes: Axes,
        profiles: Mapping[str, Mapping[str, float]],
        k: int = 5,
        ks: Sequence[int] = (2, 3, 4, 5, 6, 7, 8),
        seed: int = 0,
    ) -> None:
        self.axes = {axis: dict(parts) for axis, parts in axes.items()}
        self.profiles = {name: dict(profile) for name, profile in profiles.items()}
        self.inputs = tuple(dict.fromkeys(part for parts in axes.values() for part in parts))
        self.k = k
        self.ks = tuple(ks)
        self.seed = seed

    def fit(self, table: Array) -> BehaviourSegments:
        """Learn from ``table``, shape (n_people, n_inputs) in the order of ``inputs``, NaN where unknown."""
        self.knots_ = np.array([_knots(column) for column in table.T])
        self.scale_ = np.ones(len(self.axes))
        points = self.points(table)
        spread = points.std(axis=0)
        self.scale_ = coarse(np.where(spread > 1e-9, 1 / np.where(spread > 1e-9, spread, 1), 0.0))
        points = self.points(table)
        most = min(self.k, max(1, len(points) // max(MIN_SUPPORT, 2)))
        names = list(self.profiles)
        profiles = np.array([[self.profiles[name].get(axis, 0.0) for axis in self.axes] for name in names])
        centres, _ = k_means(points, most, self.seed)
        anchors = FAR * profiles / np.linalg.norm(profiles, axis=1, keepdims=True)
        fits = best_names(centres, profiles)
        named = np.array([np.zeros(len(self.axes)) if at is None else anchors[at] for at in fits])
        centres = coarse(anchored(points, centres, named, ANCHORED))
        self.centres_ = dissolved(points, centres, max(MIN_SUPPORT, MIN_SHARE * len(points)))
        self.sizes_ = np.bincount(nearest(points, self.centres_), minlength=len(self.centres_))
        self.names_ = tuple(None if at is None else names[at] for at in best_names(self.centres_, profiles))
        tried = [k for k in self.ks if 5 * k <= len(points)]
        self.judged_: tuple[Validity, ...] = tuple(validity(points, k, self.seed) for k in tried)
        return self

    def points(self, table: Array) -> NDArray[np.float64]:
        """Where people stand on the axes, shape (n_people, n_axes); unknown inputs say nothing, 0 is the middle."""
        scores = np.column_stack([_normal(column, knots) for column, knots in zip(table.T, self.knots_, strict=True)])
        place = {name: at for at, name in enumerate(self.inputs)}
        found = []
        for parts in self.axes.values():
            own = scores[:, [place[name] for name in parts]] * np.array(list(parts.values()))
            known = np.maximum((~np.isnan(own)).sum(axis=1), 1)
            found.append(np.nan_to_num(own).sum(axis=1) / known)
        placed: NDArray[np.float64] = np.column_stack(found) * self.scale_
        return placed

    def assign(self, table: Array) -> Membership:
        """The group of each person, ``table`` as in :meth:`fit`."""
        apart = np.sqrt(distances(self.points(table), self.centres_))
        labels: NDArray[np.intp] = apart.argmin(axis=1)
        if apart.shape[1] == 1:
            return Membership(labels, np.ones(len(labels)))
        two = np.sort(apart, axis=1)[:, :2]
        return Membership(labels, (two[:, 1] - two[:, 0]) / np.maximum(two[:, 1] + two[:, 0], 1e-9))

    @property
    def elbow_k(self) -> int | None:
        """The number of groups at the bend of the inertia; None where none was judged."""
        if len(self.judged_) < 3:
            return None
        return self.judged_[elbow(np.array([one.inertia for one in self.judged_]))].k

    def validity_of(self, k: int) -> Validity | None:
        return next((one for one in self.judged_ if one.k == k), None)

    def state(self) -> State:
        params = {
            "axes": self.axes,
            "profiles": self.profiles,
            "k": self.k,
            "ks": list(self.ks),
            "seed": self.seed,
            "names": list(self.names_),
            "judged": [one.to_json() for one in self.judged_],
        }
        return State(
            params, {"knots": self.knots_, "scale": self.scale_, "centres": self.centres_, "sizes": self.sizes_}
        )

    @classmethod
    def from_state(cls, state: State) -> BehaviourSegments:
        params = state.params
        fitted = cls(params["axes"], params["profiles"], params["k"], params["ks"], params["seed"])
        fitted.names_ = tuple(params["names"])
        fitted.judged_ = tuple(Validity(**one) for one in params["judged"])
        for name in ("knots", "scale", "centres", "sizes"):
            setattr(fitted, f"{name}_", state.arrays[name])
        return fitted


def _knots(column: Array) -> NDArray[np.float64]:
    """Quantiles, shape (KNOTS,), each the mean of the people around it: an exact one would be one person's value.

    NaN where the value is known of fewer than MIN_SUPPORT people.
    """
    known = np.sort(column[~np.isnan(column)])
    if len(known) < MIN_SUPPORT:
        return np.full(KNOTS, np.nan)
    around = max(MIN_SUPPORT, round(len(known) / KNOTS))
    middle = np.linspace(0.5 / KNOTS, 1 - 0.5 / KNOTS, KNOTS) * len(known)
    first = np.clip(np.rint(middle - around / 2).astype(np.intp), 0, len(known) - around)
    sums = np.concatenate([[0.0], np.cumsum(known)])
    means: NDArray[np.float64] = (sums[first + around] - sums[first]) / around
    same = known[first] == known[first + around - 1]  # so that many who are alike stay exactly so
    return np.where(same, known[first], coarse(means))


def _normal(column: Array, knots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Normal scores of values by the quantiles they stand at; NaN where unknown or where nothing was learned."""
    from scipy.special import ndtri

    if np.isnan(knots).any():
        return np.full(len(column), np.nan)
    low = np.searchsorted(knots, column, side="left")
    high = np.searchsorted(knots, column, side="right")
    between = np.interp(column, knots, np.arange(len(knots)))
    at = np.where(high > low, (low + high - 1) / 2, between)
    level = np.clip((at + 0.5) / len(knots), 0.5 / len(knots), 1 - 0.5 / len(knots))
    scores: NDArray[np.float64] = np.clip(ndtri(level), -FARTHEST, FARTHEST)
    return np.where(np.isnan(column), np.nan, scores)
