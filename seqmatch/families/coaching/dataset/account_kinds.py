"""Which of a person's accounts holds money, owes it, or is for saving: decided here and nowhere else."""

from __future__ import annotations

import re
from typing import Literal

import numpy as np

from seqmatch.estimators.forecasting.low_balance_features import SPREAD_DAYS
from seqmatch.families.coaching.person import Account, Person

Kind = Literal["holds", "owes", "untold"]
OWES = 0.9
"""Quantile of an account's balances at or below 0 from which it owes."""
QUARTER = 91
SPENT_FROM = 0.2
"""Of what came in, from which an account for saving is one to live from too."""
_SAVINGS = re.compile(r"(?i)sav|\bpot\b|reserve|goal|rainy|emergency|spar|epargne|ahorro|tagesgeld|livret|\bisa\b")
_CARD = re.compile(r"(?i)credit(?! union)|(?<!debit )\bcard\b|visa|master ?card|amex|kreditkarte|\bcc\b")


def kind_of(person: Person, account: Account) -> Kind:
    """Whether an account holds money, owes it, or does not tell its balance."""
    if account.balance_cents is None:
        return "untold"
    return "owes" if owes(person, account) else "holds"


def owes(person: Person, account: Account) -> bool:
    """Whether an account is a card or a loan: by its name, or because nine of ten of its days end at or below 0.

    One that gets pay holds money: a current account that is always overdrawn, a prepaid card that is in credit.
    """
    named = bool(_CARD.search(account.name))
    if account.balance_cents is None:
        return named
    below = _never_in_credit(account)
    return (named and below) or ((named or below) and not _gets_pay(person, account))


def is_savings(person: Person, account: Account) -> bool:
    """Whether an account is for saving, by its name."""
    return bool(_SAVINGS.search(account.name)) and not owes(person, account)


def not_seen(person: Person) -> str | None:
    """Why these accounts do not show what a person earns and spends, as a sentence; None where they may."""
    came, left = int(person.received[-QUARTER:].sum()), int(person.spent[-QUARTER:].sum())
    if not came and not left:
        return "In the last 13 weeks no money came in or went out, transfers between own accounts apart."
    accounts = person.accounts.values()
    if all(owes(person, one) for one in accounts):
        return "Only a card or a loan is here: what comes in pays it back, so it is no pay."
    aside = all(owes(person, one) or is_savings(person, one) for one in accounts)
    if aside and left <= SPENT_FROM * came:
        return "Only an account for saving is here, not the one that pay comes to and bills are paid from."
    return None


def begins(account: Account) -> int:
    """The day of its first movement."""
    return int(np.argmax(account.flow != 0))


def _never_in_credit(account: Account) -> bool:
    balances = account.balances
    return balances is not None and bool(np.quantile(balances[begins(account) :][-2 * SPREAD_DAYS :], OWES) <= 0)


def _gets_pay(person: Person, account: Account) -> bool:
    own = set(person.frame.filter("own_transfer")["transaction_id"])
    return any(
        one.direction == "in" and (one.account or "") == account.name and not own & set(one.transaction_ids)
        for one in person.streams
    )
