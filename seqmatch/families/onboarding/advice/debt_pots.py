"""Pots for debts that pay nobody, or less than they get: all of it goes to one debt."""

from __future__ import annotations

from collections.abc import Iterator

from seqmatch.families.onboarding.advice.change import Change, role_word
from seqmatch.families.onboarding.advice.draft import Draft
from seqmatch.families.onboarding.advice.picture import Account, Picture
from seqmatch.families.onboarding.advice.simulation import dollars
from seqmatch.rules.account_names import same_account
from seqmatch.rules.reading import ENTIRE
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import Action, ActionForm, Role, Rule

_OWED = frozenset((Role.CREDIT_CARD, Role.LOAN))
_LEAST_STUCK = 5_000
"""Cents a month below which what stays is not worth a word."""
_MOST_KEPT = 0.15
"""Share of what a pot gets that may stay there, for a month with less."""
_WHICH = (
    "Balances and rates are not in the rules, so it goes to the debt with the smallest payment; if another has a higher"
    " rate, send it there."
)
_NEXT = "Once that debt is paid, send it to the next."


def stuck_pots(picture: Picture) -> list[Account]:
    """Pots for debts in which money stays, though what leaves them is known."""
    unstated = {s.source for reading in picture.readings for s in reading.steps if s.kind is StepKind.PAYMENT}
    return [
        account
        for name, account in picture.accounts.items()
        if account.role is Role.DEBT_PAYOFF and name in picture.fed and name not in unstated and not account.overdue
        if account.gets - account.pays >= max(_LEAST_STUCK, _MOST_KEPT * account.gets)
    ]


def debt_of(picture: Picture, pot: Account) -> str | None:
    """The debt that a pot pays already, else the one with the smallest payment; None where no debt has a name."""
    paid = [name for (source, name), cents in picture.given.items() if source == pot.name and cents]
    if paid:
        return paid[0] if len(paid) == 1 and picture.roles[paid[0]] in _OWED else None
    owed = [name for name in picture.debts if picture.roles[name] in _OWED and not picture.accounts[name].pays]
    return min(owed, key=lambda name: picture.accounts[name].gets, default=None)


def paid_out(picture: Picture, draft: Draft) -> Iterator[Change]:
    """What a pot for debts gets is sent on to one debt, whole and on the day it comes."""
    for pot in stuck_pots(picture):
        debt = debt_of(picture, pot)
        own = [at for at, rule in enumerate(draft.rules) if pot.name in {same_account(a.source) for a in rule.actions}]
        if debt is None or len(own) > 1 or (own and not _pays_only(draft.rules[own[0]], debt)):
            continue
        spelt = {same_account(name): name for a in draft.whole.actions for name in (a.source, a.destination)}
        rule = Rule((), (Action(ActionForm.PERCENTAGE, spelt[pot.name], spelt[debt], ENTIRE),))
        place = own[0] if own else len(draft.rules)
        was = draft.rules[place] if own else None
        yield Change(
            "add" if was is None else "change",
            picture.roles[debt],
            rule.actions[0],
            f"Send all of debt payoff on to the {role_word(picture.roles[debt])}",
            f"Debt payoff gets {dollars(pot.gets)} a month and pays {dollars(pot.pays)}: {dollars(pot.gets - pot.pays)}"
            f" a month sits there while interest runs. {_WHICH if was is None else _NEXT}",
            draft.with_rule(place, rule),
            replaces=was.actions[0] if was else None,
            number=place,
            was=was,
        )


def _pays_only(rule: Rule, debt: str) -> bool:
    return [same_account(action.destination) for action in rule.actions] == [debt]
