"""Turns an Altair chart into an SVG that takes its colours from the page, with ids unique on it."""

from __future__ import annotations

import io
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

INK, MUTED, GRID = "#1b2430", "#5b6673", "#e3e7ec"
PAPER = "#fdfdfe"
OURS, OTHERS, LIMIT, GOOD = "#2563eb", "#8d99a6", "#c2700a", "#0f8a5f"
GROUPS = ("#2563eb", "#d9480f", "#0f8a5f", "#9c36b5", "#b58900", "#0c8599", "#c2255c", "#5c6b7a", "#6741d9", "#5c940d")
DARK = {
    PAPER: "#12171e",
    INK: "#e6eaf0",
    MUTED: "#a7b1bd",
    GRID: "#2b3440",
    OURS: "#74a2ff",
    OTHERS: "#7d8896",
    LIMIT: "#f0a64a",
    GOOD: "#4cc79a",
    "#d9480f": "#ff8f5e",
    "#9c36b5": "#d78bea",
    "#b58900": "#e6c14a",
    "#0c8599": "#4fc3d7",
    "#c2255c": "#f783ac",
    "#5c6b7a": "#a5b0bc",
    "#6741d9": "#a58bff",
    "#5c940d": "#a9d85a",
}
"""A colour of the charts -> the same on a dark page."""


def page_style() -> str:
    """The style sheet of a page and of the charts in it, light and dark."""
    sheet = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
    return f"{sheet}\n@media (prefers-color-scheme: dark) {{\n{dark_colours()}\n}}"


def can_draw() -> bool:
    """Whether the ``plots`` extra is installed."""
    return find_spec("altair") is not None and find_spec("vl_convert") is not None


def svg_of(chart: Any, name: str) -> str:
    """An Altair chart as an SVG element; ``name`` makes its ids unique on the page."""
    axis = {
        "labelColor": MUTED,
        "titleColor": MUTED,
        "gridColor": GRID,
        "domainColor": MUTED,
        "tickColor": MUTED,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "labelLimit": 340,
    }
    styled = (
        chart.configure(background="transparent", font="Arial, Helvetica, sans-serif", padding=4)
        .configure_view(strokeWidth=0)
        .configure_axis(**axis)
        .configure_legend(
            labelColor=INK,
            titleColor=MUTED,
            labelFontSize=12,
            titleFontWeight="normal",
            labelLimit=420,
            columnPadding=30,
        )
        .configure_text(color=INK, fontSize=12)
        .configure_header(labelColor=INK, titleColor=MUTED, labelFontSize=12)
    )
    file = io.StringIO()
    styled.save(file, format="svg")
    return embedded(file.getvalue(), name)


def embedded(svg: str, name: str) -> str:
    """An SVG file as an element of a page: no document head, ids of its own, width by the page."""
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", svg)
    svg = re.sub(r'((?:xlink:)?href)="#([^"]+)"', rf'\1="#{name}-\2"', svg)
    # Roles and labels inside repeat every mark to a screen reader; the figure's caption and table tell the same.
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    width, height = (float(re.search(rf'<svg[^>]*\b{side}="([\d.]+)"', svg)[1]) for side in ("width", "height"))  # type: ignore[index]
    return svg.replace(
        "<svg ", f'<svg aria-hidden="true" style="max-width:{width:.0f}px" data-height="{height:.0f}" ', 1
    )


def dark_colours() -> str:
    """Style rules that turn the charts' colours into those of a dark page."""
    return "\n".join(
        f'figure svg [{paint}="{light}"] {{ {paint}: {dark} }}'
        for light, dark in DARK.items()
        for paint in ("fill", "stroke")
    )
