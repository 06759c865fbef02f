"""Simulates rules over days of income, exactly, in whole cents.

What a step does when its turn comes (``reading.py`` says which steps a rule has):

- DIVISION: its shares of what arrived, less what earlier steps of the run took from the account, and never of more than
  is there; on a date, where nothing arrives, of all that is there. Each share is rounded down to the cent.
- FIXED: that amount, whole or not at all.
- REST: all that is left in the account.
- OVERFLOW: all that is left above the stated amount.
- PAYMENT: its amount is not in the text. It pays what the caller says the account gets in a month, once a month;
  where nobody says, it moves nothing and the money stays.

A step above what the account holds fails, it does not take less. A failed step stops those after it in its rule. Steps
that find nothing move nothing and are no failure. Between two accounts of one name nothing moves that a balance would
show. Platform limits such as the least amount of a transfer are a matter of ``check``; here even a cent moves.

What runs when:

- A rule with days of the month is looked at on these days, after the money of the day has arrived and gone its way;
  months without the day are left out. Every other rule is looked at whenever money arrives at its account. Rules of one
  account are looked at in their order in the text, and conditions are tested when the rule's turn comes.
- A move makes money arrive at its destination, which may set off further rules: breadth first, so that all rules of one
  arrival finish before those of the arrivals they caused.
- Transfers are there at once, unless the places of both accounts are known: then they take the time of ``transit.py``.
- On one day: transfers that land, then arrivals in the order given, each with all it sets off, then dated rules, then
  payments to the outside in the order given. Banks post so: credits are booked before debits, transfers between own
  accounts run when they are made, and bills are collected in the batch at the end of the day. A biller who collects
  in the morning, before pay is there, would fail where this succeeds.
- A payment above what its account holds fails whole and is not tried again. It sets off no rule.
- Circles end: a rule runs at most MOST_RUNS times for one arrival from outside (or one dated run), and after MOST_STEPS
  steps in all no further rule runs. Both are reported as failures; the money stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from seqmatch.errors import ArgumentError
from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.simulation.run import Run
from seqmatch.rules.simulation.schedule import end_of_month
from seqmatch.schemas.rule import Role, RuleSet
from seqmatch.schemas.simulation import AccountPlace, Arrival, Payment, Simulation

MOST_DAYS = 3_700
_Told = TypeVar("_Told")


def simulate(
    rules: RuleSet,
    arrivals: Sequence[Arrival],
    opening: Mapping[str, int] | None = None,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    amounts: Mapping[str, int] | None = None,
    places: Mapping[str, AccountPlace] | None = None,
    payments: Sequence[Payment] = (),
) -> Simulation:
    """Let ``arrivals`` come in and run ``rules`` on them, day by day.

    Parameters
    ----------
    rules : the rules; what could not be parsed takes no part.
    arrivals : money from outside; of one day in this order.
    opening : account -> cents before the first day; accounts that are not named hold nothing.
    first_day, last_day : days (inclusive) on which dated rules run, by default from the first arrival's day to the end
        of the last arrival's month; payments count like arrivals. All of them lie between these days. Without any,
        name both.

    amounts : account -> cents a month for payments to it whose amount is not in the text.
    places : account -> where it is held, so that transfers take their time; others are at once.
    payments : money to the outside, of one day in this order; :func:`seqmatch.rules.simulation.bills.payments_of`
        makes them of bills that come again.

    Raises
    ------
    ArgumentError : an amount below zero, an arrival or a payment outside the days, or more than MOST_DAYS days.

    Examples
    --------
    >>> from seqmatch.rules.parse import parse_rules
    >>> rules = parse_rules("When funds are received: 10.00% of incoming funds goes from Pay to Savings.")
    >>> dict(simulate(rules, [Arrival(date(2026, 1, 1), "Pay", 100_000)]).balances)
    {'Pay': 90000, 'Savings': 10000}
    """
    held = _opening(opening or {})
    arrivals = tuple(Arrival(a.day, same_account(a.account), a.cents) for a in arrivals)
    payments = tuple(replace(payment, account=same_account(payment.account)) for payment in payments)
    days = _days(arrivals, payments, first_day, last_day)
    others = [*(arrival.account for arrival in arrivals), *(payment.account for payment in payments)]
    run = Run(rules, held, others, _named(amounts), _named(places))
    by_day: dict[int, list[Arrival]] = {}
    for arrival in arrivals:
        by_day.setdefault(arrival.day.toordinal(), []).append(arrival)
    due: dict[int, list[Payment]] = {}
    for payment in payments:
        due.setdefault(payment.day.toordinal(), []).append(payment)
    for day in days if places else run.days_of(days, {*by_day, *due}):
        run.day = date.fromordinal(day)
        run.land()
        for arrival in by_day.get(day, ()):
            run.arrive(arrival)
        run.dated_rules()
        for payment in due.get(day, ()):
            run.pay(payment)
    balances = run.ledger.balances
    return Simulation(
        arrivals=arrivals,
        opening=held,
        moves=tuple(run.moves),
        failures=tuple(run.failures),
        balances=balances,
        unallocated={name: balances[name] for name in _waiting_places(rules, arrivals) if balances[name]},
        in_transit=run.in_transit(),
        payments=tuple(run.paid),
        failed_payments=tuple(run.unpaid),
    )


def _named(told: Mapping[str, _Told] | None) -> dict[str, _Told]:
    return {same_account(name): value for name, value in (told or {}).items()}


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


def _days(
    arrivals: Sequence[Arrival], payments: Sequence[Payment], first_day: date | None, last_day: date | None
) -> range:
    """The days to run through, as ordinals; none where neither arrivals, payments nor the caller say which."""
    if any(arrival.cents < 1 for arrival in arrivals):
        raise ArgumentError("What arrives is a number of cents, 1 or more.", path="arrivals", example="450000")
    if any(payment.cents < 1 for payment in payments):
        raise ArgumentError("What is paid is a number of cents, 1 or more.", path="payments", example="120000")
    paydays = [arrival.day for arrival in arrivals]
    every = [*paydays, *(payment.day for payment in payments)]
    first = first_day or min(every, default=None)
    last = last_day or (end_of_month(max(every)) if every else None)
    if first is None or last is None:
        return range(0)
    if not all(first <= day <= last for day in paydays):
        raise ArgumentError("Every arrival lies between first_day and last_day.", path="arrivals")
    if not all(first <= day <= last for day in every):
        raise ArgumentError("Every payment lies between first_day and last_day.", path="payments")
    if (last - first).days >= MOST_DAYS:
        raise ArgumentError(f"Name at most {MOST_DAYS} days.", path="last_day")
    return range(first.toordinal(), last.toordinal() + 1)
