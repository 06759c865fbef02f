"""Which platform bodies rules become: the trigger and the steps of each.

Rules that funds on one account start share a body, one after the other, until one of them takes all that arrived: what
comes after it never has anything to move, so it probably runs on a schedule or by hand. A rule with days of the month
becomes a body for each day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from seqmatch.rules.formats.json_accounts import Accounts
from seqmatch.rules.formats.json_shared import ALL_OF_IT, Json, NotHeld
from seqmatch.rules.formats.json_write import HeldRule, is_day, write_step
from seqmatch.rules.plain_text import plain
from seqmatch.rules.sentence_forms import BETWEEN_RULES
from seqmatch.schemas.reading import Block, StepKind
from seqmatch.schemas.rule import Condition

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Body:
    """One rule to create.

    Attributes
    ----------
    parts : the rules in it, in order; several only where none has conditions.
    day : day of the month it runs on, None where funds or a person start it.
    owner : number of the rule that funds on the account start already, so that this one is started by hand.
    """

    parts: tuple[HeldRule, ...]
    day: int | None = None
    owner: int | None = None

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(part.reading.number for part in self.parts)

    def blocks(self) -> list[Block]:
        """Its steps: those of the rule, on a day those that can hold on it; rules without conditions make one."""
        first = self.parts[0].reading
        if len(self.parts) == 1:
            return [block for block in first.blocks if self.day is None or _runs_on(block, self.day)]
        return [Block((), tuple(step for part in self.parts for step in part.reading.steps))]

    def open_conditions(self, block: Block) -> list[Condition]:
        """The conditions of ``block`` that the schedule does not say already."""
        return [c for c in block.conditions if self.day is None or not is_day(c)]

    def holds(self, piece: NotHeld) -> bool:
        """Whether the action that ``piece`` is about is in this body."""
        return len(self.parts) > 1 or any(
            part.action == piece.action for block in self.blocks() for step in block.steps for part in step.parts
        )

    def document(self, accounts: Accounts, types: Mapping[str, str], start: date) -> Json:
        """The body for the create call; conditions are left to a person."""
        trigger: Json = {"type": "ON_FUNDS_TRANSFERRED" if self.owner is None else "MANUAL"}
        if self.day is not None:
            day = _next(self.day, start).isoformat()
            trigger = {"type": "SCHEDULED", "scheduleType": "MONTHLY", "startDate": day}
        return {
            "name": self._name(),
            "description": BETWEEN_RULES.join(part.text() for part in self.parts),
            "trigger": {**trigger, "accountId": accounts.of(self.parts[0].rule.actions[0].source)},
            "steps": [{"conditions": None, "actions": actions} for actions in self._actions(accounts, types)],
        }

    def _actions(self, accounts: Accounts, types: Mapping[str, str]) -> list[list[Json]]:
        """The actions of each step, every step of the rules in a group of its own, so that their order survives."""
        steps: list[list[Json]] = [[]] if len(self.parts) > 1 else []
        group = 0
        for held in self.parts:
            for block in self.blocks() if len(self.parts) == 1 else held.reading.blocks:
                if len(self.parts) == 1:
                    steps.append([])
                    group = 0
                for step in block.steps:
                    for part in step.parts:
                        action = held.rule.actions[part.action - 1]
                        source, destination = accounts.ends(action)
                        owed = accounts.owes(action.destination)
                        steps[-1].append(
                            {
                                **write_step(step, part, owed, self.day is not None, "percentageValue"),
                                "source": {"id": source, "type": types[source]},
                                "destination": {"id": destination, "type": types[destination]},
                                "groupIndex": group,
                                "upToEnabled": False,
                                "isDirectDeposit": False,
                                "limit": None,
                                "achDescription": None,
                            }
                        )
                    group += 1
        return steps

    def _name(self) -> str:
        """A short plain name: ``2. Paycheck to Rent and 3 more``."""
        actions = [action for part in self.parts for _, _, action in part.actions()]
        others = len({action.destination for action in actions}) - 1
        tail = f" and {others} more" if others else ""
        if len(self.parts[0].reading.days) > 1:
            tail += f", day {self.day}"
        head = f"{self.numbers[0]}. "
        room = (LONGEST_NAME - len(head) - len(tail) - len(" to ")) // 2
        return f"{head}{plain(actions[0].source, room)} to {plain(actions[0].destination, room)}{tail}"


def bodies_of(held: Mapping[int, HeldRule]) -> Iterator[Body]:
    """The bodies of rules, in the order of their first rules."""
    together, owners = _started_by_funds(held)
    for number, one in held.items():
        if one.reading.days:
            yield from (Body((one,), day) for day in one.reading.days)
        elif number in together:
            yield Body(tuple(held[part] for part in together[number]))
        elif number in owners:
            yield Body((one,), owner=owners[number])


def _started_by_funds(held: Mapping[int, HeldRule]) -> tuple[dict[int, list[int]], dict[int, int]]:
    """Rule -> the rules in the body that funds start; and rule -> the rule that has the trigger in its stead.

    Rules without conditions come first to the trigger: they run whenever funds arrive.
    """
    waiting: dict[str, list[int]] = {}
    for number, one in held.items():
        if not one.reading.days:
            waiting.setdefault(one.reading.account, []).append(number)
    together: dict[int, list[int]] = {}
    owners: dict[int, int] = {}
    for account, numbers in waiting.items():
        always = [number for number in numbers if not held[number].rule.conditions]
        first = (always or numbers)[0]
        chain = [first]
        for number in numbers:
            if number == first:
                continue
            if number in always and not _takes_all(account, [held[part] for part in chain]):
                chain.append(number)
            else:
                owners[number] = first
        together[first] = chain
    return together, owners


def _takes_all(account: str, rules: Sequence[HeldRule]) -> bool:
    """Whether the rules leave nothing of what arrives at ``account``."""
    return any(
        step.source == account
        and (
            step.kind is StepKind.REST
            or (
                step.kind is StepKind.DIVISION
                and sum(part.value for part in step.parts if isinstance(part.value, int)) == ALL_OF_IT
            )
        )
        for one in rules
        for step in one.reading.steps
    )


def _runs_on(block: Block, day: int) -> bool:
    named = [condition.value == day for condition in block.conditions if is_day(condition)]
    return any(named) if block.any_of else all(named)


def _next(day: int, start: date) -> date:
    """The first date from ``start`` on that is the ``day``-th of its month."""
    found = start
    while found.day != day:
        found += timedelta(days=1)
    return found
