"""The monitor's page about one family."""

from __future__ import annotations

from seqmatch.lifecycle.monitor.always_valid import share_interval
from seqmatch.lifecycle.monitor.watch import Watch
from seqmatch.lifecycle.pages.drawing import page_style
from seqmatch.lifecycle.pages.markup import Page, bullets, paragraph, table

DRIFT_COLUMNS = ("column", "PSI", "customary label", "chance reaches", "verdict")
RECEPTION_COLUMNS = ("who answered", "source", "answers", "users", "sure", "failed", "judged", "accepted", "95 %", "ms")


def in_short(seen: Watch) -> list[str]:
    """What to do, first."""
    told = [f"Retrain: {reason}" for reason in seen.reasons_to_retrain] or [_no_reason(seen)]
    if seen.ramp is not None:
        told.append(f"Canary of {seen.rollout.canary_pct:g} %: {seen.ramp.advice}. {seen.ramp.why}")
    return told + list(seen.notes)


def _no_reason(seen: Watch) -> str:
    """No more than was looked at."""
    judged = bool(seen.performance.judged)
    if seen.drift and judged:
        return f"No reason to retrain was found, neither in the inputs{_too_few(seen)} nor in the judged answers."
    if seen.drift:
        inputs = f"No reason to retrain was found in the inputs{_too_few(seen)}"
        return f"{inputs}; whether the answers are right was not judged."
    if judged:
        return "No reason to retrain was found in the judged answers; the inputs were not looked at."
    return "Whether to retrain cannot be told: neither inputs nor judged answers were there to look at."


def _too_few(seen: Watch) -> str:
    """How much of the inputs could not be judged, in brackets."""
    unclear = sum(one.verdict == "not enough data" for one in seen.drift)
    if not unclear:
        return ""
    return f" (in {unclear} of {len(seen.drift)} columns there are too few to tell a major drift from chance)"


def drift_rows(seen: Watch) -> list[tuple[str, ...]]:
    """The columns worth a look: all that are not plainly stable."""
    return [
        (one.column, f"{one.psi:.3f}", one.label, f"{one.noise:.3f}", one.verdict)
        for one in seen.drift
        if one.label != "none" or one.verdict != "stable"
    ]


def drift_sentence(seen: Watch) -> str:
    shown = len(drift_rows(seen))
    columns = f"{len(seen.drift) - shown} columns"
    return f"The other {columns} are stable, below 0.05." if shown else f"All {columns} are stable, below 0.05."


def reception_rows(seen: Watch) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for one in seen.receptions:
        low, high = share_interval(one.accepted, one.answered)
        rows.append(
            (
                one.model_version or one.mode,
                one.source,
                f"{one.suggestions:,}",
                f"{one.units:,}",
                f"{one.covered / one.suggestions:.0%}" if one.suggestions else "",
                f"{one.errors:,}",
                f"{one.answered:,}",
                "" if one.accept_rate is None else f"{one.accept_rate:.1%}",
                "" if one.accept_rate is None else f"{low:.1%} to {high:.1%}",
                "" if one.latency_ms is None else f"{one.latency_ms:.2f}",
            )
        )
    return rows


def performance_sentence(seen: Watch) -> str:
    performance = seen.performance
    if performance.accuracy is None:
        return "No answer of the live version was judged, so nothing is known of how right it is."
    low, high = performance.interval
    return (
        f"Of {performance.judged:,} judged answers {performance.accuracy:.1%} were right ({low:.1%} to {high:.1%}, at "
        f"95 % at any time), where its own probabilities promised {performance.expected:.1%}."
    )


def looked_at(seen: Watch) -> str:
    """What the page rests on."""
    answers = sum(one.suggestions for one in seen.receptions)
    inputs = f"{seen.rows:,} inputs compared with those of training" if seen.drift else "No inputs were compared"
    return f"{inputs}; {answers:,} answers recorded, {seen.performance.judged:,} of the live version's judged."


def watch_page(seen: Watch, window: str) -> str:
    """The whole page, needing nothing but itself.

    Parameters
    ----------
    window : the time looked at, in words.
    """
    page = Page(
        f"{seen.family.capitalize()}: accuracy and drift",
        f"Version {seen.version}, {window}. {looked_at(seen)}",
        page_style(),
    )
    page.add("short", "In short", bullets(in_short(seen)))
    page.add(
        "drift",
        "Have the inputs drifted?",
        table(DRIFT_COLUMNS, drift_rows(seen)) if drift_rows(seen) else "",
        paragraph(drift_sentence(seen) if seen.drift else "Not looked at."),
        paragraph(
            "PSI compares the shares of each bin with those of the training data. In a small sample chance alone "
            "reaches high values, so drift is called only above 0.1 and above what chance reaches at this size in one "
            "of twenty reports. “not enough data” says that chance would hide a major drift."
        ),
    )
    page.add("right", "Is it still right?", paragraph(performance_sentence(seen)))
    page.add(
        "received",
        "How are answers received?",
        table(RECEPTION_COLUMNS, reception_rows(seen)) if seen.receptions else paragraph("Nothing was recorded."),
        paragraph("Intervals of accept rates hold at any time, however often they are looked at."),
    )
    return page.render()
