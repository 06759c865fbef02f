"""The charts of the report, one function each: rows in, an Altair chart out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import altair as alt

from seqmatch.families.onboarding.report.archetype_findings import ROWS_PER_COLUMN
from seqmatch.lifecycle.pages.drawing import GOOD, GROUPS, INK, LIMIT, MUTED, OTHERS, OURS, PAPER

Rows = Sequence[dict[str, Any]]
WIDTH = 560
SUBJECTS = {"profile": OURS, "rules": LIMIT, "roles": GOOD, "names": OTHERS}
"""What an input is read from, and its colour; of an unknown one no bar would be drawn."""
SPOT = 28.0
"""Pixels across the spot that numbers an archetype."""
BESIDE = 84
CURVE_WIDTH = 240
"""Pixels between two charts, enough for words beside the left one."""


def _data(rows: Rows) -> Any:
    return alt.InlineData(values=list(rows))


def reliability(rows: Rows) -> Any:
    most = max(0.1, *(row["high"] for row in rows), *(row["said"] for row in rows)) * 1.05
    scale = alt.Scale(domain=[0, round(most, 2)])
    ideal = (
        alt.Chart(_data([{"p": 0}, {"p": most}]))
        .mark_line(color=OTHERS, strokeDash=[5, 4])
        .encode(x=alt.X("p:Q", scale=scale), y=alt.Y("p:Q", scale=scale))
    )
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("said:Q", scale=scale, title="how sure the model was", axis=alt.Axis(format=".0%", tickCount=6))
    )
    bars = base.mark_rule(color=OURS, opacity=0.45, strokeWidth=2).encode(
        y=alt.Y("low:Q", scale=scale, title="how often it was right", axis=alt.Axis(format=".0%", tickCount=6)),
        y2="high:Q",
    )
    points = base.mark_circle(color=OURS, size=70, opacity=1).encode(y=alt.Y("was:Q", scale=scale))
    return (ideal + bars + points).properties(width=420, height=360)


def confusion(rows: Rows, groups: Sequence[str]) -> Any:
    base = alt.Chart(_data(rows)).encode(
        x=alt.X(
            "predicted:N",
            sort=list(groups),
            title="group predicted",
            axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False),
        ),
        y=alt.Y(
            "label:N",
            sort=None,
            title="group stated",
            axis=alt.Axis(domain=False, ticks=False, labelPadding=8, titlePadding=24),
        ),
    )
    cells = base.mark_rect(color=OURS, cornerRadius=3).encode(
        opacity=alt.Opacity("shade:Q", scale=alt.Scale(domain=[0, 1], range=[0.04, 0.75]), legend=None)
    )
    right = base.transform_filter("datum.stated == datum.predicted").mark_rect(
        filled=False, stroke=GOOD, strokeWidth=2, cornerRadius=3
    )
    return (cells + right + base.mark_text(color=INK).encode(text="text:N")).properties(
        width=alt.Step(76), height=alt.Step(38)
    )


def importance(rows: Rows) -> Any:
    base = alt.Chart(_data(rows)).encode(
        y=alt.Y("feature:N", sort=None, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
        x=alt.X("effect:Q", title="mean absolute effect on the log-odds", axis=alt.Axis(tickCount=5)),
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height=14).encode(
        color=alt.Color(
            "subject:N",
            title="read from",
            scale=alt.Scale(domain=list(SUBJECTS), range=list(SUBJECTS.values())),
            legend=alt.Legend(orient="bottom"),
        )
    )
    return bars.properties(width=380, height=alt.Step(22))


def learning_curve(rows: Rows, title: str, baseline: float | None) -> Any:
    base = alt.Chart(_data(rows)).encode(
        x=alt.X(
            "users:Q",
            title="labelled users learned from",
            scale=alt.Scale(zero=False, padding=16),
            axis=alt.Axis(values=[row["users"] for row in rows], format=",d"),
        )
    )
    scale = alt.Scale(zero=False, padding=10)
    layers = (
        base.mark_rule(color=OURS, opacity=0.4, strokeWidth=2).encode(
            y=alt.Y("low:Q", scale=scale, title=title), y2="high:Q"
        )
        + base.mark_line(color=OURS).encode(y=alt.Y("value:Q", scale=scale))
        + base.mark_circle(color=OURS, size=60, opacity=1).encode(y="value:Q")
    )
    if baseline is not None:
        layers += (
            alt.Chart(_data([{"b": baseline}]))
            .mark_rule(color=OTHERS, strokeDash=[5, 4])
            .encode(y=alt.Y("b:Q", scale=scale))
        )
        layers += (
            alt.Chart(_data([{"b": baseline, "t": "base rates"}]))
            .mark_text(color=MUTED, align="left", dx=6, x=CURVE_WIDTH)
            .encode(y=alt.Y("b:Q", scale=scale), text="t:N")
        )
    return layers.properties(width=CURVE_WIDTH, height=230)


def side_by_side(charts: Sequence[Any]) -> Any:
    return alt.hconcat(*charts, spacing=BESIDE)


def signal(rows: Rows) -> Any:
    """``rows``: signal, value, low, high and what (ours, ceiling or base rates)."""
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(domain=["best possible", "reached", "base rates"], range=[LIMIT, OURS, OTHERS]),
        legend=alt.Legend(orient="bottom"),
    )
    base = alt.Chart(_data(rows)).encode(
        x=alt.X(
            "signal:Q",
            title="how strongly goals show (1 is the preset's own)",
            scale=alt.Scale(padding=14, nice=False),
            axis=alt.Axis(values=sorted({row["signal"] for row in rows})),
        ),
    )
    lowest = min(row[side] for row in rows for side in ("value", "low") if row.get(side) is not None)
    scale = alt.Scale(domain=[math.floor(10 * lowest) / 10, 1])
    y = alt.Y("value:Q", title="top-3 accuracy", axis=alt.Axis(format=".0%"), scale=scale)
    return (
        base.transform_filter("isValid(datum.low)")
        .mark_rule(color=OURS, opacity=0.4, strokeWidth=2)
        .encode(y=alt.Y("low:Q", scale=scale), y2="high:Q")
        + base.mark_line().encode(y=y, color=colour)
        + base.mark_circle(size=60, opacity=1).encode(y=y, color=colour)
    ).properties(width=WIDTH, height=280)


def asking(rows: Rows) -> Any:
    colour = alt.Color(
        "order:N",
        title=None,
        scale=alt.Scale(domain=["ask_next", "random order", "column order"], range=[OURS, OTHERS, LIMIT]),
        legend=alt.Legend(orient="bottom"),
    )
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("asked:Q", title="questions asked", axis=alt.Axis(format="d")),
        y=alt.Y("doubt:Q", title="remaining doubt, bits", scale=alt.Scale(zero=False, padding=8)),
        color=colour,
    )
    return (base.mark_line() + base.mark_circle(size=50, opacity=1)).properties(width=WIDTH, height=260)


def archetype_map(cells: Rows, centres: Rows, columns: int, names: Sequence[str]) -> Any:
    """``cells`` and ``centres`` on a honeycomb of ``columns`` columns."""
    hexagon = "M0,-1.15L1,-0.575L1,0.575L0,1.15L-1,0.575L-1,-0.575Z"
    height = WIDTH * 0.75
    rows = columns * ROWS_PER_COLUMN
    hidden = alt.Axis(labels=False, ticks=False, domain=False, grid=False)
    x = alt.X("x:Q", title=None, axis=hidden, scale=alt.Scale(domain=[-1, columns + 1], nice=False))
    y = alt.Y("y:Q", title=None, axis=hidden, scale=alt.Scale(domain=[-1, rows + 1], nice=False))
    numbered = [f"{number}  {name}" for number, name in enumerate(names, 1)]
    colour = alt.Color(
        "name:N",
        title=None,
        scale=alt.Scale(domain=numbered, range=[GROUPS[i % len(GROUPS)] for i in range(len(names))]),
        legend=alt.Legend(orient="bottom", columns=1, symbolType="circle", symbolOpacity=1, rowPadding=5),
    )
    points = (
        alt.Chart(_data([{**cell, "name": numbered[cell["archetype"] - 1]} for cell in cells]))
        .mark_point(filled=True, shape=hexagon, size=(0.96 * WIDTH / (columns + 2)) ** 2, strokeWidth=0)
        .encode(
            x=x,
            y=y,
            color=colour,
            opacity=alt.Opacity("users:Q", scale=alt.Scale(type="log", range=[0.3, 0.95]), legend=None),
        )
    )
    centres = apart(centres, SPOT * (columns + 2) / WIDTH, SPOT * (rows + 2) / height)
    spots = alt.Chart(_data(centres)).mark_circle(size=560, color=INK, opacity=0.9).encode(x=x, y=y)
    numbers = (
        alt.Chart(_data(centres))
        .mark_text(color=PAPER, fontSize=14, fontWeight="bold")
        .encode(x=x, y=y, text="archetype:N")
    )
    return (points + spots + numbers).properties(width=WIDTH, height=height)


def apart(centres: Rows, wide: float, high: float) -> list[dict[str, Any]]:
    """The centres, those whose spots would lie on each other pushed just apart, so that every number can be read.

    Parameters
    ----------
    wide, high : a spot's size in the units of ``x`` and ``y``.
    """
    moved = [dict(centre) for centre in centres]
    for _ in range(200):
        still = True
        for at, one in enumerate(moved):
            for other in moved[:at]:
                dx, dy = (one["x"] - other["x"]) / wide, (one["y"] - other["y"]) / high
                distance = math.hypot(dx, dy)
                if distance < 1 - 1e-6:
                    still = False
                    dx, dy = (dx / distance, dy / distance) if distance > 1e-9 else (1.0, 0.0)
                    push = (1 - distance) / 2
                    for centre, sign in ((one, 1), (other, -1)):
                        centre["x"] += sign * push * dx * wide
                        centre["y"] += sign * push * dy * high
        if still:
            break
    return moved


def ks(rows: Rows) -> Any:
    """``rows``: k, value, what (silhouette, null or stability), chosen."""
    colour = alt.Color(
        "what:N",
        title=None,
        scale=alt.Scale(
            domain=["silhouette", "silhouette of shuffled columns", "stability (ARI)"], range=[OURS, OTHERS, GOOD]
        ),
        legend=alt.Legend(orient="bottom"),
    )
    base = alt.Chart(_data(rows)).encode(
        x=alt.X("k:O", title="number of groups k", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title="0 to 1, higher is better", scale=alt.Scale(zero=True)),
        color=colour,
    )
    chosen = base.transform_filter("datum.chosen").mark_point(size=230, strokeWidth=2, filled=False)
    return (base.mark_line() + base.mark_circle(size=45, opacity=1) + chosen).properties(width=WIDTH, height=280)


def lift(rows: Rows) -> Any:
    """``rows``: situation, ranker, value, low, high, end (where words begin) and text."""
    situations = list(dict.fromkeys(row["situation"] for row in rows))
    order = ["popularity", "popularity by user type", "seqmatch"]
    base = alt.Chart().encode(
        y=alt.Y("ranker:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, labelPadding=8)),
        x=alt.X("value:Q", title="NDCG@5", axis=alt.Axis(tickCount=5, format=".1f")),
    )
    bars = base.mark_bar(cornerRadiusEnd=3, height=18).encode(
        color=alt.Color("ranker:N", scale=alt.Scale(domain=order, range=[OTHERS, OTHERS, OURS]), legend=None)
    )
    interval = base.mark_rule(color=INK, strokeWidth=1.5).encode(x="low:Q", x2="high:Q")
    words = base.mark_text(align="left", dx=6, color=INK).encode(x="end:Q", text="text:N")
    return (
        alt.layer(bars, interval, words, data=_data(rows))
        .properties(width=440, height=alt.Step(30))
        .facet(
            row=alt.Row(
                "situation:N",
                sort=situations,
                title=None,
                header=alt.Header(
                    labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start", labelFontSize=13
                ),
            )
        )
    )
