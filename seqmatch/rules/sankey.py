"""The money flow of a plan as a picture: an SVG flow diagram that needs nothing but itself.

No script, no font, no reference to anything outside; names are strangers' text and are shown as text only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from itertools import pairwise

from seqmatch.errors import ArgumentError
from seqmatch.rules.account_graph import Edge, accounts_of, back_edges
from seqmatch.rules.plain_text import plain
from seqmatch.rules.roles import role_of
from seqmatch.rules.sankey_colours import GROUP_OF, NAMES, STYLE
from seqmatch.rules.sankey_layout import BOX_WIDTH, Band, Box, lay_out

MOST_FLOWS = 80
"""The largest payments that are drawn; more than these no one can read."""
LABEL = 22  # columns of a name beside its box
_TOOLTIP = 60
_MARGIN = 24
_TOP = 76
_LABEL_WIDTH = 184
_DESCRIBED = 12
_NARROWEST = 560
_THIN = 10  # pixels


@dataclass(frozen=True, slots=True)
class Flow:
    """``cents`` that go from ``source`` to ``destination`` in all."""

    source: str
    destination: str
    cents: int


def sankey_svg(flows: Sequence[Flow], title: str, arrivals: Mapping[str, int] | None = None) -> str:
    """An SVG document that shows ``flows``.

    Parameters
    ----------
    flows : payments; those between the same two accounts are drawn as one. Nothing is drawn for zero cents.
    title : what is shown, such as ``One month``.
    arrivals : account -> cents that reach it from outside the plan.

    Raises
    ------
    ArgumentError : a payment or arrival below zero.
    """
    arrived = dict(arrivals or {})
    if any(flow.cents < 0 for flow in flows) or any(cents < 0 for cents in arrived.values()):
        raise ArgumentError("A payment is a number of cents, 0 or more.", path="flows", example="125000")
    paid: dict[Edge, int] = {}
    for flow in flows:
        if flow.cents:
            edge = (flow.source, flow.destination)
            paid[edge] = paid.get(edge, 0) + flow.cents
    received, sent = dict(arrived), dict[str, int]()
    for (source, destination), cents in paid.items():
        sent[source] = sent.get(source, 0) + cents
        received[destination] = received.get(destination, 0) + cents
    largest = set(sorted(paid, key=lambda edge: -paid[edge])[:MOST_FLOWS])
    shown = {edge: cents for edge, cents in paid.items() if edge in largest}
    drawn, back = _unrolled(shown)
    totals = {name: max(received.get(name, 0), sent.get(name, 0)) for name in accounts_of(list(drawn))} | back
    layout = lay_out(drawn, totals)
    notes = {name: _note(name, received, sent, back) for name in layout.boxes}
    fed = {destination for _, destination in paid}
    groups = {
        name: "income" if name in arrived and name not in fed else GROUP_OF.get(role_of(name), "other")
        for name in layout.boxes
    }
    present = [group for group in NAMES if group in groups.values()]
    hidden = [cents for edge, cents in paid.items() if edge not in largest]
    width = max(layout.width + _LABEL_WIDTH + 2 * _MARGIN, sum(map(_legend_width, present)) + 2 * _MARGIN, _NARROWEST)
    height = _TOP + layout.height + 64
    parts = [
        *_head(title, paid, width, height),
        *(_band(band, groups, drawn) for band in sorted(layout.bands, key=lambda band: -band.thickness)),
        *(_box(box, name, groups[name], notes[name]) for name, box in layout.boxes.items()),
        "</g>",
        *_legend(present, height),
    ]
    if hidden:
        words = f"{len(hidden)} smaller payments, {dollars(sum(hidden))} in all, are not drawn."
        parts.append(f'<text class="sq-small" x="{_MARGIN}" y="{height - 46:.0f}">{words}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def dollars(cents: int) -> str:
    """``$1,250`` for 125000 cents, ``$1,250.50`` where there are cents."""
    return f"${cents // 100:,}" if cents % 100 == 0 else f"${cents // 100:,}.{cents % 100:02d}"


def _unrolled(paid: Mapping[Edge, int]) -> tuple[dict[Edge, int], dict[str, int]]:
    """Payments without a cycle: what comes back goes to a second box of its account; and those boxes' cents."""
    returning = back_edges(list(paid))
    mark = "↩ \x1f"  # the control character is not shown
    while any(name.startswith(mark) for edge in paid for name in edge):
        mark += "\x1f"
    drawn: dict[Edge, int] = {}
    back: dict[str, int] = {}
    for (source, destination), cents in paid.items():
        if (source, destination) in returning:
            destination = mark + destination
            back[destination] = back.get(destination, 0) + cents
        drawn[source, destination] = drawn.get((source, destination), 0) + cents
    return drawn, back


def _note(name: str, received: Mapping[str, int], sent: Mapping[str, int], back: Mapping[str, int]) -> str:
    """The second line of a label."""
    if name in back:
        return f"{dollars(back[name])} comes back"
    into, out = received.get(name, 0), sent.get(name, 0)
    if not into or not out or into <= out:
        return dollars(into or out)
    return f"{dollars(into)}, keeps {dollars(into - out)}"


def _head(title: str, paid: Mapping[Edge, int], width: float, height: float) -> list[str]:
    heading = escape(plain(title, _TOOLTIP))
    accounts = len({name for edge in paid for name in edge})
    summary = f"{accounts} accounts, {dollars(sum(paid.values()))} moved" if paid else "No money moves."
    largest = sorted(paid.items(), key=lambda item: -item[1])
    told = [f"{_shown(s)} to {_shown(d)} {dollars(cents)}" for (s, d), cents in largest[:_DESCRIBED]]
    if len(largest) > _DESCRIBED:
        told.append(f"and {len(largest) - _DESCRIBED} more")
    mark = sha256(repr((title, *paid.items())).encode("utf-8", "backslashreplace")).hexdigest()[:8]
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img" class="sq" aria-labelledby="sq-t-{mark} sq-d-{mark}">',
        f'<title id="sq-t-{mark}">{heading}</title>',
        f'<desc id="sq-d-{mark}">{summary}{": " if told else ""}{"; ".join(told)}</desc>',
        f"<style>{STYLE}</style>",
        '<rect class="sq-paper" width="100%" height="100%"/>',
        f'<text class="sq-title" x="{_MARGIN}" y="32">{heading}</text>',
        f'<text class="sq-small" x="{_MARGIN}" y="52">{summary}</text>',
        f'<g transform="translate({_MARGIN} {_TOP})">',
    ]


def _band(band: Band, groups: Mapping[str, str], drawn: Mapping[Edge, int]) -> str:
    """A band as the area between two curves; a thin one as a line, which stays as wide where it is steep."""
    source, destination = band.edge
    kind, width = "line", f' stroke-width="{band.thickness:.1f}"'
    path = f"M{_curve(band.points)}"
    if band.thickness > _THIN:
        half = band.thickness / 2
        upper = [(x, y - half) for x, y in band.points]
        lower = [(x, y + half) for x, y in reversed(band.points)]
        kind, width = "band", ""
        path = f"M{_curve(upper)}L{_curve(lower)}Z"
    return (
        f'<path class="sq-{kind} sq-{groups[destination]}"{width} d="{path}">'
        f"<title>{_shown(source)} to {_shown(destination)}: {dollars(drawn[band.edge])}</title></path>"
    )


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Level at every point, straight beside a box and bent between columns."""
    parts = [f"{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (x + to_x) / 2
        bend = f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} " if abs(to_x - x) > BOX_WIDTH else "L"
        parts.append(f"{bend}{to_x:.1f} {to_y:.1f}")
    return "".join(parts)


def _box(box: Box, name: str, group: str, note: str) -> str:
    x = box.x + BOX_WIDTH + 7
    top = box.middle - box.height / 2
    return (
        f'<g><title>{_shown(name)}: {note}</title><rect class="sq-{group}" x="{box.x:.1f}" y="{top:.1f}"'
        f' width="{BOX_WIDTH}" height="{max(box.height, 2):.1f}" rx="2"/>'
        f'<text class="sq-name" x="{x:.1f}" y="{box.middle - 3:.1f}">{escape(plain(name, LABEL))}</text>'
        f'<text class="sq-note" x="{x:.1f}" y="{box.middle + 13:.1f}">{note}</text></g>'
    )


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


def _shown(name: str) -> str:
    return escape(plain(name, _TOOLTIP))
