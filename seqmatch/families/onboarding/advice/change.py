"""One change of a person's rules, before it is put into an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seqmatch.families.onboarding.advice.draft import Draft, Line, amount_text
from seqmatch.families.onboarding.advice.room import Fitted
from seqmatch.schemas.rule import ROLE_TEXT, Action, Role, Rule

ChangeKind = Literal["add", "change", "repair"]


@dataclass(frozen=True)
class Change:
    """What is suggested, and the rules with it.

    Attributes
    ----------
    kind : add a line, change one, or repair what goes wrong.
    role : what the money is for.
    action : the action as it stands in the plan.
    replaces : the action as it stood before.
    reason : one or more sentences about this person's money, without account names.
    title : what it does, in a few words.
    draft : the rules with the change.
    shrunk : lines that gave way, as they were -> as they are now.
    number : the place in the rules, from 0, of a rule that is new or changed as a whole.
    was : that rule as it stood before.
    """

    kind: ChangeKind
    role: Role
    action: Action
    title: str
    reason: str
    draft: Draft
    replaces: Action | None = None
    shrunk: tuple[tuple[Line, Action | None], ...] = ()
    caution: str | None = None
    number: int | None = None
    was: Rule | None = None


def fitted_change(
    role: Role, fitted: Fitted, why: str, kind: ChangeKind | None = None, word: str | None = None
) -> Change:
    """A line of the hub that is new, or gets more than before; ``word`` is what it is for, if not the role's."""
    word = word or role_word(role)
    if fitted.before is None:
        title = f"{'Move' if fitted.action.form.value == 'FIXED' else 'Send'} {amount_text(fitted.action)} to {word}"
    else:
        title = f"Raise {word} from {amount_text(fitted.before)} to {amount_text(fitted.action)}"
    return Change(
        kind or ("add" if fitted.before is None else "change"),
        role,
        fitted.action,
        title,
        " ".join([why, *from_where(fitted)]),
        fitted.draft,
        fitted.before,
        fitted.shrunk,
    )


def from_where(fitted: Fitted) -> list[str]:
    """Where the money comes from, in a sentence; none where nobody had asked for it."""
    told = [
        f"what is left for {role_word(line.role)}, which gets that much less"
        if now is None
        else f"{role_word(line.role)}, lowered from {amount_text(line)} to {amount_text(now)}"
        for line, now in fitted.shrunk
    ]
    return [f"It is taken from {', and from '.join(told)}."] if told else []


def role_word(role: Role) -> str:
    """A role in a sentence: ``fun money``."""
    if role in (Role.CHECKING, Role.SPENDING):
        return "everyday spending"
    return "another account" if role is Role.UNKNOWN else ROLE_TEXT[role].lower()
