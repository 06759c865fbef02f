"""A flow diagram as data: bars for accounts, ribbons for payments.

Names are strangers' text: they are cut to what a line bears and free of control characters, but not escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from seqmatch.errors import ArgumentError
from seqmatch.rules.accounts.graph import Edge, accounts_of, back_edges
from seqmatch.rules.accounts.roles import role_of
from seqmatch.rules.drawing.colours import GROUP_OF, NAMES
from seqmatch.rules.drawing.layout import BOX_WIDTH, Band, Box, lay_out
from seqmatch.rules.plain_text import plain
from seqmatch.rules.reading import read_rules
from seqmatch.schemas.reading import StepKind
from seqmatch.schemas.rule import RuleSet

MOST_FLOWS = 80
"""The largest payments that are drawn; more than these no one can read."""
LABEL = 22  # columns of a name beside its box
LABEL_WIDTH = 184  # pixels
TOOLTIP = 60
_THIN = 10  # pixels


@dataclass(frozen=True, slots=True)
class Flow:
    """``cents`` that go from ``source`` to ``destination`` in all."""

    source: str
    destination: str
    cents: int


@dataclass(frozen=True, slots=True)
class Bar:
    """An account: its ``name``, the ``label`` and ``note`` beside its bar, its ``group`` of roles; pixels."""

    name: str
    label: str
    note: str
    group: str
    x: float
    middle: float
    height: float


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A payment: an area where ``width`` is 0, else a line that wide, along the SVG path ``path``."""

    source: str
    destination: str
    cents: int
    group: str
    path: str
    width: float


@dataclass(frozen=True, slots=True)
class Diagram:
    """The picture of a plan.

    Attributes
    ----------
    summary : how much moves between how many accounts, in words.
    bars, ribbons : what is drawn; the thickest ribbon first.
    groups : the groups that the legend explains.
    remark : what is not drawn, in words; empty where everything is.
    width, height : of the bars and ribbons, in pixels; labels of the last column reach LABEL_WIDTH further.
    """

    summary: str
    bars: tuple[Bar, ...]
    ribbons: tuple[Ribbon, ...]
    groups: tuple[str, ...]
    remark: str
    width: float
    height: float


def payments_without_amount(rules: RuleSet) -> set[Edge]:
    """The payments in ``rules`` whose amount the text does not say, by source and destination."""
    return {
        (step.source, part.destination)
        for reading in read_rules(rules)
        for step in reading.steps
        if step.kind is StepKind.PAYMENT
        for part in step.parts
    }


def draw(flows: Sequence[Flow], arrivals: Mapping[str, int] | None = None, unstated: Iterable[Edge] = ()) -> Diagram:
    """The diagram of ``flows``.

    Parameters
    ----------
    flows : payments; those between the same two accounts are drawn as one. Nothing is drawn for zero cents.
    arrivals : account -> cents that reach it from outside the plan.
    unstated : payments whose amount nobody said, from source to destination; those without a flow are told of.

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
    fed = {destination for _, destination in paid}
    groups = {
        name: "income" if name in arrived and name not in fed else GROUP_OF.get(role_of(name), "other")
        for name in layout.boxes
    }
    hidden = [cents for edge, cents in paid.items() if edge not in largest]
    accounts = len({name for edge in paid for name in edge})
    bands = sorted(layout.bands, key=lambda band: -band.thickness)
    return Diagram(
        summary=f"{accounts} accounts, {dollars(sum(paid.values()))} moved" if paid else "No money moves.",
        bars=tuple(
            _bar(box, name, groups[name], _note(name, received, sent, back)) for name, box in layout.boxes.items()
        ),
        ribbons=tuple(_ribbon(band, groups, drawn) for band in bands),
        groups=tuple(group for group in NAMES if group in groups.values()),
        remark=_remark(hidden, len(set(unstated).difference(paid))),
        width=layout.width,
        height=layout.height,
    )


def _remark(hidden: Sequence[int], unstated: int) -> str:
    """What is not drawn."""
    said = []
    if hidden:
        said.append(f"{len(hidden)} smaller payments, {dollars(sum(hidden))} in all, are not drawn.")
    if unstated:
        one = unstated == 1
        said.append(
            f"{unstated} payment{'' if one else 's'} {'is' if one else 'are'} not drawn: the rules do not say how much."
        )
    return " ".join(said)


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


def _ribbon(band: Band, groups: Mapping[str, str], drawn: Mapping[Edge, int]) -> Ribbon:
    """A band as the area between two curves; a thin one as a line, which stays as wide where it is steep."""
    source, destination = band.edge
    path, width = f"M{_curve(band.points)}", round(band.thickness, 1)
    if band.thickness > _THIN:
        half = band.thickness / 2
        upper = [(x, y - half) for x, y in band.points]
        lower = [(x, y + half) for x, y in reversed(band.points)]
        path, width = f"M{_curve(upper)}L{_curve(lower)}Z", 0.0
    names = (plain(source, TOOLTIP), plain(destination, TOOLTIP))
    return Ribbon(*names, drawn[band.edge], groups[destination], path, width)


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """Level at every point, straight beside a box and bent between columns."""
    parts = [f"{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        middle = (x + to_x) / 2
        bend = f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} " if abs(to_x - x) > BOX_WIDTH else "L"
        parts.append(f"{bend}{to_x:.1f} {to_y:.1f}")
    return "".join(parts)


def _bar(box: Box, name: str, group: str, note: str) -> Bar:
    return Bar(plain(name, TOOLTIP), plain(name, LABEL), note, group, box.x, box.middle, box.height)
