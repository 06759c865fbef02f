"""The charts of the report: rows in, an Altair chart out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from seqmatch.lifecycle.pages.drawing import OTHERS, OURS

Rows = Sequence[dict[str, Any]]


def calibration(rows: Rows) -> Any:
    """Odds that were said against what happened, with intervals, and the line where both agree."""
    scale = alt.Scale(domain=[0, 1])
    ideal = (
        alt.Chart(alt.InlineData(values=[{"p": 0}, {"p": 1}]))
        .mark_line(color=OTHERS, strokeDash=[5, 4])
        .encode(x=alt.X("p:Q", scale=scale), y=alt.Y("p:Q", scale=scale))
    )
    base = alt.Chart(alt.InlineData(values=list(rows))).encode(
        x=alt.X("said:Q", scale=scale, title="odds of a low balance that were said", axis=_percent())
    )
    bars = base.mark_rule(color=OURS, opacity=0.45, strokeWidth=2).encode(
        y=alt.Y("low:Q", scale=scale, title="share that fell low", axis=_percent()), y2="high:Q"
    )
    points = base.mark_circle(color=OURS, size=70, opacity=1).encode(y=alt.Y("was:Q", scale=scale))
    return (ideal + bars + points).properties(width=420, height=320)


def coverage(rows: Rows, target: float) -> Any:
    """Share of balances inside the band by days ahead, ours and of drawn paths; the dashed line is the promise."""
    names = list(dict.fromkeys(row["method"] for row in rows))
    least = min(0.5, *(row["low"] for row in rows))
    scale = alt.Scale(domain=[round(least, 1), 1], nice=False)
    colour = alt.Color(
        "method:N",
        sort=names,
        title=None,
        scale=alt.Scale(domain=names, range=[OURS, OTHERS]),
        legend=alt.Legend(orient="top"),
    )
    base = alt.Chart(alt.InlineData(values=list(rows))).encode(
        x=alt.X("day:Q", title="days ahead", axis=alt.Axis(values=sorted({row["day"] for row in rows}))), color=colour
    )
    y = alt.Y("value:Q", scale=scale, title="share inside the 80 % band", axis=_percent())
    promise = (
        alt.Chart(alt.InlineData(values=[{"p": target}])).mark_rule(color=OTHERS, strokeDash=[5, 4]).encode(y="p:Q")
    )
    bars = base.mark_rule(opacity=0.4, strokeWidth=2).encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
    return (promise + bars + base.mark_line().encode(y=y) + base.mark_circle(size=60).encode(y=y)).properties(
        width=460, height=280
    )


def _percent() -> Any:
    return alt.Axis(format=".0%", tickCount=6)
