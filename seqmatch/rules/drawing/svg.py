"""Draws the money flow of a plan as one self-contained SVG.

No script, no font, no reference to anything outside; names are strangers' text and are shown as text only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from html import escape

from seqmatch.rules.accounts.graph import Edge
from seqmatch.rules.drawing.colours import NAMES, STYLE
from seqmatch.rules.drawing.diagram import LABEL_WIDTH, TOOLTIP, Bar, Diagram, Flow, Ribbon, dollars, draw
from seqmatch.rules.drawing.layout import BOX_WIDTH
from seqmatch.rules.plain_text import plain

_MARGIN = 24
_TOP = 76
_DESCRIBED = 12
_NARROWEST = 560


def sankey_svg(
    flows: Sequence[Flow], title: str, arrivals: Mapping[str, int] | None = None, unstated: Iterable[Edge] = ()
) -> str:
    """An SVG document that shows ``flows``.

    Parameters
    ----------
    flows : payments; those between the same two accounts are drawn as one. Nothing is drawn for zero cents.
    title : what is shown, such as ``One month``.
    arrivals : account -> cents that reach it from outside the plan.
    unstated : payments whose amount nobody said, from source to destination.

    Raises
    ------
    ArgumentError : a payment or arrival below zero.
    """
    diagram = draw(flows, arrivals, unstated)
    legend = sum(map(_legend_width, diagram.groups)) + 2 * _MARGIN
    width = max(diagram.width + LABEL_WIDTH + 2 * _MARGIN, legend, _NARROWEST)
    height = _TOP + diagram.height + 64
    parts = [
        *_head(title, diagram, width, height),
        *map(_ribbon, diagram.ribbons),
        *map(_bar, diagram.bars),
        "</g>",
        *_legend(diagram.groups, height),
    ]
    if diagram.remark:
        parts.append(f'<text class="sq-small" x="{_MARGIN}" y="{height - 46:.0f}">{diagram.remark}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _head(title: str, diagram: Diagram, width: float, height: float) -> list[str]:
    heading = escape(plain(title, TOOLTIP))
    told = [f"{_payment(ribbon)} {dollars(ribbon.cents)}" for ribbon in diagram.ribbons[:_DESCRIBED]]
    if len(diagram.ribbons) > _DESCRIBED:
        told.append(f"and {len(diagram.ribbons) - _DESCRIBED} more")
    mark = sha256(repr((title, diagram)).encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img" class="sq" aria-labelledby="sq-t-{mark} sq-d-{mark}">',
        f'<title id="sq-t-{mark}">{heading}</title>',
        f'<desc id="sq-d-{mark}">{diagram.summary}{": " if told else ""}{"; ".join(told)}</desc>',
        f"<style>{STYLE}</style>",
        '<rect class="sq-paper" width="100%" height="100%"/>',
        f'<text class="sq-title" x="{_MARGIN}" y="32">{heading}</text>',
        f'<text class="sq-small" x="{_MARGIN}" y="52">{diagram.summary}</text>',
        f'<g transform="translate({_MARGIN} {_TOP})">',
    ]


def _ribbon(ribbon: Ribbon) -> str:
    drawn = f' stroke-width="{ribbon.width:.1f}"' if ribbon.width else ""
    return (
        f'<path class="sq-{"line" if ribbon.width else "band"} sq-{ribbon.group}"{drawn} d="{ribbon.path}">'
        f"<title>{_payment(ribbon)}: {dollars(ribbon.cents)}</title></path>"
    )


def _bar(bar: Bar) -> str:
    x = bar.x + BOX_WIDTH + 7
    return (
        f'<g><title>{escape(bar.name)}: {bar.note}</title><rect class="sq-{bar.group}" x="{bar.x:.1f}"'
        f' y="{bar.middle - bar.height / 2:.1f}" width="{BOX_WIDTH}" height="{max(bar.height, 2):.1f}" rx="2"/>'
        f'<text class="sq-name" x="{x:.1f}" y="{bar.middle - 3:.1f}">{escape(bar.label)}</text>'
        f'<text class="sq-note" x="{x:.1f}" y="{bar.middle + 13:.1f}">{bar.note}</text></g>'
    )


def _payment(ribbon: Ribbon) -> str:
    return f"{escape(ribbon.source)} to {escape(ribbon.destination)}"


def _legend(groups: Sequence[str], height: float) -> list[str]:
    found: list[str] = []
    x = _MARGIN
    for group in groups:
        found.append(
            f'<g transform="translate({x} {height - 26:.0f})"><rect class="sq-{group}" width="12" height="12" rx="2"/>'
            f'<text class="sq-small" x="18" y="10">{NAMES[group]}</text></g>'
        )
        x += _legend_width(group)
    return found


def _legend_width(group: str) -> int:
    return 40 + 7 * len(NAMES[group])
