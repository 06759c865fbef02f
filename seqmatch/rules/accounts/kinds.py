"""Guesses what sort of account a name stands for, for another system; a person confirms it."""

from __future__ import annotations

from enum import StrEnum

from seqmatch.rules.accounts.roles import roles_of
from seqmatch.schemas.rule import ActionForm, Role, RuleSet


class AccountKind(StrEnum):
    INCOME = "income"
    """Where money comes into the plan; nothing is ever sent there."""
    POD = "pod"
    """An envelope inside the platform."""
    CHECKING = "checking"
    SAVINGS = "savings"
    CREDIT_CARD = "credit_card"
    MORTGAGE = "mortgage"
    LOAN = "loan"
    INVESTMENT = "investment"
    PAYEE = "payee"
    """Somebody else's account: the money has left."""


_BY_ROLE = {
    Role.CHECKING: AccountKind.CHECKING,
    Role.SAVINGS: AccountKind.SAVINGS,
    Role.CREDIT_CARD: AccountKind.CREDIT_CARD,
    Role.MORTGAGE: AccountKind.MORTGAGE,
    Role.LOAN: AccountKind.LOAN,
    Role.INVESTMENTS: AccountKind.INVESTMENT,
    Role.RETIREMENT: AccountKind.INVESTMENT,
    Role.CRYPTO: AccountKind.INVESTMENT,
    Role.PERSON: AccountKind.PAYEE,
}
_BILLED = frozenset((Role.HOUSING, Role.UTILITIES, Role.PHONE_INTERNET, Role.INSURANCE))
"""Paid in exact amounts these are bills; filled by shares they are envelopes."""
_ENDS = frozenset((AccountKind.CREDIT_CARD, AccountKind.MORTGAGE, AccountKind.LOAN, AccountKind.PAYEE))
"""Rules cannot take money out of these: an account of such a name that money leaves is an envelope for it."""


def kinds_of(rules: RuleSet) -> dict[str, AccountKind]:
    """Every account named in ``rules``, in order of first appearance -> its probable kind."""
    roles = roles_of(rules)
    sources = {action.source for action in rules.actions}
    fed = {action.destination for action in rules.actions}
    shared = {action.destination for action in rules.actions if action.form is not ActionForm.FIXED}
    watched = {condition.account for rule in rules.rules for condition in rule.conditions}
    kinds: dict[str, AccountKind] = {}
    for name in names_of(rules):
        role = roles[name]
        kind = _BY_ROLE.get(role, AccountKind.POD)
        if role is Role.INCOME and name not in fed:
            kind = AccountKind.INCOME
        elif role in _BILLED and name not in shared:
            kind = AccountKind.PAYEE
        if kind in _ENDS and (name in sources or (kind is AccountKind.PAYEE and name in watched)):
            kind = AccountKind.POD  # only an account of one's own has a balance that rules can look at
        kinds[name] = kind
    return kinds


def names_of(rules: RuleSet) -> list[str]:
    """Every account's name as typed, once, in order of first appearance."""
    names: dict[str, None] = {}
    for rule in rules.rules:
        for action in rule.actions:
            names[action.source] = None
            names[action.destination] = None
        for condition in rule.conditions:
            if condition.account is not None:
                names[condition.account] = None
    return list(names)
