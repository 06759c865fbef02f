"""Balances of accounts: money enters by ``receive`` and leaves by ``pay``, and nothing takes more than is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Ledger:
    """Balances in cents, never below zero.

    Parameters
    ----------
    accounts : every account to list, also those that hold nothing.
    opening : account -> cents (at least 0) to begin with.
    """

    def __init__(self, accounts: Iterable[str], opening: Mapping[str, int]) -> None:
        self.balances = dict.fromkeys(accounts, 0)
        self.balances.update(opening)

    def balance(self, account: str) -> int:
        return self.balances.get(account, 0)

    def receive(self, account: str, cents: int) -> None:
        """``cents`` (at least 0) come from outside."""
        self.balances[account] = self.balance(account) + cents

    def pay(self, account: str, cents: int) -> int:
        """``cents`` (at least 0) leave; returns how many cents are missing: where any are, nothing happens."""
        missing = max(0, cents - self.balance(account))
        if not missing:
            self.balances[account] = self.balance(account) - cents
        return missing

    def move(self, source: str, destination: str, cents: int, *, at_once: bool = True) -> bool:
        """Move exactly ``cents`` (at least 0); False, and nothing happens, where ``source`` holds less.

        A transfer that is not there at once leaves the ledger until ``receive`` brings it back.
        """
        held = self.balance(source)
        if cents < 0 or cents > held:
            return False
        self.balances[source] = held - cents
        if at_once:
            self.balances[destination] = self.balance(destination) + cents
        return True
