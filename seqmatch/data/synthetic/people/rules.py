"""Turns the patterns of one synthetic user into rules as a person would set them up.

Money comes in at an income source, is routed to accounts that feed others, and ends where it is spent or kept.
Everything here depends on what the profile and the patterns show already, never on the goal (``cohort_model``, step 6).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from seqmatch.data.synthetic.people.amounts import fixed_cents, kept_cents
from seqmatch.data.synthetic.people.conditions import Conditions
from seqmatch.data.synthetic.people.divisions import Percentages
from seqmatch.data.synthetic.people.names import Manner, account_name, manner_of
from seqmatch.schemas.rule import Action, ActionForm, Role, Rule

NEGATIVE_SHARE = 0.001
TWICE_SHARE = 0.18
"""Of the rules that want the same as the one before: those that are the one before."""
FEEDS = {
    Role.ROUTER: 12.0,
    Role.CHECKING: 4.0,
    Role.OPERATING_EXPENSES: 3.0,
    Role.BILLS: 3.0,
    Role.INCOME: 3.0,
    Role.SPENDING: 2.0,
    Role.OWNERS_PAY: 2.0,
    Role.DEBT_PAYOFF: 2.0,
    Role.SAVINGS: 1.5,
    Role.PROFIT: 1.5,
    Role.TAXES: 1.0,
    Role.UNKNOWN: 0.0,
}
"""How readily an account that receives money passes it on; 0.5 for roles not named here. A name that says nothing would
be read as a router if it passed everything on."""
USUAL_ORDER = (ActionForm.REMAINDER, ActionForm.FIXED, ActionForm.PERCENTAGE, ActionForm.OVERFLOW)
"""Of the sentence forms in a rule, where too few people write those together: what is due, amounts, then shares."""
RARELY_MIXED = {ActionForm.REMAINDER: -0.35, ActionForm.OVERFLOW: 0.5}
"""Forms that are left to the rules of one action more (above 0) or less readily than others."""
LONGER = 0.8
"""How readily a rule of one action takes another, beside one of two actions that takes 2.8."""
ALONE = {ActionForm.OVERFLOW: 0.9, ActionForm.FIXED: 0.6, ActionForm.PERCENTAGE: 0.2, ActionForm.REMAINDER: 0.03}
"""How readily an action is the only one of its rule."""

Want = tuple[Role, ActionForm]


class AccountsInUse:
    """One user's accounts while the rules are being written: names in use, what they are for, who feeds whom."""

    def __init__(self, income_band: str | None, sentences: dict[str, Any], luck: Random) -> None:
        self.income_band = income_band
        self.sentences = sentences
        self.luck = luck
        self.manner: Manner = manner_of(luck)
        self.taken: set[str] = set()
        self.named: dict[Role, list[str]] = {}
        self.role_of: dict[str, Role] = {}
        self.sources: list[str] = []

    def destination(self, role: Role) -> str:
        """An account of this role to send money to: one already used, or a new one."""
        known = self.named.setdefault(role, [])
        if known and self.luck.random() < self.sentences["same_account_again"]:
            return self.luck.choice(known)
        name = account_name(role, self.manner, self.luck, self.taken)
        known.append(name)
        self.role_of[name] = role
        return name

    def source(self, destinations: set[str]) -> str:
        """Where the money of the next rule comes from: never from one of its own destinations."""
        again = [name for name in self.sources if name not in destinations]
        if again and self.luck.random() < self.sentences["same_source_again"]:
            return self.luck.choice(again)
        fed = [name for name in self.role_of if name not in destinations and name not in self.sources]
        weights = [FEEDS.get(self.role_of[name], 0.5) for name in fed]
        if any(weights) and self.luck.random() < self.sentences["source_is_fed"]:
            name = self.luck.choices(fed, weights)[0]
        else:
            role = Role.INCOME if not self.sources or self.luck.random() < 0.7 else Role.CHECKING
            name = account_name(role, self.manner, self.luck, self.taken)
        self.sources.append(name)
        return name

    def patterns(self, rule: Rule) -> list[Want]:
        return [(self.role_of[action.destination], action.form) for action in rule.actions]


def write_rules(
    wants: Counter[Want],
    number_of_rules: int,
    *,
    income_band: str | None,
    sentences: dict[str, Any],
    luck: Random,
) -> list[Rule]:
    """The rules of one user.

    Parameters
    ----------
    wants : how many actions of each (destination role, form); all of them, and no others, appear.
    number_of_rules : at most as many as actions.
    sentences : the table of that name.
    """
    home = AccountsInUse(income_band, sentences, luck)
    ways = Conditions(income_band, sentences, luck)
    # All destinations are named before any source: what a later rule feeds may well be what an earlier one spends.
    blocks = [(block, [home.destination(role) for role, _ in block]) for block in _blocks(home, wants, number_of_rules)]
    rules = []
    for (block, destinations), conditions in zip(blocks, ways.numbers(len(blocks)), strict=True):
        cases = ways.are_cases(conditions, _percentages(block))
        rule = _rule(home, block, destinations, cases)
        rules.append(replace(rule, conditions=ways.draw(rule, conditions, cases)))
    for i in range(1, len(rules)):
        # The same rule set up twice; only in the place of its like, so that the patterns shown stay those wanted.
        if luck.random() < TWICE_SHARE and home.patterns(rules[i]) == home.patterns(rules[i - 1]):
            rules[i] = rules[i - 1]
    return rules


def _blocks(home: AccountsInUse, wants: Counter[Want], number: int) -> list[list[Want]]:
    """The actions shared out over ``number`` rules: a few long ones, many of one action, kin beside kin."""
    luck = home.luck
    sizes = [1] * number
    for _ in range(sum(wants.values()) - number):
        # A rule attracts actions the more it has, so that few rules become long.
        sizes[luck.choices(range(number), [size**1.5 if size > 1 else LONGER for size in sizes])[0]] += 1
    order = {form: luck.random() + RARELY_MIXED.get(form, 0.0) for form in ActionForm}
    actions = list(wants.elements())
    luck.shuffle(actions)
    alone = [want for want in actions if luck.random() < _alone(home, want)]
    alone = alone[: sizes.count(1)]
    rest = Counter(actions) - Counter(alone)
    kin = sorted(rest.elements(), key=lambda want: order[want[1]] + 0.25 * luck.random())
    # Routing comes first: what feeds other accounts must have a name before it can be a source.
    blocks: list[list[Want]] = []
    for size in sorted(sizes, reverse=True):
        block = kin[:size] if size > 1 or not alone else []
        kin = kin[len(block) :]
        while len(block) < size:
            block.append(alone.pop() if alone else kin.pop(0))
        blocks.append(_in_order(home, block))
    first = [block for block in blocks if any(role in (Role.ROUTER, Role.CHECKING) for role, _ in block)]
    others = [block for block in blocks if block not in first]
    luck.shuffle(others)
    return first[:1] + others + first[1:] if luck.random() < 0.5 else first + others


def _alone(home: AccountsInUse, want: Want) -> float:
    role, form = want
    # An amount that is not stated is the rest where it stands alone, a payment where more follows: each role its way.
    return ALONE[form] * (_stands_last(home, role) if form is ActionForm.REMAINDER else 1)


def _stands_last(home: AccountsInUse, role: Role) -> float:
    """How readily an action without an amount stands last in its rule, 1 for the usual role."""
    shares: dict[str, float] = home.sentences["stands_last"]
    return shares.get(str(role), shares["all"]) / shares["all"]


def _in_order(home: AccountsInUse, block: list[Want]) -> list[Want]:
    """The actions of a rule in an order that people write those forms in."""
    forms = {form for _, form in block}
    orders = home.sentences["orders"].get(" ".join(sorted(forms)))
    order = list(USUAL_ORDER)
    if orders:
        order = [ActionForm(form) for form in home.luck.choices(list(orders), list(orders.values()))[0].split(" ")]
    block = sorted(block, key=lambda want: order.index(want[1]))
    if block[-1][1] is ActionForm.REMAINDER:
        ending = [place for place, (_, form) in enumerate(block) if form is ActionForm.REMAINDER]
        weights = [_stands_last(home, block[place][0]) for place in ending]
        block.append(block.pop(home.luck.choices(ending, weights)[0]))
    return block


def _percentages(block: Sequence[Want]) -> int:
    return sum(form is ActionForm.PERCENTAGE for _, form in block)


def _rule(home: AccountsInUse, block: Sequence[Want], destinations: Sequence[str], cases: bool) -> Rule:
    source = home.source(set(destinations))
    shares = Percentages(home.sentences, home.luck)
    number, later = _percentages(block), block[0][1] is not ActionForm.PERCENTAGE
    parts = iter(shares.each_case(number) if cases and number > 1 else shares.draw(number, later))
    actions = []
    for (role, form), destination in zip(block, destinations, strict=True):
        value = None
        if form is ActionForm.PERCENTAGE:
            value = next(parts)
        elif form is ActionForm.FIXED:
            value = fixed_cents(role, home.income_band, home.luck)
            value = -value if home.luck.random() < NEGATIVE_SHARE else value
        elif form is ActionForm.OVERFLOW:
            value = kept_cents(home.income_band, home.luck)
        actions.append(Action(form, source, destination, value))
    return Rule((), tuple(actions))
