"""Turns what the rules of a format mean into rule text that means the same.

The text of a rule has no `otherwise`, two conditions at most in a block, and no sign of where a block ends. So every
rule that is built here is read again and compared with what was meant; one that reads differently is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from seqmatch.rules.account_names import same_account
from seqmatch.rules.accounts.roles import roles_of
from seqmatch.rules.formats.json_read import LONGEST_TEXT, Meant
from seqmatch.rules.formats.json_shared import ALL_OF_IT, NotHeld
from seqmatch.rules.formats.json_write import is_day
from seqmatch.rules.formats.restated_steps import actions_of, restated, total_of
from seqmatch.rules.plain_text import plain
from seqmatch.rules.reading import DEBTS, MOST_CONDITIONS, debts_of, read_rules
from seqmatch.rules.render import render_action
from seqmatch.rules.spans import spans_of
from seqmatch.schemas.reading import Block, RuleReading, StepKind
from seqmatch.schemas.rule import Condition, Fact, Operator, Role, Rule, RuleSet

_OPPOSITE = {
    Operator.AT_LEAST: Operator.LESS_THAN,
    Operator.GREATER_THAN_OR_EQUAL: Operator.LESS_THAN,
    Operator.GREATER_THAN: Operator.LESS_THAN_OR_EQUAL,
    Operator.LESS_THAN_OR_EQUAL: Operator.GREATER_THAN,
    Operator.LESS_THAN: Operator.GREATER_THAN_OR_EQUAL,
    Operator.EQUALS: Operator.NOT_EQUALS,
    Operator.NOT_EQUALS: Operator.EQUALS,
}


@dataclass(frozen=True, slots=True)
class _Said:
    """One rule of the text: the rule of the format that it comes from, and its blocks."""

    meant: Meant
    blocks: tuple[Block, ...]

    @property
    def rule(self) -> Rule:
        conditions = tuple(condition for block in self.blocks for condition in block.conditions)
        return Rule(conditions, actions_of(step for block in self.blocks for step in block.steps))


def to_rules(meant: Sequence[Meant]) -> tuple[tuple[Rule, ...], tuple[NotHeld, ...], tuple[NotHeld, ...]]:
    """Rules, what was left out, and what is held without a detail; both also of what was read."""
    roles, debts = _roles_of(meant)
    said: list[_Said] = []
    for one in meant:
        said += _rules_of(one, debts, roles)
    while wrong := _misread(said):
        for rule in wrong:
            _tell(rule.meant.left_out, "not_read_back", rule.meant)
        said = [rule for rule in said if rule not in wrong]
    for rule, reading in zip(said, _readings(said), strict=True):
        if reading.days and not rule.meant.days:
            _tell(rule.meant.notes, "date_as_schedule", rule.meant)
    return (
        tuple(rule.rule for rule in said),
        tuple(piece for one in meant for piece in one.left_out),
        tuple(piece for one in meant for piece in one.notes),
    )


def _roles_of(meant: Sequence[Meant]) -> tuple[dict[str, Role], frozenset[str]]:
    """Roles of all accounts, those that only look like debts left out, and the debts."""
    rules = RuleSet(tuple(_Said(one, tuple(one.blocks)).rule for one in meant))
    roles = roles_of(rules)
    debts = debts_of(rules, roles)
    return {n: role for n, role in roles.items() if role not in DEBTS or same_account(n) in debts}, debts


def _rules_of(meant: Meant, debts: frozenset[str], roles: Mapping[str, Role]) -> Iterator[_Said]:
    """One rule where text can hold it in one, else one for each day and each step."""
    if any(c.fact is Fact.TRANSFER_AMOUNT for block in meant.blocks for c in block.conditions) and meant.days:
        _tell(meant.left_out, "trigger", meant)  # nothing arrives on a schedule
        return
    worded = _worded(meant, debts)
    idle = [block for block in worded if meant.days and not any(_on_day([block], day) for day in meant.days)]
    meant.left_out += [NotHeld("never_runs", meant.number, None, _words(block)) for block in idle]
    worded = [block for block in worded if block not in idle]
    if not worded:
        return
    days = meant.days or _days_waited_for(worded)
    together = _on_days(worded, days)
    if together is None:
        _tell(meant.notes, "rule_per_day", meant)
    for blocks in [together] if together is not None else [_on_day(worded, day) for day in days]:
        for said in _in_steps(meant, blocks, roles):
            if any(len(block.conditions) > MOST_CONDITIONS for block in said.blocks):
                _tell(meant.left_out, "too_many_conditions", meant)
            else:
                yield said


def _days_waited_for(blocks: Sequence[Block]) -> tuple[int, ...]:
    """The days on any of which a rule of one block runs."""
    only = blocks[0]
    if len(blocks) > 1 or not only.any_of:
        return ()
    return tuple(condition.value for condition in only.conditions if isinstance(condition.value, int))


def _on_days(blocks: Sequence[Block], days: Sequence[int]) -> list[Block] | None:
    """The blocks with the days that a schedule names, None where it takes a rule for each."""
    if not days:
        return list(blocks)
    if len(days) == 1:
        return _on_day(blocks, days[0])
    first = blocks[0]
    named = [[c.value for c in block.conditions if is_day(c)] for block in blocks]
    if len(blocks) == 1 and len(days) == MOST_CONDITIONS:
        if not first.conditions:
            return [replace(first, conditions=tuple(map(_day, days)), any_of=True)]
        return [first] if first.any_of and sorted(named[0], key=str) == sorted(days, key=str) else None
    if len(blocks) > 1 and sorted((value for values in named for value in values), key=str) == sorted(days, key=str):
        return list(blocks) if all(len(values) == 1 for values in named) else None
    return None


def _on_day(blocks: Sequence[Block], day: int) -> list[Block]:
    """The blocks that can hold on ``day``, each naming it."""
    found: list[Block] = []
    for block in blocks:
        named = [condition.value for condition in block.conditions if is_day(condition)]
        if not named:
            found.append(replace(block, conditions=(_day(day), *block.conditions)))
        elif block.any_of and day in named:
            found.append(replace(block, conditions=(_day(day),), any_of=False))
        elif not block.any_of and all(value == day for value in named):
            found.append(block)
    return found


def _in_steps(meant: Meant, blocks: Sequence[Block], roles: Mapping[str, Role]) -> Iterator[_Said]:
    """The blocks as one rule or several: text has no `otherwise`."""
    otherwise = len(blocks) == MOST_CONDITIONS and len(blocks[0].conditions) == 1 and not blocks[-1].conditions
    apart = list(blocks)
    if otherwise:
        apart[1] = replace(blocks[1], conditions=(_opposite(blocks[0].conditions[0]),))
    if len(blocks) <= 1:
        yield from [_Said(meant, tuple(blocks))] if blocks else []
        return
    whole = _Said(meant, tuple(map(_in_shares, apart)) if meant.days else tuple(apart))
    (reading,) = read_rules(RuleSet((whole.rule,)), roles)
    if _shape(whole.blocks) == _read(reading):
        yield whole
    elif _stand_alone(apart, meant.account):
        _tell(meant.notes, "rule_per_step", meant)
        yield from (_Said(meant, (block,)) for block in apart)
    else:
        for block in blocks[1:]:
            meant.left_out.append(NotHeld("later_step", meant.number, None, _words(block)))
        yield _Said(meant, tuple(blocks[:1]))
        return
    if otherwise:
        _tell(meant.notes, "otherwise", meant)


def _in_shares(block: Block) -> Block:
    """The block of a dated rule with all of the balance as a share: text knows the end of a block by its 100 %."""
    if any(step.kind is StepKind.DIVISION and total_of(step) == ALL_OF_IT for step in block.steps):
        return block
    steps = tuple(
        replace(step, kind=StepKind.DIVISION, parts=(replace(step.parts[0], value=ALL_OF_IT),))
        if step.kind is StepKind.REST
        else step
        for step in block.steps
    )
    return replace(block, steps=steps)


def _stand_alone(blocks: Sequence[Block], account: str) -> bool:
    """Whether of any two blocks only one can run, whatever the other one moves."""
    still = all(c.fact is not Fact.BALANCE for block in blocks for c in block.conditions)
    return still and all(
        not (one.any_of or other.any_of)
        and any(span.is_empty for span in spans_of((*one.conditions, *other.conditions), account).values())
        for one, other in combinations(blocks, 2)
    )


def _worded(meant: Meant, debts: frozenset[str]) -> list[Block]:
    """The blocks with steps whose words mean them; none where nothing of the rule can be said."""
    blocks: list[Block] = []
    for block in meant.blocks:
        found = restated(block.steps, debts, bool(meant.days))
        meant.left_out += [NotHeld(code, meant.number, action, meant.text) for code, action in found.lost]
        meant.notes += [NotHeld(code, meant.number, action, meant.text) for code, action in found.noted]
        if found.fails is not None or not found.steps:
            _tell(meant.left_out, found.fails or "no_action", meant)
            return []
        blocks.append(replace(block, steps=found.steps))
    if blocks and blocks[0].steps[0].source != meant.account:
        _tell(meant.left_out, "trigger_account", meant)
        return []
    return blocks


def _words(block: Block) -> str:
    return plain("; ".join(map(render_action, actions_of(block.steps))), LONGEST_TEXT)


def _tell(listed: list[NotHeld], code: str, meant: Meant) -> None:
    listed.append(NotHeld(code, meant.number, None, meant.text))


def _misread(said: Sequence[_Said]) -> list[_Said]:
    return [one for one, reading in zip(said, _readings(said), strict=True) if _shape(one.blocks) != _read(reading)]


def _readings(said: Sequence[_Said]) -> tuple[RuleReading, ...]:
    return read_rules(RuleSet(tuple(one.rule for one in said)))


def _read(reading: RuleReading) -> object:
    return _shape(reading.blocks) if reading.settled else None


def _shape(blocks: Sequence[Block]) -> object:
    """What blocks do, without what makes no difference."""
    return [
        (
            block.any_of,
            block.conditions,
            [
                (step.kind, same_account(step.source), [(same_account(p.destination), p.value) for p in step.parts])
                for step in block.steps
            ],
        )
        for block in blocks
    ]


def _day(day: int) -> Condition:
    return Condition(Fact.DATE, Operator.EQUALS, day)


def _opposite(condition: Condition) -> Condition:
    return replace(condition, operator=_OPPOSITE[condition.operator])
