"""Ranks automations by similar users, by the person's facts, and by what goes together.

Not for amounts. What may be suggested to whom is decided here, so that evaluation measures what is served.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from seqmatch.estimators.low_rank import leading_directions, low_rank_weights, target_directions
from seqmatch.estimators.privacy.groups import Members, counts_of, smoothed_within
from seqmatch.estimators.state import Array, State
from seqmatch.settings import MIN_SUPPORT

Floats = NDArray[np.float64]
LEAST_SHARE = 4e-3
"""Nothing is told as rarer, so that what is rare is ranked too."""


@dataclass(frozen=True)
class Support:
    """What speaks for each automation.

    Attributes
    ----------
    adopters : shape (n_items,), similar users who automate each item; 0 where they are fewer than MIN_SUPPORT.
    of : similar users counted.
    adopted : shape (n_items,), 0 to 1, adoption among the similar, drawn towards that of the user type.
    score : shape (n_items,), 0 to 1, what the ranking goes by; -1 where an item may not be suggested.
    """

    adopters: NDArray[np.intp]
    of: int
    adopted: Floats
    score: Floats


@dataclass(frozen=True)
class Views:
    """Training users as they are seen when they ask.

    Attributes
    ----------
    new : shape (n_users, n_profile_inputs), every user without rules.
    known : shape (n_views, n_known_inputs), users with a random half of their rules known, several times each.
    owned, hidden : shape (n_views, n_items), bool, what the known half automates, and what only the other half does.
    """

    new: Floats
    known: Floats
    owned: NDArray[np.bool_]
    hidden: NDArray[np.bool_]


@dataclass(frozen=True)
class Alike:
    """Which automations are alike, as codes from 0.

    Attributes
    ----------
    forms, purposes : shape (n_items,), how an automation moves money, and what for.
    """

    forms: NDArray[np.intp]
    purposes: NDArray[np.intp]


class AutomationRecommender:
    """Regressions of all items on the person's facts and known rules, of low rank: too small to keep what any one user
    has. Beside them, without rules, adoption among the most similar users; with rules, how usual an item is in the user
    type, and how much the person's own rules are like it. Their own rules need no memory of others.

    Parameters
    ----------
    neighbours : how many similar users are counted: the nearest groups until they hold so many.
    sharpness : how much more the most similar count; 0 counts all alike.
    strength : how many users' worth of weight the user type's popularity has.
    new_directions, known_directions : directions of the inputs that count, for users without and with rules, at most.
    people_a_direction : users behind each of them.
    item_directions : directions of the items that are told apart.
    group_rank : directions along which groups' shares differ from their type's; see
        :func:`.privacy.groups.smoothed_within`.
    usual : how much of the score of a user with rules is how usual an item is in the user type; the rest is the
        regression (a weighted geometric mean).
    own_form : power of how much more often the user's own rules have an item's form than usual.
    own_purpose : factor of an item whose purpose the user's own rules serve in another form.

    Attributes
    ----------
    adoption_ : shape (n_groups, n_items), share of each group that automates each item, in the order of the
        similarities given later.
    sizes_ : shape (n_groups,), users of each group.
    popularity_ : shape (n_types + 1, n_items), adoption by user type, drawn towards all; the last row is of all users.
    alike_ : which items are alike.
    new_, known_ : linear weights, shapes (n_inputs + 1, n_items), the last row the intercept.
    """

    def __init__(
        self,
        neighbours: int = 200,
        sharpness: float = 4.0,
        strength: float = 60.0,
        new_directions: int = 10,
        known_directions: int = 20,
        people_a_direction: int = 50,
        item_directions: int = 4,
        group_rank: int = 2,
        usual: float = 0.25,
        own_form: float = 0.25,
        own_purpose: float = 1.8,
    ) -> None:
        self.neighbours = neighbours
        self.sharpness = sharpness
        self.strength = strength
        self.new_directions = new_directions
        self.known_directions = known_directions
        self.people_a_direction = people_a_direction
        self.item_directions = item_directions
        self.group_rank = group_rank
        self.usual = usual
        self.own_form = own_form
        self.own_purpose = own_purpose

    def fit(
        self,
        adoption: Array,
        types: Array,
        n_types: int,
        business_only: Array,
        never: Array,
        views: Views,
        members: Members | None = None,
        alike: Alike | None = None,
    ) -> AutomationRecommender:
        """Learn who automates what.

        Parameters
        ----------
        adoption : shape (n_users, n_items), bool.
        types : shape (n_groups,), user type codes of the groups, -1 where unknown.
        business_only : shape (n_items,), bool, items that make no sense without a business.
        never : shape (n_items,), bool, items that people have but nobody can advise.
        views : the same users as they are seen when they ask.
        members : the users of each group, of whom nothing but shares of the group is kept; None keeps everyone alone.
        alike : which items are alike; None where each is like no other.
        """
        each = np.arange(adoption.shape[1])
        self.alike_ = Alike(np.zeros_like(each), each) if alike is None else alike
        if members is None:
            self.adoption_, self.sizes_ = adoption.astype(np.float32), np.ones(len(adoption), dtype=np.int64)
        else:
            self.sizes_ = np.array([len(group) for group in members], dtype=np.int64)
            told = smoothed_within(types, counts_of(adoption, members), self.sizes_, self.group_rank)
            self.adoption_ = told.round(4).astype(np.float32)
        self.business_only_ = business_only.astype(bool)
        self.never_ = never.astype(bool)
        overall = self.sizes_ @ self.adoption_ / self.sizes_.sum()
        rows = []
        for code in range(n_types):
            of_type = self.sizes_ * (types == code)
            rows.append((of_type @ self.adoption_ + 20 * overall) / (of_type.sum() + 20))
        self.popularity_ = np.array([*rows, overall])
        has = adoption.astype(np.float64)
        self.new_ = self._fit(views.new, has, has, self.new_directions)
        # What is owned cannot be hidden: there the target is unknown, and the item's mean stands in for it.
        open_ = ~views.owned
        means = (views.hidden & open_).sum(axis=0) / np.maximum(open_.sum(axis=0), 1)
        self.known_ = self._fit(views.known, np.where(open_, views.hidden, means), has, self.known_directions)
        # How often each item is hidden would tell of few people: one figure for all of them does, beside popularity.
        self.known_[-1] += (means.sum() / max(overall.sum(), LEAST_SHARE) * overall - means).astype(np.float32)
        return self._prepare()

    def _prepare(self) -> AutomationRecommender:
        """Widen once what every answer multiplies by."""
        self._adoption, self._new, self._known = (
            stored.astype(np.float64) for stored in (self.adoption_, self.new_, self.known_)
        )
        return self

    def _fit(self, inputs: Floats, targets: Floats, adoption: Floats, most: int) -> NDArray[np.float32]:
        """Weights of the raw inputs and, last, intercepts; shape (n_inputs + 1, n_items)."""
        people = len(adoption)
        directions = leading_directions(inputs, min(most, people // self.people_a_direction))
        weights = low_rank_weights(directions, inputs, targets, target_directions(adoption, self.item_directions))
        weights[-1] -= directions.mean @ weights[:-1]
        return weights.astype(np.float32)

    def support(
        self, similarities: Array, user_type: int | None, owned: Array, has_business: bool, inputs: Array
    ) -> Support:
        """Score every item for one user.

        Parameters
        ----------
        similarities : shape (n_groups,), of the user to each group.
        user_type : type code, None where unknown.
        owned : shape (n_items,), bool, what the user automates already; never suggested again.
        has_business : whether items for businesses make sense for the user.
        inputs : shape (n_profile_inputs,) for a user without rules, (n_known_inputs,) for one with.
        """
        chosen = self.nearest(similarities)
        sizes = self.sizes_[chosen]
        count = int(sizes.sum())
        weight = np.exp(self.sharpness * (similarities[chosen] - 1.0)).astype(np.float64) * sizes
        weight *= count / weight.sum()
        base = self.popularity_[-1 if user_type is None else user_type]
        theirs = self._adoption[chosen]
        adopted = (weight @ theirs + self.strength * base) / (count + self.strength)
        if len(inputs) + 1 == len(self.new_):
            told = (0.5 * adopted + inputs @ self._new[:-1] + self._new[-1]) / 1.5
            score = self._allowed(told, owned, has_business)
        else:
            score = self.score_beside_rules(user_type, owned, has_business, inputs)
        adopters = np.rint(sizes @ theirs).astype(np.intp)
        return Support(np.where(adopters < MIN_SUPPORT, 0, adopters), count, adopted, score)

    def score_beside_rules(
        self, user_type: int | None, owned: Array, has_business: bool, inputs: Array
    ) -> NDArray[np.float64]:
        """The scores of :meth:`support` for a user with rules, for which no group is looked at; shape (n_items,)."""
        base = self.popularity_[-1 if user_type is None else user_type]
        score = self._beside_own_rules(base, inputs @ self._known[:-1] + self._known[-1], owned)
        return self._allowed(score, owned, has_business)

    def _allowed(self, told: Floats, owned: NDArray[np.bool_], has_business: bool) -> Floats:
        """Scores from 0 to 1, -1 for what is not suggested."""
        score: Floats = np.clip(told, 0.0, 1.0)
        score[owned | self.never_] = -1.0
        if not has_business:
            score[self.business_only_] = -1.0
        return score

    def _beside_own_rules(self, base: Floats, told: Floats, owned: NDArray[np.bool_]) -> Floats:
        """Scores of a user with rules, shape (n_items,).

        Parameters
        ----------
        base : shape (n_items,), how usual each item is in the user type.
        told : shape (n_items,), what the regression tells.
        """
        of_form: Floats = np.bincount(self.alike_.forms, weights=base).astype(np.float64)
        of_form = of_form / max(float(of_form.sum()), LEAST_SHARE)
        own = np.bincount(self.alike_.forms, weights=owned, minlength=len(of_form))
        more_often = (own + of_form) / (own.sum() + 1) / np.maximum(of_form, LEAST_SHARE)
        same = np.bincount(self.alike_.purposes, weights=owned)[self.alike_.purposes] > 0
        score: Floats = (
            np.maximum(base, LEAST_SHARE) ** self.usual
            * np.maximum(told, LEAST_SHARE) ** (1 - self.usual)
            * more_often[self.alike_.forms] ** self.own_form
            * np.where(same, self.own_purpose, 1.0)
        )
        return score

    def nearest(self, similarities: Array) -> NDArray[np.intp]:
        """The most similar groups, in order, as many as hold ``neighbours`` users together; all where fewer do."""
        # Groups that are equally similar but for the last digits, which threads change, stay in their order.
        order = np.argsort(-np.round(similarities, 6), kind="stable")
        return order[: int(np.searchsorted(self.sizes_[order].cumsum(), self.neighbours)) + 1]

    def state(self) -> State:
        named = (
            "neighbours",
            "sharpness",
            "strength",
            "new_directions",
            "known_directions",
            "people_a_direction",
            "item_directions",
            "group_rank",
            "usual",
            "own_form",
            "own_purpose",
        )
        return State(
            {name: getattr(self, name) for name in named},
            {
                "adoption": self.adoption_,
                "sizes": self.sizes_.astype(np.int32),
                "popularity": self.popularity_,
                "business_only": self.business_only_,
                "never": self.never_,
                "new": self.new_,
                "known": self.known_,
                "forms": self.alike_.forms.astype(np.int16),
                "purposes": self.alike_.purposes.astype(np.int16),
            },
        )

    @classmethod
    def from_state(cls, state: State) -> AutomationRecommender:
        fitted = cls(**state.params)
        for name in ("adoption", "sizes", "popularity", "business_only", "never", "new", "known"):
            setattr(fitted, f"{name}_", state.arrays[name])
        fitted.alike_ = Alike(*(state.arrays[name].astype(np.intp) for name in ("forms", "purposes")))
        return fitted._prepare()
