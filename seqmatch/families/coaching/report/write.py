"""Writes the report: one page that opens offline, with every figure beside its rival, and what is not claimed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from seqmatch.errors import ArgumentError
from seqmatch.estimators.forecasting.bands import COVERAGE
from seqmatch.families.coaching.evaluation.evaluate import Evaluated
from seqmatch.families.coaching.evaluation.lines import Line
from seqmatch.families.coaching.models import CoachingModels
from seqmatch.families.coaching.report.apart import network_section
from seqmatch.families.coaching.report.cells import cell
from seqmatch.families.coaching.report.strategies import strategy_section
from seqmatch.lifecycle.pages.drawing import can_draw, page_style, svg_of
from seqmatch.lifecycle.pages.markup import Page, bullets, figure, paragraph, table

COLUMNS = ("figure", "ours", "simple rival", "rival", "better", "counted")
TITLES = {
    "spending": "Spending ahead",
    "balances": "Balances ahead",
    "goals": "Goals",
    "segments": "Segments",
    "health": "Financial health",
    "habits": "Habits and unusual amounts",
    "recurring": "Payments that come again",
}
OUTCOMES = {
    "saved_next": "Share of income saved in the next four weeks",
    "low_next": "A low balance in the next four weeks",
}
MOST_CORRELATED = 12
SILHOUETTE = 0.7
"""Often promised of segments of people."""


def check_can_draw() -> None:
    """Refuse at once what would fail only after minutes of measuring.

    Raises
    ------
    ArgumentError : the ``plots`` extra is not installed.
    """
    if not can_draw():
        raise ArgumentError(
            "Drawing the report needs the extra `plots`. Install it with: pip install 'seqmatch[plots]'",
            code="plots_missing",
            path="--report",
        )


def write_report(found: Evaluated, models: CoachingModels, provenance: str, seed: int, folder: Path) -> Path:
    """Write ``report.html`` into ``folder``, which is made where it is missing; gives its path."""
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "report.html"
    page.write_text(report_page(found, models, provenance, seed), encoding="utf-8")
    return page


def report_page(found: Evaluated, models: CoachingModels, provenance: str, seed: int) -> str:
    """The whole page, needing nothing but itself."""
    synthetic = provenance == "synthetic"
    whose = "generated people" if synthetic else "the operator's data"
    page = Page(
        "What coaching is worth",
        f"{found.people:,} people, {found.transactions:,} transactions; {whose}. Forecasts are measured on people and "
        "days that the models had not seen, each beside the strongest simple rival.",
        page_style(),
        "Synthetic: these people do not exist. Figures show what the models do with lives of a generator, not what "
        "they do for real people."
        if synthetic
        else "",
    )
    page.add("unclaimed", "What is not claimed", bullets(not_claimed(found)))
    for part, title in TITLES.items():
        page.add(part, title, *_part([one for one in found.lines if one.part == part]), *_charts(part, found))
    page.add("dimensions", "What the weekly dimensions tell", *_dimensions(found))
    page.add("network", "A recurrent network beside the forecasts", *network_section())
    page.add("strategies", "Which strategy advises", *strategy_section())
    page.add("how", "How this was measured", *_how(found, models, seed))
    return page.render()


def not_claimed(found: Evaluated) -> list[str]:
    """What is often promised and does not hold, with the figures."""
    told = []
    weekly = found.weekly
    if weekly is not None:
        ours, theirs = weekly["ours"], weekly["baseline"]
        told.append(
            f"A weekly error below {weekly['limit']:.0%}: it holds for {ours['share']:.1%} of {weekly['people']:,} "
            f"people (95 %: {ours['ci95'][0]:.1%} to {ours['ci95'][1]:.1%}), for {theirs['share']:.1%} with the "
            "median of eight weeks. A week with little spending counts as much as any other, so that half of the "
            f"people have more than {ours['median']:.0%}. The typical week and the 4-week total with a band are "
            "told instead."
        )
    lines = {one.figure: one for one in found.lines if one.value is not None}
    silhouette, stable = lines.get("silhouette"), lines.get("stability ARI")
    if silhouette is not None and silhouette.value is not None:
        words = f"A silhouette above {SILHOUETTE}: it is {cell(silhouette.value, silhouette.ci95)}"
        words += f", and {silhouette.baseline:.3f} with columns shuffled one by one" if silhouette.baseline else ""
        words += "" if stable is None else f"; stability over bootstraps is {cell(stable.value, stable.ci95)}"
        told.append(f"{words}. People lie on a continuum; segments are names for places on it.")
    low, false = lines.get("low balance within 30 days, Brier"), lines.get("low balance warning, share of false alarms")
    if low is not None:
        words = "That an overdraft will or will not happen. Told are odds of a low balance: Brier score "
        words += f"{cell(low.value, low.ci95)}, {cell(low.baseline, low.baseline_ci95)} by {low.against}"
        words += "" if false is None else f"; of its warnings {false.value:.0%} are false alarms"
        told.append(f"{words}.")
    for one in found.lines:
        if one.value is None:
            told.append(f"Not measured here, {one.figure}: {one.why}")
    return told


def _part(lines: Sequence[Line]) -> list[str]:
    rows = [
        (
            one.figure,
            cell(one.value, one.ci95),
            cell(one.baseline, one.baseline_ci95),
            one.against or "",
            one.better,
            f"{one.of:,} {one.unit}" if one.of else "",
        )
        for one in lines
        if one.value is not None
    ]
    missing = [paragraph(f"Not measured: {one.why}") for one in lines if one.value is None]
    return [*([table(COLUMNS, rows)] if rows else []), *missing]


def _dimensions(found: Evaluated) -> list[str]:
    """Of each outcome: what leads, what says the same as another, what was kept."""
    told = []
    for row in found.importance:
        what = OUTCOMES[row["figure"]]
        if row["value"] is None:
            told.append(paragraph(f"{what}: {row['why']}."))
            continue
        told += [
            table(
                (what, "loss of skill when shuffled", "its spread over folds", "mutual information, nats"),
                [(name, *(f"{one:.3f}" for one in figures)) for name, figures in row["leading"].items()],
            ),
            paragraph(
                f"Skill on people left out: {row['baseline']:.3f} with all dimensions, {row['value']:.3f} with those "
                f"kept ({row['people']:,} people). Shuffled outcomes reach {row['mutual_information_null']:.3f} nats. "
                + _selection(row["selection"])
            ),
        ]
        if row["correlated"]:
            same = [f"{one} and {other} ({rho:+.2f})" for one, other, rho in row["correlated"][:MOST_CORRELATED]]
            told.append(
                paragraph(f"Say the same, by Spearman's correlation; the second was dropped: {', '.join(same)}.")
            )
    return told


def _selection(chosen: Mapping[str, Sequence[str]]) -> str:
    """What was kept, and why the rest was not, in words."""
    reasons = {
        "kept": "Kept: ",
        "same": "Left out, since they say the same as one that is kept: ",
        "nothing": "Left out, since nothing is lost without them: ",
    }
    return " ".join(f"{words}{', '.join(chosen[name])}." for name, words in reasons.items() if chosen[name])


def _charts(part: str, found: Evaluated) -> list[str]:
    if part != "balances" or not found.calibration:
        return []
    from seqmatch.families.coaching.report import charts

    return [
        figure(
            svg_of(charts.calibration(found.calibration), "calibration"),
            "Are the odds of a low balance right?",
            "Each point is a tenth of the answers. On the dashed line what was said is what happened; the thin line is "
            "the 95 % interval of the share.",
            table(
                ("said", "happened", "95 % interval", "answers"),
                [
                    (
                        f"{one['said']:.1%}",
                        f"{one['was']:.1%}",
                        f"{one['low']:.1%} to {one['high']:.1%}",
                        str(one["of"]),
                    )
                    for one in found.calibration
                ],
            ),
        ),
        figure(
            svg_of(charts.coverage(found.coverage, COVERAGE), "coverage"),
            "Does the band hold what it says?",
            f"Share of balances inside the {COVERAGE:.0%} band by days ahead, beside the band of paths drawn from the "
            "person's own past. The closer to the dashed line, the better.",
            table(
                ("days ahead", "band", "share inside", "95 % interval"),
                [
                    (
                        str(one["day"]),
                        one["method"],
                        f"{one['value']:.1%}",
                        f"{one['low']:.1%} to {one['high']:.1%}",
                    )
                    for one in found.coverage
                ],
            ),
        ),
    ]


def _how(found: Evaluated, models: CoachingModels, seed: int) -> list[str]:
    return [
        bullets(
            [
                "Held out are people and times: whoever is asked about was not learned from, nor was anything from the "
                "asked days on.",
                "The rival is the best of the simple rules on these very cases, chosen afterwards: it is flattered.",
                "Intervals (95 %) draw people again. WAPE is the sum of absolute errors over the sum spent; Brier and "
                "Winkler scores are proper: lower is better.",
                "No name, text, day or amount of anybody is on this page.",
                *found.notes,
            ]
        ),
        paragraph(
            f"Live version {models.version}, learned from {models.cohort['people']:,} {models.cohort['provenance']} "
            f"people; seed {seed}.",
            "quiet",
        ),
    ]
