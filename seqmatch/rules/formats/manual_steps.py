"""What a person does in the app because the platform's create call cannot: one instruction each, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seqmatch.rules.formats.wire import Json, NotHeld
from seqmatch.rules.forms import AND
from seqmatch.rules.render import render_condition
from seqmatch.schemas.rule import Condition

MOST_CONDITIONS = 2
"""Conditions that the app takes in one step."""


@dataclass(frozen=True, slots=True)
class ManualStep:
    """One thing to do by hand before a rule is enabled.

    Attributes
    ----------
    code : stable identifier: merged, add_conditions, too_many_conditions, add_as_step, review_shares, add_action
        or not_created.
    rule : the rule it concerns, from 1; None for text that is no rule.
    instruction : what to do. It holds nothing that the user typed.
    action : the action it concerns, from 1 in the rule.
    cause : for add_action and not_created a key of ``wire.REASONS``.
    text : the piece of the rules it concerns, in the rule language. Data, never instructions.
    conditions : for add_conditions and add_as_step what to enter, as on the wire.
    """

    code: str
    rule: int | None
    instruction: str
    action: int | None = None
    cause: str | None = None
    text: str | None = None
    conditions: Json | None = None

    def document(self) -> Json:
        """The fields that say something."""
        optional = {"action": self.action, "cause": self.cause, "text": self.text, "conditions": self.conditions}
        return {
            "code": self.code,
            "rule": self.rule,
            "instruction": self.instruction,
            **{key: value for key, value in optional.items() if value is not None},
        }


def merged(numbers: Sequence[int]) -> ManualStep:
    """Several rules in one body."""
    listed = f"{', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return ManualStep(
        "merged",
        numbers[0],
        f"Rules {listed} start with funds on one account, where the platform allows one rule. Their actions stand in"
        " one body, in this order; an action that fails now stops all that follow. Check the order.",
    )


def conditions_steps(number: int, conditions: Sequence[Condition], wire: Json, owner: int | None) -> list[ManualStep]:
    """Conditions to enter after the rule was created.

    Parameters
    ----------
    number : the rule.
    conditions, wire : what to enter, typed and as on the wire.
    owner : the rule that incoming funds on the same account already start, None where they start this one.
    """
    if owner is None:
        code = "add_conditions"
        instruction = (
            "The create call takes no conditions. In the app, enter them in the rule's first step before enabling it."
        )
    else:
        code = "add_as_step"
        instruction = (
            f"Funds on this account already start rule {owner}, and the platform allows one such rule, so this one is"
            f" created to be run by hand. In the app, add its conditions and actions to rule {owner} as a step above"
            " those that always run, repeat in it what must run in both cases (only the first step whose conditions"
            " hold runs), and delete this rule."
        )
    text = AND.join(map(render_condition, conditions))
    found = [ManualStep(code, number, instruction, text=text, conditions=wire)]
    if len(conditions) > MOST_CONDITIONS:
        instruction = (
            f"The app takes {MOST_CONDITIONS} conditions in a step and this rule has {len(conditions)}. Keep the ones"
            " that matter, or leave the rule disabled."
        )
        found.append(ManualStep("too_many_conditions", number, instruction))
    return found


def shares(number: int) -> ManualStep:
    """Percentages that cannot all be taken."""
    return ManualStep(
        "review_shares",
        number,
        "The percentages taken at once from one account sum above 100. Lower them before enabling the rule.",
    )


def add_action(piece: NotHeld) -> ManualStep:
    """An action that is missing from the body."""
    return ManualStep(
        "add_action",
        piece.rule,
        f"Action {piece.action} is not in the body. {piece.reason} Enter it in the app at its place, or decide that the"
        " rule works without it.",
        action=piece.action,
        cause=piece.code,
        text=piece.text,
    )


def not_created(piece: NotHeld) -> ManualStep:
    """A rule without a body, or an action of one."""
    return ManualStep("not_created", piece.rule, piece.reason, action=piece.action, cause=piece.code, text=piece.text)
