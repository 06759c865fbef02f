"""Chooses the parameters of goal plans on generated households and writes them as a version, reproducibly."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from seqmatch.data.synthetic.plans import LOADS, generate_planning_households
from seqmatch.families.planning.evaluation.compare import Figures, compare
from seqmatch.families.planning.evaluation.planners import OURS, chain_that_fits
from seqmatch.families.planning.models import PLANNING, files_of
from seqmatch.families.planning.recipe import BUFFERS, CAUTIONS, HOUSEHOLDS, Parameters
from seqmatch.families.planning.training.learn_odds import OddsLearned, odds_learned, refuse_few
from seqmatch.lifecycle.threads import one_thread
from seqmatch.lifecycle.versions.artifact import to_json
from seqmatch.lifecycle.versions.lock import sole_writer
from seqmatch.lifecycle.versions.publish import about, publish

if TYPE_CHECKING:
    import polars as pl

STEPS = ("buffer", "caution", "measuring", "odds", "writing")


def train(
    models_dir: Path,
    seed: int,
    progress: Callable[[str], None] = lambda step: None,
    *,
    live: bool = True,
    histories: pl.DataFrame | None = None,
) -> str:
    """Choose the parameters, learn the odds and write them; gives the version's name.

    The same seed and histories give the same bytes.

    Parameters
    ----------
    histories : of the operator's people, from which odds are learned; None: of generated lives, whose odds nobody is
        told.

    Raises
    ------
    TrainingError : too few people with enough months.
    ModelError : another run is at work in the folder (``models_busy``).
    """
    began = perf_counter()
    if histories is not None:
        refuse_few(histories)
    folder = models_dir / PLANNING.name
    with sole_writer(folder), one_thread():
        progress("buffer")
        buffer = _buffer(seed)
        progress("caution")
        parameters = max(
            (Parameters(buffer, caution) for caution in CAUTIONS),
            key=lambda one: sum(figure.met_anyhow for figure in _ours(one, seed)),
        )
        progress("measuring")
        figures = [_told(one) for one in _ours(parameters, seed + 1)]
        progress("odds")
        odds = odds_learned(histories, parameters, seed)
        progress("writing")
        data = {
            "provenance": odds.provenance,
            "fingerprint": hashlib.sha256((_fingerprint(seed) + odds.fingerprint).encode()).hexdigest(),
            "households": HOUSEHOLDS,
            "people": odds.people,
        }
        cohort = {name: value for name, value in data.items() if name != "fingerprint"}
        files = {
            **files_of(parameters, odds.odds),
            "cohort.json": to_json(cohort),
            "metrics.json": to_json({"figures": figures, "odds": odds.figures}),
            "card.md": _card(parameters, figures, odds).encode(),
        }
        facts = {
            "data": data,
            "seed": seed,
            "decision": "promoted" if live else "candidate",
            "why": ["Training promotes without comparing." if live else "A candidate was asked for."],
            "seconds": round(perf_counter() - began, 1),
        }
        return publish(folder, files, about(PLANNING.name, data, seed), "train", facts, live=live)


def _ours(parameters: Parameters, seed: int) -> list[Figures]:
    return compare(parameters, HOUSEHOLDS, seed, {OURS: chain_that_fits})


def _buffer(seed: int) -> float:
    """The smallest buffer with which no payment fails that does not fail without a plan, else the largest."""
    for buffer in BUFFERS:
        (one,) = compare(Parameters(buffer), HOUSEHOLDS, seed, {OURS: chain_that_fits}, ("medium",))
        if not one.failed_payments:
            return buffer
    return BUFFERS[-1]


def _fingerprint(seed: int) -> str:
    made = [generate_planning_households(HOUSEHOLDS, load, seed) for load in LOADS]
    return hashlib.sha256(repr(made).encode()).hexdigest()


def _told(one: Figures) -> dict[str, Any]:
    return {
        "figure": f"goals met whole, {one.load} load",
        "value": round(one.met, 4),
        "ci95": [round(end, 4) for end in one.ci95],
        "of_the_bound": round(one.met_of_bound, 4),
        "failed_rules": one.failed_rules,
        "failed_payments": one.failed_payments,
    }


def _card(parameters: Parameters, figures: list[dict[str, Any]], odds: OddsLearned) -> str:
    lines = [
        "# Goal plans",
        "",
        "Two parameters, chosen on generated households that do not exist; figures of goals met are synthetic.",
        "",
        f"- Buffer on the pay account: {parameters.buffer_months:g} times the dearest month that is known.",
        f"- Caution: {parameters.caution:g} standard deviations of a month's spending.",
        "",
        f"Weighted goals met whole over 36 months, as a share of hindsight with the same buffer, on {HOUSEHOLDS} other "
        "households:",
        "",
        "| load | met (95 %) | of the bound | failed rules | failed payments |",
        "|---|---|---|---|---|",
        *(
            f"| {one['figure'].split(', ')[1]} | {one['value']:.2f} ({one['ci95'][0]:.2f} to {one['ci95'][1]:.2f}) | "
            f"{one['of_the_bound']:.2f} | {one['failed_rules']} | {one['failed_payments']} |"
            for one in figures
        ),
        "",
        "## Odds",
        "",
        f"Learned from {odds.figures['goals']} goals of {odds.people} people ({odds.provenance}). {odds.odds.why}",
        "",
        "| on people held out | ECE (95 %) | by chance | RMSE | MAE | R2 |",
        "|---|---|---|---|---|---|",
        *odds.table(),
        "",
        "It is not for credit, pricing, eligibility or any decision about a person.",
        "",
    ]
    return "\n".join(lines)
