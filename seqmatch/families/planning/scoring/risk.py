"""What a loss would do to a person, and what they hold: read by rules of thumb that are told with every answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from seqmatch.families.planning.person import Person
from seqmatch.families.planning.scoring.life_words import says
from seqmatch.families.planning.scoring.supposed import monthly_of, pay_streams
from seqmatch.schemas.answers.planning_risk import Level

Held = Literal["cash", "bonds", "stocks", "property", "crypto", "other"]
RISKY: frozenset[Held] = frozenset(("stocks", "property", "crypto", "other"))
FEWEST = 6
"""Pays from which their steadiness is told."""
LITTLE_CUSHION, MUCH_CUSHION = 3.0, 6.0
"""Months of spending."""
SOON, LATE = 3, 10
"""Years until the money is needed."""
UNSTEADY, STEADY = 0.25, 0.10
"""Standard deviation of pay over its mean."""
MUCH_DEBT = 0.20
"""Debt payments as a share of income."""
SPARE = 0.10
"""Share of income that is left in a usual month."""
LITTLE_RISK, MUCH_RISK, ONE = 0.3, 0.7, 0.4
"""Risky share of holdings up to which they are low and from which they are high; a single one that is large."""


@dataclass(frozen=True)
class Cushion:
    """A person's money as risk sees it; None where it is not known.

    Attributes
    ----------
    months : of spending that savings cover.
    spread : standard deviation of the last pays over their mean.
    spare, debt : shares of income: what is left, what goes to debts each month.
    """

    months: float | None
    spread: float | None
    spare: float | None
    debt: float | None


def cushion_of(person: Person | None, savings: int | None) -> Cushion:
    """From transactions and what is said of savings; the balance of the pay account counts with them.

    Without a word about savings the cushion is not known: a pay account alone would make everybody look poor.
    """
    if person is None:
        return Cushion(None, None, None, None)
    spent = float(np.mean(person.left[-12:]))
    income = float(np.median(person.came[-12:]))
    known = None if savings is None else savings + (person.balance_cents or 0)
    months = None if known is None or spent <= 0 else max(0.0, known / spent)
    came = _pays(person)
    spread = float(np.std(came) / np.mean(came)) if len(came) >= FEWEST else None
    owed = sum(monthly_of(one) for one in person.streams if one.direction == "out" and says("debt", one.payee))
    return Cushion(
        months,
        spread,
        (income - spent) / income if income > 0 else None,
        owed / income if income > 0 else None,
    )


def _pays(person: Person) -> list[int]:
    """Cents of the last payments of the main pay, else of the last months: two pays in some months and three in others
    are no unsteady income."""
    names = {name for place in pay_streams(person) for name in person.streams[place].transaction_ids}
    if not names:
        return [int(one) for one in person.came[-12:] if one > 0]
    paid = person.rows.filter(person.rows["transaction_id"].is_in(list(names)))["amount_cents"].to_list()
    return [int(one) for one in paid[-12:]]


def capacity_level(cushion: Cushion, horizon: int | None) -> tuple[Level | None, list[str]]:
    """The level, and sentences why, the weakest points first; one weak point is enough for ``low``."""
    points: list[tuple[bool, bool, str]] = []  # weak, strong, why
    if cushion.months is not None:
        why = f"Savings cover {cushion.months:.1f} months of their spending."
        points.append((cushion.months < LITTLE_CUSHION, cushion.months >= MUCH_CUSHION, why))
    if horizon is not None:
        why = f"The money is needed in {horizon} {'year' if horizon == 1 else 'years'}."
        points.append((horizon < SOON, horizon >= LATE, why))
    if cushion.spare is not None:
        why = f"{cushion.spare:.0%} of income is left in a usual month."
        if cushion.spare < 0:
            why = f"A usual month spends {-cushion.spare:.0%} of income more than comes in."
        points.append((cushion.spare < 0, cushion.spare >= SPARE, why))
    if cushion.spread is not None:
        weak = cushion.spread > UNSTEADY and (cushion.months or 0) < MUCH_CUSHION
        why = f"Pay varies by {cushion.spread:.0%} from one time to the next."
        points.append((weak, cushion.spread <= STEADY, why))
    if cushion.debt:
        why = f"Debts take {cushion.debt:.0%} of income."
        points.append((cushion.debt > MUCH_DEBT, cushion.debt <= MUCH_DEBT / 2, why))
    because = [why for _, _, why in sorted(points, key=lambda one: (not one[0], one[1]))]
    if any(weak for weak, _, _ in points):
        return "low", because
    if cushion.months is None or horizon is None:
        return None, because
    return ("high" if all(strong for _, strong, _ in points) else "medium"), because


def shown_level(held: Mapping[str, tuple[Held, int]], in_fall: str | None) -> tuple[Level | None, list[str]]:
    """The level that holdings and behaviour show, and sentences why.

    Parameters
    ----------
    held : by asset, its kind and cents.
    in_fall : ``sold``, ``kept`` or ``bought`` when prices fell last; None: not told.
    """
    whole = sum(cents for _, cents in held.values())
    because: list[str] = []
    level: Level | None = None
    if whole > 0:
        risky = sum(cents for kind, cents in held.values() if kind in RISKY) / whole
        because.append(f"{risky:.0%} of what they hold can fall a lot: shares, property, crypto.")
        level = "low" if risky <= LITTLE_RISK else "high" if risky >= MUCH_RISK else "medium"
        kind, cents = max(held.values(), key=lambda one: one[1] if one[0] in RISKY else -1)
        if kind in RISKY and cents / whole > ONE and len(held) > 1:
            because.append(f"The largest is {cents / whole:.0%}: is it one company, or a fund of many?")
    if in_fall is not None:
        did = {"sold": "sold", "kept": "kept what they had", "bought": "bought more"}[in_fall]
        because.append(f"When prices fell last they {did}.")
        if in_fall == "sold" and level in ("medium", "high"):
            level = None  # holdings and behaviour say different things
        elif level is None:
            level = "low" if in_fall == "sold" else None
    return level, because
