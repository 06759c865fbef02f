"""Figures of every part in one form: ours, beside the strongest of the simple rivals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from seqmatch.estimators.forecasting.bands import COVERAGE
from seqmatch.estimators.forecasting.candidates import OWN
from seqmatch.estimators.forecasting.simple import RULES
from seqmatch.families.coaching.evaluation import goals, totals
from seqmatch.families.coaching.evaluation.outlook_intervals import Figure
from seqmatch.families.coaching.evaluation.streams import Share

Better = Literal["lower", "higher", "near 0", "near 0.8"]
Interval = tuple[float, float]
_DISTANCE: Mapping[Better, Callable[[float], float]] = {
    "lower": lambda value: value,
    "higher": lambda value: -value,
    "near 0": abs,
    "near 0.8": lambda value: abs(value - COVERAGE),
}
_SPENDING: Mapping[str, tuple[str, Better]] = {
    "total_wape": ("4-week total, WAPE", "lower"),
    "total_bias": ("4-week total, bias", "near 0"),
    "weekly_wape": ("each of four weeks, WAPE", "lower"),
    "typical_week_wape": ("typical week, WAPE", "lower"),
    "coverage": ("80 % band of the 4-week total, coverage", "near 0.8"),
    "winkler": ("80 % band of the 4-week total, Winkler", "lower"),
    "winkler_per_person": ("80 % band, Winkler per person", "lower"),
}
_GOALS: Mapping[str, tuple[str, Better]] = {
    "brier": ("goal met, Brier", "lower"),
    "ece": ("goal met, calibration error", "lower"),
    "skill": ("goal met, skill over the base rate by ambition", "higher"),
}
_OTHER_PEOPLE = {"other_people": "other people", "other_people_later": "other people, later"}
_STREAMS: Mapping[str, tuple[str, Better]] = {
    "precision": ("recurring payments found, precision", "higher"),
    "recall": ("recurring payments found, recall", "higher"),
    "stopped_noticed": ("stopped payments noticed", "higher"),
    "running_called_stopped": ("running payments called stopped", "lower"),
    "next_within_2_days": ("next date within 2 days", "higher"),
}


@dataclass(frozen=True)
class Line:
    """One figure.

    Attributes
    ----------
    value, ci95 : ours, with its 95 % interval; None where it could not be measured, and ``why``.
    baseline, baseline_ci95, against : the strongest simple rival, and what it is; None where there is none.
    better : which direction is better.
    of, unit : how many are counted, of what.
    """

    part: str
    figure: str
    value: float | None = None
    ci95: Interval | None = None
    baseline: float | None = None
    baseline_ci95: Interval | None = None
    against: str | None = None
    better: Better = "lower"
    of: int | None = None
    unit: str = "people"
    why: str | None = None

    def to_json(self) -> dict[str, Any]:
        told = asdict(self)
        for name in ("value", "baseline"):
            told[name] = None if told[name] is None else round(told[name], 4)
        for name in ("ci95", "baseline_ci95"):
            told[name] = None if told[name] is None else [round(end, 4) for end in told[name]]
        return told


def _strongest(said: Mapping[str, tuple[float, Interval]], better: Better) -> str | None:
    return min(said, key=lambda name: _DISTANCE[better](said[name][0])) if said else None


def _line(
    part: str,
    figure: str,
    better: Better,
    ours: tuple[float, Interval],
    rivals: Mapping[str, tuple[float, Interval]],
    of: int,
    unit: str,
) -> Line:
    best = _strongest(rivals, better)
    if best is None:
        return Line(part, figure, *ours, better=better, of=of, unit=unit)
    return Line(part, figure, *ours, *rivals[best], best.replace("_", " "), better, of, unit)


def spending_lines(rows: Sequence[totals.Row]) -> Iterator[Line]:
    """Ours beside the best of the rules; bands beside a person's own quantiles."""
    counted = {(one.slice, one.figure): one.windows for one in rows if one.method == totals.OURS}
    for slice_ in dict.fromkeys(one.slice for one in rows):
        for figure, (name, better) in _SPENDING.items():
            found = {one.method: one for one in rows if one.slice == slice_ and one.figure == figure}
            ours = found.get(totals.OURS)
            if ours is None or (slice_ != "all" and ours.windows == counted["all", figure]):
                continue  # everybody's history is dense: nothing else to tell
            plain = {*RULES, "median_of_26_weeks", OWN}
            rivals = {method: (one.value, (one.low, one.high)) for method, one in found.items() if method in plain}
            told = name if slice_ == "all" else f"{name} ({slice_} histories)"
            yield _line("spending", told, better, (ours.value, (ours.low, ours.high)), rivals, ours.windows, "windows")


def balance_lines(rows: Sequence[Figure], shipped: Sequence[Figure]) -> Iterator[Line]:
    """Ours, learned here in folds, beside the best rival; what the live version says of Brier score and error too."""
    live = {one.job: one for one in shipped if one.rival == "ours"}
    for job in dict.fromkeys(one.job for one in rows):
        found = {one.rival: (one.value, (one.low, one.high)) for one in rows if one.job == job}
        of = next(one.of for one in rows if one.job == job)
        better = _better_of(job)
        if job.endswith(", ratio"):
            ((rival, ours),) = found.items()
            yield Line("balances", f"{job}: {rival}", *ours, better="lower", of=of, unit="accounts and days")
            continue
        ours = found.pop("ours")
        yield _line("balances", job, better, ours, found, of, "accounts and days")
        if job in live and ("Brier" in job or "calibration error" in job):
            one = live[job]
            default = one.value, (one.low, one.high)
            yield _line("balances", f"{job} (live version)", better, default, found, of, "accounts and days")


def _better_of(job: str) -> Better:
    if "80 % band" in job:
        return "near 0.8"
    higher = ("share within", "falls warned of", "median days ahead")
    return "higher" if any(one in job for one in higher) else "lower"


def goal_lines(rows: Sequence[goals.Row]) -> Iterator[Line]:
    """Ours beside the best of the rules; where a simulator knows true odds, the share of the ceiling too."""
    kinds = {goals.OURS, goals.SHIPPED, "boosted", "forest", "ceiling"}
    for slice_, whose in _OTHER_PEOPLE.items():
        some = [one for one in rows if one.slice == slice_]
        for figure, (name, better) in _GOALS.items():
            found = {one.method: one for one in some if one.figure == figure}
            rivals = {method: (one.value, (one.low, one.high)) for method, one in found.items() if method not in kinds}
            for method, suffix in ((goals.OURS, ""), (goals.SHIPPED, ", live version")):
                if (ours := found.get(method)) is not None:
                    value = ours.value, (ours.low, ours.high)
                    yield _line("goals", f"{name} ({whose}{suffix})", better, value, rivals, ours.goals, "goals")


def stream_lines(found: Mapping[str, Mapping[str, Share]]) -> Iterator[Line]:
    """What is found of recurring payments, beside a rule of three lines."""
    for figure, (name, better) in _STREAMS.items():
        ours, theirs = found["ours"][figure], found["baseline"][figure]
        rivals = {"a rule of three lines": (theirs.value, theirs.ci95)} if theirs.of else {}
        yield _line("recurring", name, better, (ours.value, ours.ci95), rivals, ours.of, "payments that come again")


def plain_lines(part: str, rows: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    """Rows that tell their own baseline: segments, health, habits."""
    for row in rows:
        name = str(row["figure"]).replace("_", " ").replace(" ari", " ARI").replace(" auc", " AUC")
        if row["value"] is None:
            yield Line(part, name, why=str(row["why"]))
            continue
        ends = row.get("ci95")
        yield Line(
            part,
            name,
            row["value"],
            None if ends is None else (ends[0], ends[1]),
            row.get("baseline"),
            None,
            row.get("against"),
            "lower" if name.endswith("error") or "alarms" in name else "higher",
            row.get("people", row.get("payments")),
            "people" if "people" in row else "payments",
        )
        if "told_per_1000" in row:
            low, high = row["told_per_1000_ci95"]
            rival = row["baseline_told_per_1000"]
            yield Line(
                part,
                "unusual amounts told, of 1,000 payments as they are",
                row["told_per_1000"],
                (low, high),
                rival,
                None,
                row["against"],
                "lower",
                row["payments"],
                "payments",
            )
