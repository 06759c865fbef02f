"""Reads parsed rules into what they mean: the one place that decides what the words of a rule do.

The text is a lossy print of the platform's rule. This is how it is read back:

- Percentages in a row that total at most 100 are one division. Above 100 they are several, one after the other: from
  the end, parts that total exactly 100 close a division, and what stands before them is the first.
- ``Funds move from A to B`` moves the rest where it is the last action of A in its block and B is no debt. Everywhere
  else it is a payment or a top-up whose amount is not in the text.
- Conditions that exclude each other belong to different blocks. With as many exact divisions of 100 % as conditions,
  the n-th belongs to the n-th. Days of the month without such divisions are alternatives. Else nobody can tell.
- More than two conditions come from several blocks too: the app takes two in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations

from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.spans import spans_of
from seqmatch.schemas.reading import Block, Note, Part, RuleReading, Step, StepKind, Unsaid
from seqmatch.schemas.rule import Action, ActionForm, Condition, Fact, Operator, Role, Rule, RuleSet

ENTIRE = 10_000
"""Basis points of the whole."""
MOST_CONDITIONS = 2
"""What the app takes in one block."""
DEBTS = frozenset((Role.CREDIT_CARD, Role.LOAN, Role.MORTGAGE, Role.DEBT_PAYOFF))
"""Roles of accounts that are owed: a payment there has an amount of its own, it is never what happens to be left."""
_KINDS = {
    ActionForm.FIXED: StepKind.FIXED,
    ActionForm.PERCENTAGE: StepKind.DIVISION,
    ActionForm.OVERFLOW: StepKind.OVERFLOW,
}
_Numbered = tuple[int, Action]


def read_rules(rules: RuleSet, roles: Mapping[str, Role] | None = None) -> tuple[RuleReading, ...]:
    """What ``rules`` mean, one reading for each rule that has actions.

    Parameters
    ----------
    rules : one user's rules.
    roles : account name as typed -> role, where they are known already.

    Examples
    --------
    >>> from seqmatch.rules.parse import parse_rules
    >>> text = "When funds are received: $850.00 moves from Pay to Rent; 100.00% of incoming funds goes from Pay to A."
    >>> [step.kind.name for reading in read_rules(parse_rules(text)) for step in reading.steps]
    ['FIXED', 'DIVISION']
    """
    return _read(rules) if roles is None else _readings(rules, roles)


@lru_cache(maxsize=64)
def _read(rules: RuleSet) -> tuple[RuleReading, ...]:
    return _readings(rules, roles_of(rules))


def _readings(rules: RuleSet, roles: Mapping[str, Role]) -> tuple[RuleReading, ...]:
    debts = debts_of(rules, roles)
    waiting: set[str] = set()
    readings = []
    for number, rule in enumerate(rules.rules, 1):
        if rule.actions:
            reading = _reading(number, rule, debts, waiting)
            if not rule.conditions:
                waiting.add(reading.account)
            readings.append(reading)
    return tuple(readings)


def debts_of(rules: RuleSet, roles: Mapping[str, Role]) -> frozenset[str]:
    """Accounts that are owed, by their names; one that money leaves is an envelope for a debt, not the debt."""
    owed = {same_account(name) for name, role in roles.items() if role in DEBTS}
    return frozenset(owed.difference(same_account(action.source) for action in rules.actions))


def _reading(number: int, rule: Rule, debts: frozenset[str], waiting: set[str]) -> RuleReading:
    account = same_account(rule.actions[0].source)
    actions = list(enumerate(rule.actions, 1))
    apart = _exclude_each_other(rule.conditions, account)
    blocks: tuple[Block, ...] | None = None
    if apart:
        blocks = _block_each(rule.conditions, actions, debts)
        if blocks is None and len(rule.conditions) <= MOST_CONDITIONS and all(map(_is_day, rule.conditions)):
            blocks = (Block(rule.conditions, _steps(actions, debts), any_of=True),)
    elif len(rule.conditions) <= 1 or (len(rule.conditions) <= MOST_CONDITIONS and _can_hold(rule.conditions, account)):
        blocks = (Block(rule.conditions, _steps(actions, debts)),)  # one that never holds is a finding of its own
    settled = blocks is not None
    if blocks is None:
        blocks = (Block(rule.conditions, _steps(actions, debts)),)
    notes = tuple(_notes(rule, blocks, account, settled, waiting))
    return RuleReading(number, account, _days(blocks, settled), blocks, notes, settled)


def _exclude_each_other(conditions: Sequence[Condition], account: str) -> bool:
    """Whether of any two conditions only one can hold at a time, though each can."""
    return (
        len(conditions) > 1
        and all(_can_hold((condition,), account) for condition in conditions)
        and not any(_can_hold(pair, account) for pair in combinations(conditions, 2))
    )


def _can_hold(conditions: Sequence[Condition], account: str) -> bool:
    return not any(span.is_empty for span in spans_of(conditions, account).values())


def _block_each(
    conditions: Sequence[Condition], actions: Sequence[_Numbered], debts: frozenset[str]
) -> tuple[Block, ...] | None:
    """A block for each condition, where the actions hold as many divisions of exactly 100 %."""
    pieces: list[list[_Numbered]] = [[]]
    for group in _groups(actions):
        pieces[-1] += group
        if _total(group) == ENTIRE:
            pieces.append([])
    last = pieces.pop()
    if not pieces or len(pieces) != len(conditions):
        return None
    pieces[-1] += last
    return tuple(Block((condition,), _steps(piece, debts)) for condition, piece in zip(conditions, pieces, strict=True))


def _steps(actions: Sequence[_Numbered], debts: frozenset[str]) -> tuple[Step, ...]:
    last = {same_account(action.source): number for number, action in actions}
    steps = []
    for group in _groups(actions):
        number, action = group[0]
        source = same_account(action.source)
        if action.form is ActionForm.REMAINDER:
            is_rest = last[source] == number and same_account(action.destination) not in debts
            kind = StepKind.REST if is_rest else StepKind.PAYMENT
        else:
            kind = _KINDS[action.form]
        parts = [Part(n, same_account(a.destination), a.value) for n, a in group]
        steps.append(Step(kind, source, tuple(parts)))
    return tuple(steps)


def _groups(actions: Sequence[_Numbered]) -> Iterator[list[_Numbered]]:
    """The actions, those of one division together."""
    row: list[_Numbered] = []
    shared = ""
    for numbered in actions:
        action = numbered[1]
        shares = action.form is ActionForm.PERCENTAGE and isinstance(action.value, int) and action.value > 0
        source = same_account(action.source) if shares else ""
        if row and not (shares and source == shared):
            yield from _divisions(row)
            row = []
        if shares:
            row.append(numbered)
            shared = source
        else:
            yield [numbered]
    if row:
        yield from _divisions(row)


def _divisions(row: list[_Numbered]) -> list[list[_Numbered]]:
    """Percentages in a row as divisions; the first takes more than all where they cannot be told apart."""
    total = _total(row)
    if total <= ENTIRE:
        return [row]
    divisions: list[list[_Numbered]] = []
    closing: list[_Numbered] = []
    rest = list(row)
    while rest and total > ENTIRE:
        closing.insert(0, rest.pop())
        size = _total(closing)
        if size > ENTIRE:
            break
        if size == ENTIRE:
            divisions.insert(0, closing)
            total -= ENTIRE
            closing = []
    first = rest + closing
    return [first, *divisions] if first else divisions


def _total(group: Sequence[_Numbered]) -> int:
    """Basis points of a division; 0 for what is none."""
    return sum(a.value for _, a in group if a.form is ActionForm.PERCENTAGE and isinstance(a.value, int))


def _is_day(condition: Condition) -> bool:
    return condition.fact is Fact.DATE and condition.operator is Operator.EQUALS and isinstance(condition.value, int)


def _days(blocks: Sequence[Block], settled: bool) -> tuple[int, ...]:
    """Days of the month that a rule runs on, none where a block waits for money."""
    days: dict[int, None] = {}
    for block in blocks:
        named = [c.value for c in block.conditions if _is_day(c) and isinstance(c.value, int)]
        if not named or any(c.fact is Fact.TRANSFER_AMOUNT for c in block.conditions):
            return ()
        days.update(dict.fromkeys(named if block.any_of or not settled else named[-1:]))
    return tuple(sorted(days))


def _notes(rule: Rule, blocks: Sequence[Block], account: str, settled: bool, waiting: set[str]) -> Iterator[Note]:
    if not settled:
        yield Note(Unsaid.FLATTENED)
    payments = [
        part.action for block in blocks for step in block.steps if step.kind is StepKind.PAYMENT for part in step.parts
    ]
    if payments:
        yield Note(Unsaid.AMOUNT, tuple(payments))
    if not rule.conditions and account in waiting:
        yield Note(Unsaid.SCHEDULE)
    same = [n for n, a in enumerate(rule.actions, 1) if same_account(a.source) == same_account(a.destination)]
    if same:
        yield Note(Unsaid.ONE_NAME, tuple(same))
    ambiguous = [n for n, action in enumerate(rule.actions, 1) if action.ambiguous]
    if ambiguous:
        yield Note(Unsaid.NAMES, tuple(ambiguous))
