"""One change of a person's rules, before it is put into an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from seqmatch.answers.advice.draft import Draft, Line, amount_text
from seqmatch.answers.advice.room import Fitted
from seqmatch.schemas.rule import ROLE_TEXT, Action, Role

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


def added(role: Role, fitted: Fitted, why: str) -> Change:
    """A new line of the hub."""
    title = f"{_verb(fitted.action)} {amount_text(fitted.action)} to {role_word(role)}"
    reason = " ".join([why, *from_where(fitted)])
    return Change("add", role, fitted.action, title, reason, fitted.draft, shrunk=fitted.shrunk)


def raised(role: Role, before: Action, fitted: Fitted, why: str, kind: ChangeKind = "change") -> Change:
    """A line that gets more than before."""
    title = f"Raise {role_word(role)} from {amount_text(before)} to {amount_text(fitted.action)}"
    reason = " ".join([why, *from_where(fitted)])
    return Change(kind, role, fitted.action, title, reason, fitted.draft, before, fitted.shrunk)


def from_where(fitted: Fitted) -> list[str]:
    """Where the money comes from, as sentences."""
    told = []
    for line, now in fitted.shrunk:
        if now is None:
            told.append(f"It is taken from what is left for {role_word(line.role)}, which gets that much less.")
        else:
            told.append(
                f"It is taken from {role_word(line.role)}, lowered from {amount_text(line)} to {amount_text(now)}."
            )
    return told


def role_word(role: Role) -> str:
    """A role in a sentence: ``fun money``; everyday money where the role says no purpose."""
    if role in (Role.CHECKING, Role.UNKNOWN, Role.SPENDING):
        return "everyday spending"
    return ROLE_TEXT[role].lower()


def _verb(action: Action) -> str:
    return "Send" if action.form.value != "FIXED" else "Move"
