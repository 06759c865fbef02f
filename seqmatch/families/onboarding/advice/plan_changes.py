"""From the picture to changes, in order: repairs, what is overdue, what the goal asks for, then every other need.

Each change is tried on the rules as the changes before it left them, and kept only if no payment fails that held
before, no new error arises, and nobody who waits for money gets less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from seqmatch.families.onboarding.advice import amounts, debt_pots, failing, repairs, side_income, wages
from seqmatch.families.onboarding.advice.change import Change, fitted_change
from seqmatch.families.onboarding.advice.draft import Draft
from seqmatch.families.onboarding.advice.needs import Need, needs_of
from seqmatch.families.onboarding.advice.picture import ESSENTIAL, RESERVES, Kind, Picture
from seqmatch.families.onboarding.advice.room import fit
from seqmatch.rules.checks.accounts import names_alike
from seqmatch.rules.reading import DEBTS
from seqmatch.schemas.goal import canonical_goal
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import ROLE_TEXT, Action, ActionForm, Role, RuleSet

MOST_CHANGES = 8
"""Changes of one plan: more at once is no advice."""
_PROTECTED = frozenset((*ESSENTIAL, *DEBTS, Role.TAXES, Role.PAYROLL)) - {Role.GROCERIES, Role.TRANSPORT}
_RAISED = frozenset(
    (
        Role.EMERGENCY_FUND,
        Role.SAVINGS,
        Role.INVESTMENTS,
        Role.RETIREMENT,
        Role.DEBT_PAYOFF,
        Role.CREDIT_CARD,
        Role.LOAN,
        Role.TAXES,
    )
)
"""Roles whose accounts get more where they get too little; what bills come to is known from the bills."""
_MORE_IF_LITTLE = ("debts", "taxes")
_FAR_BELOW = 0.6
"""Share of what a need asks for below which an account for it gets more, whatever the goal is."""
_LEAVES_FOR_RESERVE = ("bills", "costs", "debts", "taxes", "investing")
_LEAST_RESERVE = 0.35
"""Share of a reserve's own share that is left for it by what comes before it."""
_LIVING_LEAST = 0.10
"""Share of a newcomer's income that stays for everyday living."""


def plan_of(picture: Picture) -> tuple[Draft, list[Change]]:
    """The rules with all changes, and the changes, most urgent first."""
    hub = picture.hub or (picture.incomes[0] if picture.incomes else ROLE_TEXT[Role.INCOME])
    draft = Draft(picture.query.rules.rules, hub, picture.year.assumptions)
    changes: list[Change] = []
    overfull = False

    def take(offered: Iterable[Change]) -> None:
        nonlocal draft
        for change in offered:
            if len(changes) < MOST_CHANGES and holds(picture, draft, change):
                draft = change.draft
                changes.append(change)

    while mended := next(repairs.overfull(draft), None):
        overfull = True
        if not holds(picture, draft, mended):
            break  # steps that were never reached would fail in its stead
        draft = mended.draft
        changes.append(mended)
    for out, filled in names_alike(draft.whole, draft.readings):
        take(repairs.misspelt(draft, out, filled))
    while mended := next(failing.waits_for_too_little(draft), None):
        before = len(changes)
        take([mended])
        if len(changes) == before:
            break
    take(failing.more_than_arrives(draft))
    if not changes:
        for account, needed in picture.short.items():
            take(repairs.short_pot(picture, draft, account, needed))
        take(wages.short_wages(picture, draft))
    take(repairs.arrears(picture, draft))
    if overfull:
        return draft, changes  # the shares are the person's to settle before anything is added
    take(repairs.profit_first(picture, draft))
    take(debt_pots.paid_out(picture, draft))
    take(side_income.taxes_set_aside(picture, draft))
    for need in needs_of(picture):
        if _leads(picture, need):
            take(_for_need(picture, draft, need, changes))
    for change in repairs.piles(picture, draft, [*wages.idle_wages(picture), *picture.piles]):
        take([change])
    for need in needs_of(picture):
        if not _leads(picture, need):
            take(_for_need(picture, draft, need, changes))
    return _with_rest(picture, draft), changes


def _leads(picture: Picture, need: Need) -> bool:
    return picture.goal is not None and canonical_goal(picture.goal) in need.goals


def _for_need(picture: Picture, draft: Draft, need: Need, changes: list[Change]) -> Iterator[Change]:
    """The change that answers ``need``; none where it is served, or where no money can be found for it."""
    if any(change.role in need.served_by or change.role is need.role for change in changes):
        return
    wanted = int(need.share(picture) * picture.income_cents)
    if need.is_served(picture):
        if (_leads(picture, need) or need.key in _MORE_IF_LITTLE) and not picture.overdue:
            yield from _more(picture, draft, need, wanted, changes)
        return
    if need.key == "costs" and not picture.query.has_rules:
        yield from _costs_from_the_rest(picture, draft, need)
        return
    account = ROLE_TEXT[need.role]
    wanted = _bearable(picture, draft, need, wanted)
    spared, leaves = _raised(changes), _for_reserve(picture, need, changes)
    fitted = fit(picture, draft, account, need.role, wanted, urgency=need.urgency, spared=spared, leaves=leaves)
    if fitted is not None:
        yield fitted_change(need.role, fitted, need.why(picture, fitted.cents))


def _for_reserve(picture: Picture, need: Need, changes: list[Change]) -> int:
    """Cents a month that a need leaves for a reserve, where there is none yet: one need does not eat all the room."""
    is_kept = picture.has(*RESERVES) or any(change.role in RESERVES for change in changes)
    if is_kept or need.key not in _LEAVES_FOR_RESERVE or picture.kind is Kind.LANDLORD or not picture.query.has_rules:
        return 0
    return int(_LEAST_RESERVE * amounts.reserve(picture) * picture.income_cents)


def _raised(changes: list[Change]) -> frozenset[Role]:
    """Roles that a change has just given money to."""
    return frozenset(change.role for change in changes)


def _more(picture: Picture, draft: Draft, need: Need, wanted: int, changes: list[Change]) -> Iterator[Change]:
    """More for an account that serves the need already, where what it gets is below what the need asks for."""
    lines = [
        line
        for line in draft.lines
        if line.role in need.served_by and line.role in _RAISED and line.kind in (StepKind.DIVISION, StepKind.FIXED)
    ]
    gets = sum(line.cents for line in lines)
    enough = wanted if _leads(picture, need) else _FAR_BELOW * wanted
    if not lines or (gets >= enough and need.key != "debts"):
        return
    line = next((line for line in lines if line.role is Role.DEBT_PAYOFF), lines[-1])
    wanted = max(wanted - gets, wanted // 2)
    spared, leaves = _raised(changes), _for_reserve(picture, need, changes)
    fitted = fit(picture, draft, line.destination, line.role, wanted, least=0.25, spared=spared, leaves=leaves)
    if fitted is not None:
        yield fitted_change(line.role, fitted, need.why(picture, line.cents + fitted.cents))


def _costs_from_the_rest(picture: Picture, draft: Draft, need: Need) -> Iterator[Change]:
    """For a firm without rules: what is left after everything set aside is what it runs on."""
    action = Action(ActionForm.REMAINDER, draft.hub, ROLE_TEXT[need.role], None)
    changed = draft.with_action(action, len(draft.rules) - 1 if draft.rules else None, len(_last(draft)))
    share = int(need.share(picture) * picture.income_cents)
    title = "Run the business on what is left"
    yield Change("add", need.role, action, title, need.why(picture, share), changed)


def _last(draft: Draft) -> tuple[Action, ...]:
    return draft.rules[-1].actions if draft.rules else ()


def _bearable(picture: Picture, draft: Draft, need: Need, wanted: int) -> int:
    """What a newcomer's plan can still bear, so that enough of the income stays for living, or for a firm's costs."""
    if picture.query.has_rules:
        return wanted
    stays = _LIVING_LEAST if picture.kind is Kind.PERSONAL else amounts.costs(picture)
    given = sum(line.cents for line in draft.lines if line.kind is not StepKind.REST)
    return max(0, min(wanted, int(picture.income_cents * (1 - stays)) - given))


def _with_rest(picture: Picture, draft: Draft) -> Draft:
    """A newcomer's plan with an account for the rest, so that nothing is left without a purpose."""
    if picture.query.has_rules or not draft.rules or any(line.kind is StepKind.REST for line in draft.lines):
        return draft
    role = Role.SPENDING if picture.kind is Kind.PERSONAL else Role.OWNERS_PAY
    if picture.kind is Kind.NONPROFIT:
        role = Role.OPERATING_EXPENSES
    return draft.with_action(
        Action(ActionForm.REMAINDER, draft.hub, ROLE_TEXT[role], None), len(draft.rules) - 1, len(_last(draft))
    )


def holds(picture: Picture, before: Draft, change: Change) -> bool:
    """Whether the change makes nothing fail, and nobody who waits for money gets less."""
    after = change.draft
    if not after.reads_back():
        return False
    if after.errors - before.errors or after.failing - before.failing:
        return False
    gave = {line.destination for line, _ in change.shrunk}
    for name, role in before.roles.items():
        if name in gave:
            continue
        protected = role in _PROTECTED or (name in picture.accounts and picture.accounts[name].held_for)
        is_lowered = change.replaces is not None and change.replaces.destination.strip() == name
        if protected and not is_lowered and after.received[name] < before.received[name] * 0.99 - 100:
            return False
    return True


def changed_lines(before: RuleSet, after: Draft) -> list[tuple[int, Action | None, Action]]:
    """(rule from 1, action before, action now) for every action that is new or different, in the order of the plan."""
    left = Counter(before.actions)
    changed: list[tuple[int, Action]] = []
    for number, rule in enumerate(after.rules, 1):
        for action in rule.actions:
            if left[action]:
                left[action] -= 1
            else:
                changed.append((number, action))
    old = list(left.elements())
    found: list[tuple[int, Action | None, Action]] = []
    for number, action in changed:
        was = next((a for a in old if _ends(a) == _ends(action)), None)
        was = was or next((a for a in old if replace(a, destination=action.destination) == action), None)  # renamed
        if was is not None:
            old.remove(was)
        found.append((number, was, action))
    return found


def _ends(action: Action) -> tuple[str, str, ActionForm]:
    return action.source, action.destination, action.form
