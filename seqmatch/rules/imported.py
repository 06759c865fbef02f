"""What reading another format into rules gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from seqmatch.rules.formats.wire import NotHeld
from seqmatch.schemas.rule import RuleSet


@dataclass(frozen=True, slots=True)
class Imported:
    """Rules read from another format.

    Attributes
    ----------
    rules : what could be read.
    left_out : what the rule language cannot say.
    notes : what is read without a detail.
    balances : account name -> cents on it, where the format says so and there are any.
    """

    rules: RuleSet
    left_out: tuple[NotHeld, ...] = ()
    notes: tuple[NotHeld, ...] = ()
    balances: Mapping[str, int] = field(default_factory=dict)
