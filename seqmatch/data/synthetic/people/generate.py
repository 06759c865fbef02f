"""The synthetic cohort: people who do not exist, drawn from a written-down model, with the best possible answers.

The model is specified in ``cohort_model``. It comes in two presets: ``reference`` is as hard as real data (the goal
hardly shows), ``exam`` makes goals plain. Because the model is known, so is P(goal | everything observable) for every
user, and with it the score that no learner can beat in the long run (``cohort_scores``).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Literal
from uuid import UUID

import numpy as np
import polars as pl

from seqmatch.data.synthetic.people.model import UNSTATED, CohortModel, Draw, part_of, within_bins
from seqmatch.data.synthetic.people.rules import Want, write_rules
from seqmatch.data.synthetic.people.tables import (
    ACCOUNT_BINS,
    FIELDS,
    PATTERNS,
    PORT_BINS,
    FloatArray,
    IntArray,
    reference_tables,
)
from seqmatch.errors import ArgumentError
from seqmatch.rules.render import render_rules
from seqmatch.schemas.goal import GOALS
from seqmatch.schemas.profile import USER_TYPES
from seqmatch.schemas.rule import ActionForm, Role

Preset = Literal["reference", "exam"]
PRESETS: tuple[Preset, ...] = ("reference", "exam")
DEFAULT_USERS = 2522
DEFAULT_SEED = 20260
MOST_USERS = 1_000_000
CREATED_AT = "2026-01-15 09:00:00+00"
OWN_WORDS = ("something else", "save for a house", "pay my team on time", "teach my kids about money", "stop worrying")
ORIGIN_FILE = "cohort.json"


@dataclass(frozen=True)
class CohortOrigin:
    """What a synthetic cohort was generated from; generating again from the same gives the same files."""

    preset: Preset
    seed: int
    users: int
    goal_signal: float


@dataclass(frozen=True)
class SyntheticCohort:
    """A synthetic cohort and what is known about it.

    Attributes
    ----------
    profiles : one row per user, the columns of the profile CSV.
    rules : one row per user with rules: id, organization_id, description, created_at.
    posterior : shape (n_users, n_goals), exact P(goal | everything observable), rows as in ``profiles``.
    goals : the goals, as the columns of ``posterior``.
    true_goal : every user's goal, also where the profile leaves it unstated.
    prior : shape (n_users, n_goals), P(goal | user type).
    """

    profiles: pl.DataFrame
    rules: pl.DataFrame
    posterior: FloatArray
    goals: tuple[str, ...]
    true_goal: tuple[str, ...]
    prior: FloatArray
    origin: CohortOrigin


def generate(
    users: int = DEFAULT_USERS,
    seed: int = DEFAULT_SEED,
    preset: Preset = "reference",
    goal_signal: float | None = None,
) -> SyntheticCohort:
    """Draw a synthetic cohort; the same arguments give the same cohort to the last byte.

    Parameters
    ----------
    users : how many, from 1 to 1,000,000.
    preset : ``reference`` (goals hardly show, as in real data) or ``exam`` (goals are plain).
    goal_signal : scales every effect of the goal on log-odds; 0 makes the goal unpredictable, 1 is the preset's own.

    Raises
    ------
    ArgumentError : an argument is out of range.
    """
    origin = _checked(users, seed, preset, goal_signal)
    model = _model(preset, origin.goal_signal)
    people, written, hidden = (np.random.default_rng([seed, part]) for part in range(3))
    drawn = model.draw(users, people)
    names = [str(UUID(bytes=people.bytes(16), version=4)) for _ in range(users)]
    return SyntheticCohort(
        profiles=_profiles(drawn, names, model, hidden),
        rules=_rules(drawn, names, model, written),
        posterior=model.posterior(drawn),
        goals=GOALS,
        true_goal=tuple(GOALS[goal] for goal in drawn.goal),
        prior=model.goal_given_type[drawn.user_type],
        origin=origin,
    )


def write(cohort: SyntheticCohort, out_dir: Path) -> None:
    """Write ``profiles.csv``, ``rules.csv`` and, last, ``cohort.json``, which says where they came from.

    Each file appears whole or not at all.
    """
    out_dir.mkdir(parents=True, exist_ok=True)
    profiles, rules = _csv(cohort.profiles), _csv(cohort.rules)
    origin = {
        "note": "A synthetic cohort: none of these people exist.",
        **asdict(cohort.origin),
        "sha256": _digest(profiles),
    }
    _write_whole(out_dir / "profiles.csv", profiles)
    _write_whole(out_dir / "rules.csv", rules)
    _write_whole(out_dir / ORIGIN_FILE, (json.dumps(origin, indent=2) + "\n").encode())


def recognise(profiles_path: Path, rules_path: Path | None = None) -> CohortOrigin | None:
    """The origin of a written cohort, from the ``cohort.json`` beside it; None for any other file, or an altered one.

    What the origin says is believed only when generating from it gives the very same files.

    Parameters
    ----------
    rules_path : checked too when given.
    """
    try:
        told = json.loads((profiles_path.parent / ORIGIN_FILE).read_text(encoding="utf-8"))
        origin = _checked(told["users"], told["seed"], told["preset"], told["goal_signal"])
        profiles = profiles_path.read_bytes()
        rules = None if rules_path is None else rules_path.read_bytes()
    except (OSError, ValueError, KeyError, TypeError, ArgumentError):
        return None
    # One line per user and the head: no cohort is generated that could not be this file.
    if profiles.count(b"\n") != origin.users + 1 or told.get("sha256") != _digest(profiles):
        return None
    cohort = regenerate(origin)
    same = _csv(cohort.profiles) == profiles and rules in (None, _csv(cohort.rules))
    return origin if same else None


@lru_cache(maxsize=1)
def regenerate(origin: CohortOrigin) -> SyntheticCohort:
    """The cohort of an origin, with its posterior."""
    return generate(origin.users, origin.seed, origin.preset, origin.goal_signal)


def _checked(users: object, seed: object, preset: object, goal_signal: object) -> CohortOrigin:
    if not isinstance(users, int) or isinstance(users, bool) or not 1 <= users <= MOST_USERS:
        raise ArgumentError(f"A cohort has from 1 to {MOST_USERS:,} users.", path="users", example="users=2522")
    if not isinstance(seed, int) or isinstance(seed, bool) or not 0 <= seed < 2**63:
        raise ArgumentError("The seed is a whole number from 0 to 2^63 - 1.", path="seed", example="seed=20260")
    if preset not in PRESETS:
        raise ArgumentError("There is no such preset.", path="preset", allowed=PRESETS)
    signal = 1.0 if goal_signal is None else goal_signal
    if isinstance(signal, bool) or not isinstance(signal, (int, float)) or not 0 <= signal <= 3:
        raise ArgumentError("The goal signal is from 0 to 3; 1 is the preset's own.", path="goal_signal")
    return CohortOrigin(
        preset="exam" if preset == "exam" else "reference", seed=seed, users=users, goal_signal=float(signal)
    )


@lru_cache(maxsize=4)
def _model(preset: Preset, signal: float) -> CohortModel:
    return CohortModel(reference_tables(), exam=preset == "exam", signal=signal)


def _profiles(drawn: Draw, names: list[str], model: CohortModel, rng: np.random.Generator) -> pl.DataFrame:
    rates = model.tables["rates"]
    unstated = drawn.skipped | (rng.random(len(names)) < rates["goal_unstated"])
    own_words = rng.random(len(names)) < rates["goal_in_own_words"] / (1 - rates["goal_unstated"])
    words = rng.choice(OWN_WORDS, size=len(names), p=(0.8, 0.05, 0.05, 0.05, 0.05))
    goals = [
        None if hide else f'OTHER-"{word}"' if own else GOALS[goal]
        for hide, own, word, goal in zip(unstated, own_words, words, drawn.goal, strict=True)
    ]
    return pl.DataFrame(
        {
            "ORGANIZATION_ID": names,
            "ANNUALINCOME": _values(drawn, "annual_income"),
            "OCCUPATION": _values(drawn, "occupation"),
            "PRODUCTGOAL": goals,
            "CURRENT_SUBSCRIPTION_NAME": _values(drawn, "subscription"),
            "USER_TYPE": [USER_TYPES[code] for code in drawn.user_type],
            "DEBIT_CARD_SPENDER": _values(drawn, "debit_card_spender"),
            "ACTIVATED_PORTS": within_bins(PORT_BINS, drawn.facts["ports"], rng),
            "ACCOUNTS_CONNECTED": within_bins(ACCOUNT_BINS, drawn.facts["accounts"], rng),
            "AGE_GROUP": _values(drawn, "age_group"),
        },
        schema_overrides={"PRODUCTGOAL": pl.String, "ANNUALINCOME": pl.String, "OCCUPATION": pl.String},
    )


def _values(drawn: Draw, field: str) -> list[str | None]:
    return [None if code == UNSTATED else FIELDS[field][code] for code in drawn.facts[field]]


def _rules(drawn: Draw, names: list[str], model: CohortModel, rng: np.random.Generator) -> pl.DataFrame:
    tables = model.tables
    wants = [tuple(pattern.split(" ")) for pattern in PATTERNS]
    kinds: list[Want] = [(Role(role), ActionForm(form)) for role, form in wants]
    more = np.array([tables["patterns"]["times_more"][pattern] for pattern in PATTERNS])
    numbers = part_of(tables["rules_given_actions"], drawn.facts["actions"], drawn.actions, rng)
    incomes = _values(drawn, "annual_income")
    users = np.flatnonzero(drawn.with_rules)
    texts = []
    for user in users:
        times = _times(drawn.carried[user], int(drawn.actions[user]), more, rng)
        rules = write_rules(
            Counter({kind: int(number) for kind, number in zip(kinds, times, strict=True) if number}),
            int(numbers[user]),
            income_band=incomes[user],
            sentences=tables["sentences"],
            luck=Random(int(rng.integers(2**62))),
        )
        texts.append(render_rules(rules))
    order = rng.permutation(len(users))
    return pl.DataFrame(
        {
            "id": np.arange(1, len(users) + 1),
            "organization_id": [names[users[i]] for i in order],
            "description": [texts[i] for i in order],
            "created_at": [CREATED_AT] * len(users),
        },
        schema_overrides={"organization_id": pl.String, "description": pl.String, "created_at": pl.String},
    )


def _times(carried: np.ndarray, actions: int, more: FloatArray, rng: np.random.Generator) -> IntArray:
    """How often each carried pattern occurs: once, and its share of the actions beyond."""
    weights = rng.gamma(np.maximum(more, 1e-3)) * carried
    total = weights.sum()
    shares = weights / total if total > 0 else carried / carried.sum()
    return np.asarray(carried + rng.multinomial(actions - int(carried.sum()), shares), dtype=np.int64)


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_csv(buffer)
    return buffer.getvalue()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
