"""Season, unusual payments, habits and budgets on synthetic lives, and false alarms on a control without change.

The control: no agreement begins, ends or changes its price, buying follows neither payday nor weekend nor season, and
nothing breaks. Rivals are the simplest rules; what is planted is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from seqmatch.data.synthetic.lives.generate import SyntheticLives, generate_lives
from seqmatch.data.synthetic.lives.segments import SEGMENTS
from seqmatch.estimators.anomalies.unusual_amounts import told, unusual
from seqmatch.estimators.forecasting.stl import beyond_chance
from seqmatch.estimators.intervals import wilson_interval
from seqmatch.estimators.scores.day_effects import kept
from seqmatch.families.coaching.person import Person, history, people
from seqmatch.families.coaching.scoring.budgets import ALL, adherence
from seqmatch.families.coaching.scoring.changes import everyday
from seqmatch.families.coaching.scoring.habits import effects_of, spending_of
from seqmatch.features.recurring.payee import payee_key

PEOPLE, DAYS, SEED = 60, 1_095, 777
COUNTED = 730
"""Last days of each life in which alarms are counted."""
PLANTED, LARGER = 20, 5
DECEMBERS = (1.5, 2.0)
STRONG = 0.4
"""Payday or weekend effect of a segment from which a habit should be found."""
Row = dict[str, Any]


def behaviour_figures(number: int = PEOPLE, seed: int = SEED) -> list[Row]:
    """A row for each figure: ours, and its rival where there is one, as (value, low, high)."""
    lives = generate_lives(number, DAYS, seed)
    even = generate_lives(number, DAYS, seed, calm=True, even=True)
    them, control = _people(lives), _people(even)
    return [*_unusual(control, seed), *_season(control), *_habits(lives, them, control, seed), *_budgets(them)]


def _people(lives: SyntheticLives) -> list[Person]:
    return sorted(people(history(lives.transactions)), key=lambda one: one.user or "")


def _by_payee_and_category(person: Person) -> list[tuple[NDArray[np.int64], list[int], list[str]]]:
    """Days, cents and names of payments, by payee and by category."""
    groups: dict[str, list[tuple[int, int, str]]] = {}
    columns = ("date", "amount_cents", "transaction_id", "description", "merchant", "category", "own_transfer")
    for date, cents, name, text, merchant, category, own in person.frame.select(columns).iter_rows():
        if cents < 0 and not own:
            for key in (payee_key(text, merchant), f"category {category}" if category else ""):
                if key:
                    groups.setdefault(key, []).append(((date - person.first).days, -cents, name))
    return [
        (np.array([day for day, _, _ in some]), [cents for _, cents, _ in some], [name for _, _, name in some])
        for some in groups.values()
    ]


def _unusual(control: Sequence[Person], seed: int) -> list[Row]:
    rng = np.random.default_rng(seed)
    counts = np.zeros((len(control), 2))
    found = []
    for number, person in enumerate(control):
        alarms: tuple[set[str], set[str]] = (set(), set())
        places = []
        groups = _by_payee_and_category(person)
        for days, cents, names in groups:
            before = np.concatenate([[np.inf], np.maximum.accumulate(cents)[:-1]])
            known = ~np.isnan(unusual(cents)) & (days >= person.days - COUNTED)
            for who, says in enumerate((told(cents), np.asarray(cents) > 2 * before)):
                alarms[who].update(name for name, one in zip(names, says & known, strict=True) if one)
            places += [(cents, at) for at in np.flatnonzero(known)]
        counts[number] = [len(alarms[0]), len(alarms[1])]
        for place in rng.choice(len(places), min(PLANTED, len(places)), replace=False):
            cents, at = places[int(place)]
            planted = [*cents[: at + 1]]
            planted[-1] *= LARGER
            found.append((bool(told(planted)[-1]), planted[-1] > 2 * max(planted[:-1])))
    years = COUNTED / 365.25
    hits = np.array(found, float)
    return [
        {
            "figure": "unusual payments told a year on the control",
            "ours": _mean(counts[:, 0] / years, seed),
            "rival": _mean(counts[:, 1] / years, seed),
            "against": "more than twice the largest before",
        },
        {
            "figure": f"payments made {LARGER} times as large that are told",
            "ours": _share(hits[:, 0]),
            "rival": _share(hits[:, 1]),
            "against": "more than twice the largest before",
        },
    ]


def _season(control: Sequence[Person]) -> list[Row]:
    false, rival = [], []
    right: dict[float, list[bool]] = {times: [] for times in DECEMBERS}
    for person in control:
        first, months = _months(person)
        december = (11 - first % 12) % 12
        false.append(bool(beyond_chance(np.log(months), 12)))
        rival.append(bool(_same_each_year(months)))
        for times in DECEMBERS:
            planted = months.copy()
            planted[december::12] *= times
            right[times].append(beyond_chance(np.log(planted), 12).get(december, 0) > 0)
    return [
        {
            "figure": "people of the control who are told a season",
            "ours": _share(np.array(false, float)),
            "rival": _share(np.array(rival, float)),
            "against": "each month over the mean of twelve, so each year, beyond two standard errors",
        },
        *(
            {"figure": f"Decembers of {times:g} times as much that are told", "ours": _share(np.array(found, float))}
            for times, found in right.items()
        ),
    ]


def _months(person: Person) -> tuple[int, NDArray[np.float64]]:
    """Number of the first whole month, and everyday spending a day in each whole month."""
    sums: dict[int, list[float]] = {}
    for number, cents in enumerate(everyday(person).tolist()):
        day = person.first + dt.timedelta(days=number)
        sums.setdefault(12 * day.year + day.month - 1, []).append(cents)
    keys = sorted(sums)[1:-1]
    return keys[0], np.maximum(np.array([np.mean(sums[key]) for key in keys]), 1.0)


def _same_each_year(months: NDArray[np.float64]) -> list[int]:
    """The rule that was used before: phases that are on one side each year, and beyond two standard errors."""
    apart = np.array([np.log(one / months[max(0, at - 6) : at + 6].mean()) for at, one in enumerate(months)])
    found = []
    for phase in range(12):
        some = apart[phase::12]
        if some.min() * some.max() > 0 and abs(some.mean()) > 2 * apart.std() / np.sqrt(len(some)):
            found.append(phase)
    return found


def _habits(lives: SyntheticLives, them: Sequence[Person], control: Sequence[Person], seed: int) -> list[Row]:
    effects = {one.name: one for one in SEGMENTS}
    segment = dict(lives.people.select("user", "segment").iter_rows())
    said = [kept(effects_of(spending_of(one), seed + number)) for number, one in enumerate(them)]
    false = [bool(kept(effects_of(spending_of(one), seed + number))) for number, one in enumerate(control)]
    rows: list[Row] = [{"figure": "people of the control who are told a habit", "ours": _share(np.array(false, float))}]
    for name, of in (("payday", "payday_effect"), ("weekend", "weekend_effect")):
        strong = [
            any(one.startswith(name) for one in found)
            for found, person in zip(said, them, strict=True)
            if getattr(effects[segment[person.user]], of) >= STRONG
        ]
        rows.append({"figure": f"strong {name} habits that are told", "ours": _share(np.array(strong, float))})
    return rows


def _budgets(them: Sequence[Person]) -> list[Row]:
    """Odds from the rest of earlier months against the base rate, for months that were cut in the middle."""
    ours, base = [], []
    for person in them:
        for back in range(1, 7):
            end = (person.today.replace(day=1) - dt.timedelta(days=30 * (back - 1))).replace(day=1)
            middle = (end - dt.timedelta(days=1)).replace(day=15)
            then, whole = person.as_of(middle), person.as_of(end - dt.timedelta(days=1))
            assert then is not None and whole is not None
            usual = adherence(then, {ALL: 1})[0]
            budget = usual.usually_over + 1
            known = adherence(then, {ALL: budget})[0]
            over = adherence(whole, {ALL: budget})[0].months and _last_over(whole, budget)
            ours.append((known.would_exceed / known.months - over) ** 2)
            base.append(((known.months - known.kept) / known.months - over) ** 2)
    return [
        {
            "figure": "Brier score of “would exceed”, on the 15th",
            "ours": _mean(np.array(ours), 0),
            "rival": _mean(np.array(base), 0),
            "against": "how often the budget was exceeded before",
        }
    ]


def _last_over(person: Person, budget: int) -> bool:
    month = person.today.day
    return bool(person.spent[-month:].sum() > budget)


def _share(hits: NDArray[np.float64]) -> tuple[float, float, float]:
    low, high = wilson_interval(float(hits.sum()), len(hits))
    return float(hits.mean()), low, high


def _mean(values: NDArray[np.float64], seed: int) -> tuple[float, float, float]:
    drawn = np.random.default_rng(seed).integers(0, len(values), (1_000, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), (0.025, 0.975))
    return float(values.mean()), float(low), float(high)
