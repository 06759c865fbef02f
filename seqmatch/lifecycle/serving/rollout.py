"""How a version is rolled out: which version answers, which is a silent shadow, for how many people.

Two arms take part. The incumbent answers everyone; the challenger answers the units of the canary, and in shadow it is
asked silently for the others.

========= ==================== ===================== =========
mode      incumbent            challenger            canary
========= ==================== ===================== =========
heuristic heuristic            candidate, else live  none
model     live                 candidate             none
auto      live, if a candidate candidate, else live  as set
          is named; else
          heuristic
========= ==================== ===================== =========

A family without a heuristic has the live version for an incumbent in every mode, and no ``heuristic`` mode.

A candidate that goes live ends its rollout. Settings stand in the family's pointer file, are set under its lock and
told in its audit log. For the family that suggests categories the environment goes before the file:
``SUGGEST_ENABLED`` (false: the heuristic answers), ``SUGGEST_MODE``, ``SUGGEST_SHADOW``, ``SUGGEST_CANARY_PCT``,
``SUGGEST_MIN_CONF`` and ``SUGGEST_TOPK``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import TypeAdapter, ValidationError

from seqmatch.errors import ArgumentError, ArtifactError
from seqmatch.lifecycle.versions import audit, registry
from seqmatch.lifecycle.versions.artifact import read_version
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.settings import POINTER

Mode = Literal["heuristic", "model", "auto"]
Source = Literal["live", "canary", "shadow"]
HEURISTIC = "heuristic"
"""Stands where a version's name stands when no model is meant."""
_BUCKETS = 10_000


@dataclass(frozen=True)
class Rollout:
    """How a family is rolled out; the default leaves everyone with the live version.

    Parameters
    ----------
    mode : see the table above.
    candidate : name of the version that is tried, if one is.
    shadow : whether the challenger is asked silently where it does not answer.
    canary_pct : share of units that the challenger answers in mode ``auto``, 0 to 100.
    min_conf : probability below which a suggestion is only offered, not made.
    topk : suggestions offered at most.
    """

    mode: Mode = "model"
    candidate: str | None = None
    shadow: bool = False
    canary_pct: float = 0.0
    min_conf: float = 0.65
    topk: int = 3

    def arms(self, live: str, has_heuristic: bool) -> tuple[str, str | None]:
        """Names of incumbent and challenger: versions, or ``heuristic``; no challenger is None."""
        tried = self.candidate if self.candidate != live else None
        if not has_heuristic or self.mode == "model":
            return live, tried
        if self.mode == "heuristic":
            return HEURISTIC, tried or live
        return (live, tried) if self.candidate else (HEURISTIC, live)

    def in_canary(self, unit: str) -> bool:
        """Whether the challenger answers this unit (a user, or what stands for one): the same ones each time.

        A unit that is in a canary of 10 % is in every larger one.
        """
        return self.mode == "auto" and bucket(unit) < self.canary_pct * _BUCKETS / 100


def bucket(unit: str) -> int:
    """The place of a unit among 10,000, by a hash that no version and no setting enters."""
    digest = hashlib.sha256(b"seqmatch canary\0" + unit.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % _BUCKETS


def read_rollout(family: Path, environment: Mapping[str, str] | None = None) -> Rollout:
    """The settings of a family, those of the environment before those of the file.

    Raises
    ------
    ModelsMissing, ArtifactError : nothing is live, or the pointer cannot be read.
    ArgumentError : a setting of the environment cannot be used; names it.
    """
    return settled(registry.pointer(family), family, environment)


def settled(pointer: Mapping[str, Any], family: Path, environment: Mapping[str, str] | None = None) -> Rollout:
    """As :func:`read_rollout`, of a pointer file's content."""
    kept = pointer.get("rollout") or {}
    try:
        rollout = Rollout(**{name: _checked(name, value) for name, value in kept.items()})
    except (ArgumentError, TypeError, AttributeError):
        raise ArtifactError(
            "holds rollout settings that cannot be read. Set them again with `seqmatch rollout set`.",
            path=str(family / POINTER),
        ) from None
    return rollout if environment is None else _overridden(rollout, environment)


ENVIRONMENT: dict[str, str] = {
    "mode": "SUGGEST_MODE",
    "shadow": "SUGGEST_SHADOW",
    "canary_pct": "SUGGEST_CANARY_PCT",
    "min_conf": "SUGGEST_MIN_CONF",
    "topk": "SUGGEST_TOPK",
}
ENABLED = "SUGGEST_ENABLED"


def _overridden(rollout: Rollout, environment: Mapping[str, str]) -> Rollout:
    values = asdict(rollout)
    for name, variable in ENVIRONMENT.items():
        if variable in environment:
            values[name] = _checked(name, environment[variable], variable)
    if ENABLED in environment and not _checked("shadow", environment[ENABLED], ENABLED):
        values |= {"mode": "heuristic", "shadow": False, "canary_pct": 0.0}
    return Rollout(**values)


_TYPES: dict[str, TypeAdapter[Any]] = {
    "mode": TypeAdapter(Mode),
    "candidate": TypeAdapter(str | None),
    "shadow": TypeAdapter(bool),
    "canary_pct": TypeAdapter(float),
    "min_conf": TypeAdapter(float),
    "topk": TypeAdapter(int),
}
_RANGES = {"canary_pct": (0, 100), "min_conf": (0, 1), "topk": (1, 10)}


def _checked(name: str, value: object, where: str | None = None) -> Any:
    where = where or f"rollout.{name}"
    if name not in _TYPES:
        raise ArgumentError("There is no such setting.", path=where, allowed=tuple(_TYPES))
    try:
        read = _TYPES[name].validate_python(value)
    except ValidationError:
        read = None
    low, high = _RANGES.get(name, (0, 0))
    if (read is None and name != "candidate") or (name in _RANGES and not low <= read <= high):
        allowed = get_args(Mode) if name == "mode" else ("true", "false") if name == "shadow" else ()
        expected = f" Give a number from {low} to {high}." if name in _RANGES else ""
        raise ArgumentError(f"This value cannot be used.{expected}", path=where, allowed=allowed)
    return read


def in_force_since(folder: Path, rollout: Rollout) -> dt.datetime | None:
    """Since when these users are asked of these versions; None where the audit log does not tell.

    Thresholds and the shadow may have changed meanwhile: they change nobody's version.
    """

    def whom(settings: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(settings.get(name) for name in ("mode", "candidate", "canary_pct"))

    since = None
    for entry in reversed(audit.events(folder)):
        if entry["event"] in ("promote", "rollback") or entry.get("decision") == "promoted":
            break
        if entry["event"] == "rollout":
            if whom(entry.get("rollout") or {}) != whom(asdict(rollout)):
                break
            since = dt.datetime.fromisoformat(entry["time"])
    return since


def change_rollout(folder: Path, changes: Mapping[str, Any], *, has_heuristic: bool) -> tuple[Rollout, Rollout]:
    """Change settings of a family, and give what they were and what they are.

    Parameters
    ----------
    folder : ``models/<family>``.
    changes : some of the fields of :class:`Rollout`.

    Raises
    ------
    ArgumentError : a value cannot be used, or the family has no heuristic to fall back on.
    ModelError : the candidate is no version here, or another run is at work here.
    ModelsMissing, ArtifactError : nothing is live, or the candidate is damaged. In every case nothing was changed.
    """
    values = {name: _checked(name, value) for name, value in changes.items()}
    if values.get("mode") == "heuristic" and not has_heuristic:
        raise ArgumentError(
            "This family has no heuristic that could answer instead of its models.",
            path="rollout.mode",
            allowed=("model", "auto"),
        )
    registry.live_version(folder)
    with sole_writer(folder):
        before = settled(registry.pointer(folder), folder)
        if (name := values.get("candidate")) is not None:
            if name not in registry.versions(folder):
                raise registry.no_such_version(folder)
            read_version(folder / name)
        after = Rollout(**{**asdict(before), **values})
        if after != before:
            told = {
                field.name: getattr(after, field.name)
                for field in fields(Rollout)
                if getattr(after, field.name) != getattr(Rollout(), field.name)
            }
            audit.record(folder, "rollout", {"rollout": asdict(after), "why": ["By hand."]})
            registry.set_rollout(folder, told)
    return before, after
