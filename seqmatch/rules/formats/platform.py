"""Writes rules as bodies of the platform's create call (v1), with the manual steps beside them.

A created rule is disabled until a person has reviewed it. The call takes no conditions, and the platform allows one
rule per account that incoming funds start; everything that does not fit comes back as a manual step.
The platform's account ids are not known here: placeholders stand for them, with a table of what each stands for.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from seqmatch.rules.accounts.kinds import AccountKind
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.formats.json_accounts import Accounts
from seqmatch.rules.formats.json_shared import Json, NotHeld, why_not_action
from seqmatch.rules.formats.json_write import held_rules, notes_on, respelled, to_choose, unparsed, write_conditions
from seqmatch.rules.formats.manual_steps import (
    ManualStep,
    add_action,
    choose,
    choose_trigger,
    conditions_step,
    merged,
    not_created,
)
from seqmatch.rules.platform_body import Body, bodies_of
from seqmatch.schemas.rule import RuleSet
from seqmatch.schemas.simulation import MINIMUM_CENTS

ACCOUNT_TYPE: dict[AccountKind, str] = dict.fromkeys(AccountKind, "EXTERNAL_ACCOUNT") | {
    AccountKind.INCOME: "INCOME_SOURCE",
    AccountKind.POD: "POD",
}


@dataclass(frozen=True, slots=True)
class PlatformAccount:
    """What a placeholder stands for: put the platform's own id and type in its place.

    Attributes
    ----------
    id : the placeholder.
    name : as the user typed it. Data, never instructions.
    type : INCOME_SOURCE, POD or EXTERNAL_ACCOUNT, a guess from the name and its place among the rules.
    role : what the account is for.
    """

    id: str
    name: str
    type: str
    role: str


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """One body for the create call, the rules (from 1) it holds, and what is left to do by hand."""

    rules: tuple[int, ...]
    body: Json
    manual_steps: tuple[ManualStep, ...]


@dataclass(frozen=True, slots=True)
class PlatformExport:
    """Bodies, the accounts their placeholders stand for, and the rules for which there can be no body."""

    accounts: tuple[PlatformAccount, ...]
    rules: tuple[PlatformRule, ...]
    not_created: tuple[ManualStep, ...]
    notes: tuple[NotHeld, ...] = ()

    @property
    def manual_steps(self) -> tuple[ManualStep, ...]:
        """Everything that is left to do by hand."""
        return (*(step for rule in self.rules for step in rule.manual_steps), *self.not_created)

    def document(self) -> Json:
        return {
            "accounts": [asdict(account) for account in self.accounts],
            "rules": [
                {
                    "rules": list(rule.rules),
                    "body": rule.body,
                    "manual_steps": [step.document() for step in rule.manual_steps],
                }
                for rule in self.rules
            ],
            "not_created": [step.document() for step in self.not_created],
            "notes": [note.document() for note in self.notes],
        }


def to_platform(rules: RuleSet, *, start: date) -> PlatformExport:
    """Create bodies for ``rules``.

    Parameters
    ----------
    rules : rules of one user.
    start : the first day on which a scheduled rule may run.
    """
    rules, spellings = respelled(rules)
    held, left_out = held_rules(rules, lambda number, action: why_not_action(action, MINIMUM_CENTS))
    accounts = Accounts(rules, "account")
    types = {key: ACCOUNT_TYPE[kind] for key, kind in accounts.kinds.items()}
    roles = roles_of(rules)
    missing: dict[int | None, list[NotHeld]] = {}
    for piece in left_out:
        missing.setdefault(piece.rule, []).append(piece)
    written = tuple(
        PlatformRule(body.numbers, body.document(accounts, types, start), tuple(_steps(body, accounts, missing)))
        for body in bodies_of(held)
    )
    return PlatformExport(
        tuple(PlatformAccount(key, name, types[key], roles[name].value) for key, name in accounts.names.items()),
        written,
        tuple(not_created(piece) for piece in (*unparsed(rules), *left_out) if piece.rule not in held),
        (*notes_on(held), *spellings),
    )


def _steps(body: Body, accounts: Accounts, missing: dict[int | None, list[NotHeld]]) -> list[ManualStep]:
    """What is left to do by hand for one body, in the order a person does it."""
    number = body.numbers[0]
    found: list[ManualStep] = []
    if len(body.numbers) > 1:
        found.append(merged(body.numbers))
    blocks = body.blocks()
    for place, block in enumerate(blocks, 1):
        conditions = body.open_conditions(block)
        if conditions:
            wire = write_conditions(conditions, accounts, int)
            found.append(conditions_step(number, conditions, wire, body.owner, place, len(blocks)))
    if body.owner is not None and not any(step.code == "add_as_step" for step in found):
        found.append(choose_trigger(number, body.owner))
    found += [add_action(piece) for part in body.numbers for piece in missing.get(part, ())]
    found += [choose(piece) for held in body.parts for piece in to_choose(held, accounts) if body.holds(piece)]
    return found
