"""Accounts that money never reaches, or never leaves though it should.

Most accounts have one side only, rightly: pay comes from outside, bills and savings are where money ends. So only a hub
that keeps everything, and an envelope that no rule fills, are worth a word.
"""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.checks.problem import Problem
from seqmatch.rules.triggers import same_account
from seqmatch.schemas.rule import ActionForm, Role, RuleSet

_FED_FROM_OUTSIDE = frozenset((Role.INCOME, Role.ROUTER, Role.CHECKING, Role.UNKNOWN))
"""Roles of accounts that pay may reach directly; so may one whose money is split by percentages."""


def check_accounts(rules: RuleSet) -> Iterator[Problem]:
    """Codes ``never_drained`` and ``never_fed``, each account once, at the first action that names it."""
    roles = {same_account(name): role for name, role in roles_of(rules).items()}
    fed: dict[str, tuple[int, int]] = {}
    drained: dict[str, tuple[int, int]] = {}
    shared_out: dict[str, set[str]] = {}
    for number, rule in enumerate(rules.rules, 1):
        for position, action in enumerate(rule.actions, 1):
            source, destination = same_account(action.source), same_account(action.destination)
            fed.setdefault(destination, (number, position))
            drained.setdefault(source, (number, position))
            if action.form is ActionForm.PERCENTAGE:
                shared_out.setdefault(source, set()).add(destination)
    for name, (number, position) in fed.items():
        if name not in drained and roles[name] is Role.ROUTER:
            yield Problem("never_drained", number, {"action": str(position)})
    for name, (number, position) in drained.items():
        if name not in fed and roles[name] not in _FED_FROM_OUTSIDE and len(shared_out.get(name, ())) < 2:
            yield Problem("never_fed", number, {"action": str(position)})
