"""Run rules over days of income, exactly, in whole cents.

What an action does when its turn comes:

- PERCENTAGE: that share of the amount that arrived (not of what is left), rounded down to the cent; a dated rule, for
  which nothing arrives, takes it of what the rule's account holds when the rule starts.
- FIXED: that amount.
- REMAINDER: all that is left in the source.
- OVERFLOW: all that is left in the source above the stated amount.

A PERCENTAGE or FIXED above what the source holds fails, it does not take less. A failed action stops those after it in
its rule. A sweep that finds nothing, and a percentage that rounds to zero, move nothing and are no failure. Platform
limits such as the least amount of a transfer are a matter of ``check``; here even a cent moves.

What runs when:

- ``triggers.py`` says when a rule is looked at; rules of one account are looked at in their order in the text, and
  conditions are tested when the rule's turn comes.
- A move makes money arrive at its destination, which may set off further rules: breadth first, so that all rules of one
  arrival finish before those of the arrivals they caused.
- On one day: the arrivals in the order given, each with all it sets off, then the rules dated to that day.
- Circles end: a rule runs at most MOST_RUNS times for one arrival from outside (or one dated run), and after MOST_STEPS
  steps in all no further rule runs. Both are reported as failures; the money stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from seqmatch.errors import ArgumentError
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.simulation.run import Run
from seqmatch.rules.simulation.schedule import end_of_month
from seqmatch.rules.triggers import same_account
from seqmatch.schemas.rule import Role, RuleSet
from seqmatch.schemas.simulation import Arrival, Simulation

MOST_DAYS = 3_700


def simulate(
    rules: RuleSet,
    arrivals: Sequence[Arrival],
    opening: Mapping[str, int] | None = None,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Simulation:
    """Let ``arrivals`` come in and run ``rules`` on them, day by day.

    Parameters
    ----------
    rules : the rules; what could not be parsed takes no part.
    arrivals : money from outside; of one day in this order.
    opening : account -> cents before the first day; accounts that are not named hold nothing.
    first_day, last_day : days (inclusive) on which dated rules run, by default from the first arrival's day to the end
        of the last arrival's month. Arrivals lie between them. Without arrivals, name both.

    Raises
    ------
    ArgumentError : an amount below zero, an arrival outside the days, or more than MOST_DAYS days.

    Examples
    --------
    >>> from seqmatch.rules.parse import parse_rules
    >>> rules = parse_rules("When funds are received: 10.00% of incoming funds goes from Pay to Savings.")
    >>> dict(simulate(rules, [Arrival(date(2026, 1, 1), "Pay", 100_000)]).balances)
    {'Pay': 90000, 'Savings': 10000}
    """
    held = _opening(opening or {})
    arrivals = tuple(Arrival(a.day, same_account(a.account), a.cents) for a in arrivals)
    days = _days(arrivals, first_day, last_day)
    run = Run(rules, held, [arrival.account for arrival in arrivals])
    by_day: dict[int, list[Arrival]] = {}
    for arrival in arrivals:
        by_day.setdefault(arrival.day.toordinal(), []).append(arrival)
    for day in days:
        run.day = date.fromordinal(day)
        for arrival in by_day.get(day, ()):
            run.arrive(arrival)
        run.dated_rules()
    balances = run.ledger.balances
    return Simulation(
        arrivals=arrivals,
        opening=held,
        moves=tuple(run.moves),
        failures=tuple(run.failures),
        balances=balances,
        unallocated={name: balances[name] for name in _waiting_places(rules, arrivals) if balances[name]},
    )


def _waiting_places(rules: RuleSet, arrivals: Iterable[Arrival]) -> dict[str, None]:
    """Accounts whose money still waits for a purpose: where income arrives, and routers."""
    places = dict.fromkeys(arrival.account for arrival in arrivals)
    waiting = (Role.INCOME, Role.ROUTER)
    places.update(dict.fromkeys(same_account(name) for name, role in roles_of(rules).items() if role in waiting))
    return places


def _opening(opening: Mapping[str, int]) -> dict[str, int]:
    held: dict[str, int] = {}
    for name, cents in opening.items():
        if cents < 0:
            raise ArgumentError("A balance is a number of cents, 0 or more.", path="opening", example='{"Rent": 50000}')
        held[same_account(name)] = held.get(same_account(name), 0) + cents
    return held


def _days(arrivals: Sequence[Arrival], first_day: date | None, last_day: date | None) -> range:
    """The days to run through, as ordinals; none where neither arrivals nor the caller say which."""
    if any(arrival.cents < 1 for arrival in arrivals):
        raise ArgumentError("What arrives is a number of cents, 1 or more.", path="arrivals", example="450000")
    paydays = [arrival.day for arrival in arrivals]
    first = first_day or min(paydays, default=None)
    last = last_day or (end_of_month(max(paydays)) if paydays else None)
    if first is None or last is None:
        return range(0)
    if not all(first <= day <= last for day in paydays):
        raise ArgumentError("Every arrival lies between first_day and last_day.", path="arrivals")
    if (last - first).days >= MOST_DAYS:
        raise ArgumentError(f"Name at most {MOST_DAYS} days.", path="last_day")
    return range(first.toordinal(), last.toordinal() + 1)
