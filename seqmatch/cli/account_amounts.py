"""``--amount "Visa Blue=250"``: the monthly amounts that the rules do not state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import typer

from seqmatch.cli.money import dollars
from seqmatch.errors import ArgumentError, nearest_name

if TYPE_CHECKING:
    from seqmatch.schemas.rule import RuleSet


def account_amounts(typed: Iterable[str], rules: RuleSet) -> dict[str, int]:
    """Account -> cents a month, of what was typed as ``account=dollars``.

    Raises
    ------
    ArgumentError : it is not of that form, or the rules pay no such account without an amount.
    """
    from seqmatch.rules.account_names import same_account
    from seqmatch.rules.checks.check import LONGEST_NAME
    from seqmatch.rules.plain_text import plain

    askable = without_amount(rules, {})
    amounts: dict[str, int] = {}
    for one in typed:
        name, equals, amount = one.rpartition("=")
        account = same_account(name)
        if not equals or not account:
            raise ArgumentError(
                "Must be an account, an equals sign, and dollars a month.",
                path="--amount",
                example='--amount "Visa Blue=250"',
            )
        if account not in askable:
            near = nearest_name(account, askable)
            raise ArgumentError(
                "The rules make no payment without an amount to an account of this name.",
                path="--amount",
                nearest=near and plain(near, LONGEST_NAME),
            )
        try:
            amounts[account] = dollars(amount)
        except typer.BadParameter as error:
            raise ArgumentError(error.message, path="--amount", example='--amount "Visa Blue=250"') from None
    return amounts


def without_amount(rules: RuleSet, amounts: Mapping[str, int]) -> list[str]:
    """Accounts that are paid by an amount nobody said, in the order of the rules."""
    from seqmatch.rules.reading import read_rules
    from seqmatch.schemas.reading import StepKind

    steps = (step for reading in read_rules(rules) for step in reading.steps if step.kind is StepKind.PAYMENT)
    paid = dict.fromkeys(part.destination for step in steps for part in step.parts)
    return [account for account in paid if account not in amounts]
