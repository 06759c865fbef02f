"""Every error seqmatch raises on purpose.

    SeqmatchError
    ├── InputError             the caller can mend it
    │   ├── ProfileError       a profile key or value
    │   ├── ArgumentError      any other argument of a tool or command
    │   ├── RuleTextError      rule text that cannot be read at all (too long, not text)
    │   └── DataError          a CSV file: which file, which row, which column
    ├── StoreError             the operator can mend it: the database cannot be reached or refuses
    └── ModelError             the operator can mend it
        ├── ModelsMissing      no trained models where they were looked for
        ├── ArtifactError      a file of a model version is missing, altered or truncated
        └── TrainingError      the data cannot train a model (too few users, one class, …)

A message says what is wrong, where, and what to do instead. It never holds a value that came from
outside (values are the caller's data and may be hostile) unless the value is one of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


class SeqmatchError(Exception):
    """Base of all anticipated errors.

    Parameters
    ----------
    message : what is wrong and what to do instead, one or two sentences.
    code : stable lower-case identifier, for programs.
    path : where, as a dotted path into the input (``profile.user_type``) or ``file:row:column``.
    allowed : the values that would be accepted, when there are few enough to list.
    nearest : the accepted value closest to what was sent, when one is close.
    example : a corrected input.
    """

    code = "error"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        path: str = "",
        allowed: Sequence[str] = (),
        nearest: str | None = None,
        example: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.path = path
        self.allowed = tuple(allowed)
        self.nearest = nearest
        self.example = example

    def __str__(self) -> str:
        parts = [f"{self.path}: {self.message}" if self.path else self.message]
        if self.nearest:
            parts.append(f"Did you mean {self.nearest}?")
        if self.allowed:
            parts.append(f"Allowed: {', '.join(self.allowed)}.")
        if self.example:
            parts.append(f"Example: {self.example}")
        return " ".join(parts)


class InputError(SeqmatchError):
    code = "invalid_input"


class ProfileError(InputError):
    code = "invalid_profile"


class ArgumentError(InputError):
    code = "invalid_argument"


class RuleTextError(InputError):
    code = "invalid_rules_text"


class DataError(InputError):
    code = "invalid_data"


class StoreError(SeqmatchError):
    code = "store_error"


class ModelError(SeqmatchError):
    code = "model_error"


class ModelsMissing(ModelError):
    code = "models_missing"


class ArtifactError(ModelError):
    code = "artifact_damaged"


class TrainingError(ModelError):
    code = "cannot_train"


def nearest_name(name: str, names: Sequence[str], cutoff: float = 0.6) -> str | None:
    """The name of ``names`` closest to ``name`` regardless of case, or None when none is as close as ``cutoff``."""
    folded = {candidate.casefold(): candidate for candidate in names}
    close = get_close_matches(name[:80].casefold(), list(folded), n=1, cutoff=cutoff)
    return folded[close[0]] if close else None
