"""Reads, checks and simulates a step's rule before anybody sees it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from seqmatch.families.coaching.advice.situation import Situation
from seqmatch.rules.checks.check import check_rules
from seqmatch.rules.parse import parse_rules
from seqmatch.rules.render import render_rules
from seqmatch.rules.simulation.simulate import simulate
from seqmatch.schemas.rule import Rule
from seqmatch.schemas.simulation import Arrival
from seqmatch.schemas.stream import TIMES_A_YEAR

DAYS = 91


@dataclass(frozen=True)
class Checked:
    """What a rule would do over the next three months.

    Attributes
    ----------
    rule_text : in the rule language; it reads back as the rule that was meant.
    moved_cents : moved by it in all.
    """

    rule_text: str
    moved_cents: int


def checked(rule: Rule, situation: Situation) -> Checked | None:
    """What the rule does to the pay that is expected; None where its text would be read otherwise, or something fails.

    Only pay arrives and nothing is spent, so that the rule is shown at its most.
    """
    text = render_rules([rule])
    rules = parse_rules(text)
    if rules.unparsed or rules.rules != (rule,) or any(one.severity == "error" for one in check_rules(rules)):
        return None
    account = situation.pay_account
    if account is None:
        return None
    arrivals = [Arrival(day, account, cents) for day, cents in _pay_ahead(situation)]
    opening = {
        name: max(0, one.balance_cents)
        for name, one in situation.person.accounts.items()
        if one.balance_cents is not None and name
    }
    first = situation.person.today + dt.timedelta(days=1)
    done = simulate(rules, arrivals, opening, first_day=first, last_day=first + dt.timedelta(days=DAYS - 1))
    if done.failures:
        return None
    return Checked(text, sum(one.cents for one in done.moves))


def _pay_ahead(situation: Situation) -> list[tuple[dt.date, int]]:
    """Expected pay of the next DAYS days, by day."""
    found = []
    last = situation.person.today + dt.timedelta(days=DAYS)
    for one in situation.pay:
        due, step = one.next_due, 365.25 / TIMES_A_YEAR[one.cadence]
        for number in range(60):
            day = due + dt.timedelta(days=round(number * step))
            if day > last:
                break
            if day > situation.person.today:
                found.append((day, one.amount_cents))
    return sorted(found)
