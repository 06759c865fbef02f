"""The generative model of the synthetic cohort, and the exact P(goal | everything observable) under it.

Specification
-------------
One person is drawn in this order. ``g`` is the goal; ``s`` is the goal signal (0 makes everything independent of it).

1.  User type ``t ~ P(t)``, goal ``g ~ P(g | t)``; by chance alone: whether onboarding was skipped (then income and
    occupation stay unstated) and whether there are any rules.
2.  Facts ``x`` one after the other (``cohort_tables.FIELDS``): age group, income band, occupation, subscription, debit
    card, number of actions (in bins), activated ports, accounts connected. Each is categorical,
    ``P(x | a, g) ∝ b(x) · Π_a P(x | a) / P(x) · exp(s · effect[g, x] + c[t, x])``, over its parents ``a``: user type
    and facts drawn before. ``b`` keeps the shares over all parents what they are, ``c`` those over all goals.
3.  Number of actions within its bin, then number of distinct patterns ``k`` given the number of actions.
4.  Blueprint ``z ~ P(z | t, x) ∝ P(z | t) · Π_x lean[z, x]``, a typical way of arranging money; it stays hidden.
5.  Patterns (destination role, sentence form): a subset of size ``k``; every pattern is a coin with odds
    ``w[t, z, j] · exp(s · effect[g, j] + c[t, j])``, given that exactly k show heads (``cohort_subsets``).
6.  Everything else (how often each pattern occurs, rules, sources, conditions, amounts, names, who leaves the goal
    unstated; and the order of steps, hence whether an amount that is not stated is a payment or the rest) depends on
    what 1–5 made observable and on chance, never on ``g`` or ``z``.

Hence, exactly, ``P(g | observed) ∝ P(g | t) · Π_x P(x | a, g) · Σ_z P(z | t, x) · P(subset | k, t, z, g)``; steps 3
and 6 cancel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import logsumexp, softmax

from seqmatch.data.synthetic.people.directions import direction_of
from seqmatch.data.synthetic.people.subsets import draw_subsets, log_totals
from seqmatch.data.synthetic.people.tables import (
    ACTION_BINS,
    FIELDS,
    LEANING_ON,
    PARENTS,
    PATTERNS,
    BoolArray,
    FloatArray,
    IntArray,
    parent_of_value,
    parent_values,
)
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import USER_TYPES

MOST_PATTERNS = 45
EXAM_LEAST_GOAL = 0.025
"""In the exam preset every goal has at least about this share, so that each can be learned and scored."""
TYPICAL_SIZES = (2, 6, 14)
"""Numbers of patterns at which the shares of all goals together are kept what they are."""
_SPREAD = ("one", "least", "mean", "concentration")
WITH_RULES = 2293 / 2522
"""Share of users who have rules, of the whole reference cohort."""
SKIPPED_WITH_ONBOARDING = ("annual_income", "occupation")
UNSTATED = -1


@dataclass(frozen=True)
class Draw:
    """What steps 1–5 drew for each of n users.

    Attributes
    ----------
    user_type, goal : shape (n,), positions in ``USER_TYPES`` and ``GOALS``.
    skipped, with_rules : shape (n,).
    facts : for each field of ``FIELDS``, shape (n,), position of the value; -1 is unstated (for actions: no rules).
    actions : shape (n,), number of actions; 0 without rules.
    carried : shape (n, n_patterns), which patterns the user's rules show.
    """

    user_type: IntArray
    goal: IntArray
    skipped: BoolArray
    with_rules: BoolArray
    facts: dict[str, IntArray]
    actions: IntArray
    carried: BoolArray


class CohortModel:
    """The model of the module's docstring, with the numbers of ``tables``.

    Parameters
    ----------
    tables : the aggregates of ``tables/reference.json``.
    exam : add the hand-written directions (``cohort_directions``) to the fitted effects, and level the goals.
    signal : ``s``, scales every effect of the goal; 1 is the preset's own strength.
    """

    def __init__(self, tables: dict[str, Any], *, exam: bool = False, signal: float = 1.0) -> None:
        self.tables = tables
        self.patterns = PATTERNS
        self.type_shares = np.array([tables["user_type"][name] for name in USER_TYPES])
        self.goal_given_type = _rows(tables["goal"]["given"]["user_type"], USER_TYPES, GOALS)
        if exam:
            self.goal_given_type = np.maximum(self.goal_given_type, EXAM_LEAST_GOAL)
        self.goal_given_type /= self.goal_given_type.sum(axis=1, keepdims=True)
        self.effects = {name: signal * self._effect(name, values, exam) for name, values in FIELDS.items()}
        self.pattern_effects = signal * self._effect("patterns", self.patterns, exam)
        self._kept = {name: self._keep_shares(name) for name in FIELDS}
        self.log_odds = self._blueprints()

    def draw(self, users: int, rng: np.random.Generator) -> Draw:
        """Steps 1–5 for ``users`` people."""
        user_type = _pick(np.tile(self.type_shares / self.type_shares.sum(), (users, 1)), rng)
        goal = _pick(self.goal_given_type[user_type], rng)
        skipped = rng.random(users) < self.tables["rates"]["skipped_onboarding"]
        with_rules = np.zeros(users, dtype=np.bool_)
        with_rules[rng.permutation(users)[: round(users * WITH_RULES)]] = True
        facts: dict[str, IntArray] = {}
        for name in FIELDS:
            base = self._log_base(name, user_type, facts) + self.effects[name][goal] + self._kept[name][user_type]
            value = _pick(softmax(base, axis=-1), rng)
            unstated = skipped if name in SKIPPED_WITH_ONBOARDING else ~with_rules if name == "actions" else None
            facts[name] = value if unstated is None else np.where(unstated, UNSTATED, value)
        actions = within_bins(ACTION_BINS, facts["actions"], rng)
        return Draw(
            user_type,
            goal,
            skipped,
            with_rules,
            facts,
            actions,
            self._draw_patterns(user_type, goal, facts, actions, rng),
        )

    def posterior(self, drawn: Draw) -> FloatArray:
        """P(goal | everything observable), shape (n_users, n_goals), rows summing to 1; columns as ``GOALS``."""
        log_posterior = np.log(self.goal_given_type)[drawn.user_type]
        for name in FIELDS:
            base = self._log_base(name, drawn.user_type, drawn.facts) + self._kept[name][drawn.user_type]
            tilted = base[:, None, :] + self.effects[name][None, :, :]
            chance = np.take_along_axis(tilted, np.maximum(drawn.facts[name], 0)[:, None, None], axis=2)[:, :, 0]
            chance = chance - logsumexp(tilted, axis=-1)
            log_posterior = log_posterior + np.where((drawn.facts[name] == UNSTATED)[:, None], 0.0, chance)
        log_posterior = log_posterior + self._log_patterns(drawn)
        return np.asarray(softmax(log_posterior, axis=-1))

    def _effect(self, name: str, values: tuple[str, ...], exam: bool) -> FloatArray:
        fitted = self.tables["effects"][name]
        effect = [[fitted.get(goal, {}).get(value, 0.0) for value in values] for goal in GOALS]
        directions = [[exam * direction_of(goal, name, value) for value in values] for goal in GOALS]
        return np.asarray(np.array(effect) + np.array(directions))

    def _log_base(self, name: str, user_type: IntArray, facts: dict[str, IntArray]) -> FloatArray:
        """Logarithm of step 2 without the goal, up to a constant per row; shape (n_users, n_values)."""
        parents = {"user_type": user_type, **facts}
        return log_base(self.tables["fields"][name], name, {parent: parents[parent] for parent in PARENTS[name]})

    def _keep_shares(self, name: str) -> FloatArray:
        """``c`` of step 2 for each user type, shape (n_types, n_values): found by proportional fitting."""
        effect = self.effects[name]
        kept = np.zeros((len(USER_TYPES), effect.shape[1]))
        given = self.tables["fields"][name]["given"]["user_type"]
        for t, user_type in enumerate(USER_TYPES):
            wanted = np.array([given[user_type][value] for value in FIELDS[name]])
            wanted = wanted / wanted.sum()
            for _ in range(200):
                mixed = self.goal_given_type[t] @ softmax(np.log(wanted) + effect + kept[t], axis=-1)
                kept[t] += np.log(wanted / mixed)
        return kept

    def _blueprints(self) -> list[FloatArray]:
        """For each user type the log odds of its blueprints, shape (blueprints, n_goals, n_patterns)."""
        all_odds = []
        for t, user_type in enumerate(USER_TYPES):
            table = self.tables["blueprints"][user_type]
            odds = np.log([[blueprint["odds"][pattern] for pattern in self.patterns] for blueprint in table])
            shares = np.array([blueprint["share"] for blueprint in table])
            usual = shares @ _carried_about(odds)
            kept = np.zeros(len(self.patterns))
            for _ in range(15):
                tilted = odds[:, None, :] + self.pattern_effects + kept
                mixed = self.goal_given_type[t] @ np.tensordot(shares, _carried_about(tilted), axes=1)
                kept += np.log(usual / mixed)
            all_odds.append(odds[:, None, :] + (self.pattern_effects + kept)[None, :, :])
        return all_odds

    def _log_leaning(self, t: int, facts: dict[str, IntArray]) -> FloatArray:
        """``log P(z | t, x)`` of step 4 for users of type ``t``, shape (n_users, blueprints)."""
        table = self.tables["blueprints"][USER_TYPES[t]]
        total = np.log([[blueprint["share"] for blueprint in table]])
        for name in LEANING_ON:
            lean = np.array([[row["leaning"][name].get(value, 0.0) for row in table] for value in FIELDS[name]])
            # The last row is for whoever leaves the fact unstated.
            total = total + np.vstack([lean, np.zeros(len(table))])[facts[name]]
        return np.asarray(total - logsumexp(total, axis=-1)[:, None])

    def _draw_patterns(
        self,
        user_type: IntArray,
        goal: IntArray,
        facts: dict[str, IntArray],
        actions: IntArray,
        rng: np.random.Generator,
    ) -> BoolArray:
        spreads = self.tables["patterns"]["distinct_given_actions"]
        sizes = part_of(spreads, facts["actions"], actions, rng)
        sizes = np.minimum(sizes, min(MOST_PATTERNS, len(self.patterns)))
        blueprint = np.zeros_like(user_type)
        carried = np.zeros((len(user_type), len(self.patterns)), dtype=np.bool_)
        for t, odds in enumerate(self.log_odds):
            here = user_type == t
            leaning = self._log_leaning(t, {name: facts[name][here] for name in LEANING_ON})
            blueprint[here] = _pick(np.exp(leaning), rng)
            for z in range(len(odds)):
                for g in range(len(GOALS)):
                    chosen = np.flatnonzero(here & (blueprint == z) & (goal == g))
                    if len(chosen):
                        carried[chosen] = draw_subsets(np.exp(odds[z, g]), sizes[chosen], rng)
        return carried

    def _log_patterns(self, drawn: Draw) -> FloatArray:
        sizes = drawn.carried.sum(axis=1)
        result = np.zeros((len(sizes), len(GOALS)))
        for t, log_odds in enumerate(self.log_odds):
            here = np.flatnonzero(drawn.user_type == t)
            leaning = self._log_leaning(t, {name: drawn.facts[name][here] for name in LEANING_ON})
            odds = log_odds.reshape(-1, len(self.patterns))
            totals = log_totals(np.exp(odds), MOST_PATTERNS)[:, sizes[here]].T
            chance = (drawn.carried[here] @ odds.T - totals).reshape(len(here), len(log_odds), len(GOALS))
            chance = chance + leaning[:, :, None]
            result[here] = logsumexp(np.swapaxes(chance, 1, 2), axis=-1)
        return result


def _carried_about(log_odds: FloatArray) -> FloatArray:
    """How likely each pattern is in a subset of few, of some and of many: coins thrown alone with that sum."""
    result = np.zeros_like(log_odds)
    for size in TYPICAL_SIZES:
        low, high = np.full(log_odds.shape[:-1], -30.0), np.full(log_odds.shape[:-1], 30.0)
        for _ in range(25):
            middle = (low + high) / 2
            above = (1 / (1 + np.exp(-(log_odds + middle[..., None])))).sum(axis=-1) > size
            low, high = np.where(above, low, middle), np.where(above, middle, high)
        result += 1 / (1 + np.exp(-(log_odds + low[..., None]))) / len(TYPICAL_SIZES)
    return result


def log_base(table: dict[str, Any], name: str, parents: dict[str, IntArray]) -> FloatArray:
    """``log P(x) + Σ_a log P(x | a) / P(x)`` for every user and value, from the table of one fact.

    Parameters
    ----------
    parents : for each parent, shape (n_users,), the position of its value, -1 where unstated.
    """
    values = FIELDS[name]
    overall = np.log([table["overall"][value] for value in values])
    total = np.log([table["base"][value] for value in values])[None, :]
    for parent, code in parents.items():
        given = table["given"][parent]
        rows = np.stack([np.log([given[row][v] for v in values]) - overall for row in parent_values(parent)])
        # An unstated parent speaks by a table of its own where there is one; else it says nothing.
        unstated = np.log([given["unstated"][v] for v in values]) - overall if "unstated" in given else 0 * overall
        total = total + np.concatenate([rows[parent_of_value(parent)], unstated[None, :]])[code]
    return np.asarray(total)


def within_bins(bins: tuple[tuple[int, int], ...], code: IntArray, rng: np.random.Generator) -> IntArray:
    """A number inside each user's bin, small numbers likelier in wide bins; 0 where the code is -1."""
    low, high = np.array(bins, dtype=float)[code].T
    # Uniform on the logarithm of the number: long right tails inside the widest bins.
    drawn = np.floor((low + 1) * ((high + 2) / (low + 1)) ** _evenly(code, rng)) - 1
    return np.where(code == UNSTATED, 0, np.clip(drawn, low, high)).astype(np.int64)


def part_of(
    spreads: dict[str, dict[str, float]], bin_code: IntArray, whole: IntArray, rng: np.random.Generator
) -> IntArray:
    """A number from 1 to ``whole`` for each user, spread as in the user's bin (``cohort_counts.spread``); 0 for 0."""
    table = {key: np.array([spreads[name][key] for name in FIELDS["actions"]])[bin_code] for key in _SPREAD}
    least = np.minimum(table["least"].astype(np.int64), whole)
    mean = np.clip(table["mean"], 1e-3, 1 - 1e-3)
    chance = rng.beta(mean * table["concentration"], (1 - mean) * table["concentration"])
    drawn = least + rng.binomial(whole - least, chance)
    return np.where(_evenly(bin_code, rng) < table["one"], np.minimum(1, whole), drawn).astype(np.int64)


def _rows(table: dict[str, dict[str, float]], rows: tuple[str, ...], columns: tuple[str, ...]) -> FloatArray:
    return np.array([[table[row][column] for column in columns] for row in rows])


def _pick(chances: FloatArray, rng: np.random.Generator) -> IntArray:
    """One column per row, by the row's chances."""
    edges = np.cumsum(chances, axis=1)
    luck = _evenly(np.zeros(len(chances), dtype=np.int64), rng)
    drawn: IntArray = ((luck * edges[:, -1])[:, None] >= edges).sum(axis=1)
    return np.asarray(np.minimum(drawn, chances.shape[1] - 1))


def _evenly(group: IntArray, rng: np.random.Generator) -> FloatArray:
    """Random numbers from 0 to 1, spread evenly over the members of each group.

    Each member's own number is uniform still; together they make a small cohort have the shares of a large one.
    """
    luck = rng.random(len(group))
    for value in np.unique(group):
        members = np.flatnonzero(group == value)
        luck[members] = (rng.permutation(len(members)) + luck[members]) / len(members)
    return luck
