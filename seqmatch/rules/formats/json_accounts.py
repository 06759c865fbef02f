"""Accounts of a plan in another system: placeholder ids, and the probable sort of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.graph import Edge
from seqmatch.rules.accounts.kinds import AccountKind, kinds_of
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.reading import debts_of, read_rules
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Action, RuleSet

_LIABILITIES = frozenset((AccountKind.CREDIT_CARD, AccountKind.LOAN, AccountKind.MORTGAGE))


class Accounts:
    """Placeholder ids: one for each name, and a second one where money goes from a name to itself.

    Parameters
    ----------
    rules : with every account under one spelling.
    word : how ids begin.
    others : names of further accounts.

    Attributes
    ----------
    names, kinds : id -> name, and what the account probably is; in the order of the ids.
    """

    def __init__(self, rules: RuleSet, word: str, others: Iterable[str] = ()) -> None:
        guessed = kinds_of(rules)
        self._debts = debts_of(rules, roles_of(rules))
        self._first: dict[str, str] = {}
        self._second: dict[str, str] = {}
        self.names: dict[str, str] = {}
        self.kinds: dict[str, AccountKind] = {}
        liabilities = self._paid(rules, guessed)
        for name in [*guessed, *others]:
            if same_account(name) not in self._first:
                kind = AccountKind.LOAN if same_account(name) in liabilities else guessed.get(name, AccountKind.POD)
                self._first[same_account(name)] = self._add(word, name, kind)
        for action in rules.actions:
            name = same_account(action.source)
            if name == same_account(action.destination) and name not in self._second:
                self._second[name] = self._add(word, action.destination, AccountKind.CHECKING)

    def _paid(self, rules: RuleSet, guessed: Mapping[str, AccountKind]) -> set[str]:
        """Debts that are paid by actions of their own and look like no liability yet: such actions need one."""
        known = {same_account(name) for name, kind in guessed.items() if kind in _LIABILITIES}
        return {
            part.destination
            for reading in read_rules(rules)
            for step in reading.steps
            for part in step.parts
            if step.kind is StepKind.PAYMENT and part.destination in self._debts and part.destination not in known
        }

    def _add(self, word: str, name: str, kind: AccountKind) -> str:
        key = f"{word}-{len(self.names) + 1}"
        self.names[key] = name
        self.kinds[key] = kind
        return key

    def of(self, name: str) -> str:
        """The id of the account, the first one where there are two."""
        return self._first[same_account(name)]

    def ends(self, action: Action) -> Edge:
        """Ids of source and destination."""
        source, destination = same_account(action.source), same_account(action.destination)
        return self._first[source], (self._second if source == destination else self._first)[destination]

    def owes(self, name: str) -> bool:
        """Whether the account is a debt."""
        return same_account(name) in self._debts
