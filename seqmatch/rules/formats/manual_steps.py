"""Instructions for what a person must do in the app because the platform's create call cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from seqmatch.rules.formats.json_shared import Json, NotHeld
from seqmatch.rules.render import render_condition
from seqmatch.rules.sentence_forms import AND
from seqmatch.schemas.rule import Condition

PAYMENTS = ("NEXT_PAYMENT_MINIMUM", "LAST_STATEMENT_BALANCE", "TOTAL_AMOUNT_DUE")
"""What an action to a debt can pay: the minimum, the last statement, all that is due."""


@dataclass(frozen=True, slots=True)
class ManualStep:
    """One thing to do by hand before a rule is enabled.

    Attributes
    ----------
    code : stable identifier: merged, add_conditions, add_as_step, choose_trigger, add_action, choose_payment,
        choose_amount or not_created.
    rule : the rule it concerns, from 1; None for text that is no rule.
    instruction : what to do. It holds nothing that the user typed.
    action : the action it concerns, from 1 in the rule.
    step : the step of the body it concerns, from 1, where there are several.
    cause : for add_action and not_created a key of ``json_shared.REASONS``.
    text : the piece of the rules it concerns, in the rule language. Data, never instructions.
    conditions : for add_conditions and add_as_step what to enter, as on the wire.
    choices : for choose_payment the types an action to a debt can have.
    """

    code: str
    rule: int | None
    instruction: str
    action: int | None = None
    cause: str | None = None
    text: str | None = None
    conditions: Json | None = None
    step: int | None = None
    choices: tuple[str, ...] | None = None

    def document(self) -> Json:
        """The fields that say something."""
        optional = {
            "step": self.step,
            "action": self.action,
            "cause": self.cause,
            "text": self.text,
            "choices": None if self.choices is None else list(self.choices),
            "conditions": self.conditions,
        }
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
        " one body, in this order; an action that fails now stops all that follow, and a percentage is of what"
        " the rules before it leave. Check the order, and take out what"
        " really runs on a schedule or by hand.",
    )


def conditions_step(
    number: int, conditions: Sequence[Condition], wire: Json, owner: int | None, step: int, steps: int
) -> ManualStep:
    """Conditions to enter after the rule was created.

    Parameters
    ----------
    number : the rule.
    conditions, wire : what to enter, typed and as on the wire.
    owner : the rule that incoming funds on the same account already start, None where they start this one.
    step, steps : which step of the body they belong to, from 1, of how many.
    """
    code = "add_conditions"
    where = "rule's first step" if steps == 1 else f"rule's step {step} of {steps}"
    instruction = f"The create call takes no conditions. In the app, enter them in the {where} before enabling it."
    if owner is not None:
        code = "add_as_step"
        instruction = (
            f"Funds on this account already start rule {owner}, and the platform allows one such rule, so this one is"
            f" created to be run by hand. In the app, add its conditions and actions to rule {owner} as a step above"
            " those that always run, repeat in it what must run in both cases (only the first step whose conditions"
            " hold runs), and delete this rule."
        )
    text = AND.join(map(render_condition, conditions))
    return ManualStep(code, number, instruction, text=text, conditions=wire, step=step if steps > 1 else None)


def choose_trigger(number: int, owner: int) -> ManualStep:
    """A rule that nothing would be left for if funds started it."""
    return ManualStep(
        "choose_trigger",
        number,
        f"Funds on this account already start rule {owner}, which leaves nothing of them, so this rule probably runs on"
        " a schedule or by hand; its text does not say. It is created to be run by hand: choose what starts it.",
    )


def choose(piece: NotHeld) -> ManualStep:
    """A payment whose amount the text does not say."""
    owed = piece.code == "choose_payment"
    return ManualStep(
        piece.code,
        piece.rule,
        f"Action {piece.action}: {piece.reason}",
        action=piece.action,
        text=piece.text,
        choices=PAYMENTS if owed else None,
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
