"""Lays out a flow diagram: columns by the longest way from income, few crossings, no overlaps.

A payment that skips columns is led through a waypoint in each, which takes part in the ordering and keeps its room, so
that no band runs across somebody else's box.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from seqmatch.rules.accounts.graph import Edge, columns_of

BOX_WIDTH = 12
COLUMN_STEP = 272
ROW = 36
"""Height that a label of two lines needs."""
GAP = 8
THINNEST = 1.5
SWEEPS = 12
LEAST_HEIGHT = 300
_FILL = 0.62
"""Share of the height that the bands of the fullest column take; the rest is air between them."""


@dataclass(slots=True)
class Box:
    """An account, or a waypoint (``name`` None) of a band. Pixels, from the top left of the diagram."""

    name: str | None
    column: int
    height: float
    y: float = 0.0
    above: list[int] = field(default_factory=list)
    """Indices of the boxes money comes from, one for each band."""
    below: list[int] = field(default_factory=list)

    @property
    def room(self) -> float:
        """Height it keeps for itself and its label."""
        return self.height if self.name is None else max(self.height, ROW)

    @property
    def middle(self) -> float:
        return self.y + self.room / 2

    @property
    def x(self) -> float:
        return self.column * COLUMN_STEP


@dataclass(frozen=True, slots=True)
class Band:
    """A payment: its accounts, its thickness, and the points its middle line goes through from left to right."""

    edge: Edge
    thickness: float
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class DiagramLayout:
    """Boxes of accounts, bands, and the size of it all in pixels."""

    boxes: dict[str, Box]
    bands: tuple[Band, ...]
    width: float
    height: float


def lay_out(flows: Mapping[Edge, int], totals: Mapping[str, int]) -> DiagramLayout:
    """The diagram of ``flows``.

    Parameters
    ----------
    flows : (source, destination) -> cents above 0; they must hold no cycle.
    totals : account -> cents that its box stands for, at least what flows in and what flows out.
    """
    columns = columns_of(list(flows))
    if not columns:
        return DiagramLayout({}, (), 0, 0)
    counts = [0] * (max(columns.values()) + 1)
    sums = [0] * len(counts)
    for name, column in columns.items():
        counts[column] += 1
        sums[column] += totals[name]
    target = max(LEAST_HEIGHT, max(counts) * (ROW + GAP))
    scale = _FILL * target / max(sums)
    boxes, routes = _boxes(flows, totals, columns, scale)
    layers = [[i for i, box in enumerate(boxes) if box.column == column] for column in range(len(counts))]
    _order(boxes, layers)
    _place(boxes, layers)
    named = {box.name: box for box in boxes if box.name is not None}
    bands = _bands(boxes, routes, flows, scale)
    height = max(box.y + box.room for box in boxes)
    return DiagramLayout(named, bands, (len(counts) - 1) * COLUMN_STEP + BOX_WIDTH, height)


def _boxes(
    flows: Mapping[Edge, int], totals: Mapping[str, int], columns: Mapping[str, int], scale: float
) -> tuple[list[Box], dict[Edge, list[int]]]:
    """Accounts and waypoints, linked, and for each payment the boxes it goes through."""
    sent = dict.fromkeys(columns, 0.0)
    received = dict.fromkeys(columns, 0.0)
    for (source, destination), cents in flows.items():
        sent[source] += max(cents * scale, THINNEST)
        received[destination] += max(cents * scale, THINNEST)
    boxes = [
        Box(name, column, max(totals[name] * scale, sent[name], received[name], THINNEST))
        for name, column in columns.items()
    ]
    index = {name: i for i, name in enumerate(columns)}
    routes: dict[Edge, list[int]] = {}
    for (source, destination), cents in flows.items():
        route = [index[source]]
        for column in range(columns[source] + 1, columns[destination]):
            route.append(len(boxes))
            boxes.append(Box(None, column, max(cents * scale, THINNEST)))
        route.append(index[destination])
        for left, right in pairwise(route):
            boxes[left].below.append(right)
            boxes[right].above.append(left)
        routes[source, destination] = route
    return boxes, routes


def _order(boxes: Sequence[Box], layers: list[list[int]]) -> None:
    """Sort layers by the mean place of their neighbours, to and fro; the order with the fewest crossings is kept."""
    best = [list(layer) for layer in layers]
    fewest = _crossings(boxes, layers)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for number in range(1, len(layers)) if forwards else range(len(layers) - 2, -1, -1):
            beside = layers[number - 1] if forwards else layers[number + 1]
            place = {i: at for at, i in enumerate(beside)}
            mean: dict[int, float] = {}
            for at, i in enumerate(layers[number]):
                neighbours = boxes[i].above if forwards else boxes[i].below
                mean[i] = sum(place[n] for n in neighbours) / len(neighbours) if neighbours else float(at)
            layers[number].sort(key=mean.__getitem__)
        crossings = _crossings(boxes, layers)
        if crossings < fewest:
            fewest, best = crossings, [list(layer) for layer in layers]
    layers[:] = best


def _crossings(boxes: Sequence[Box], layers: Sequence[Sequence[int]]) -> int:
    """Pairs of bands that cross between neighbouring columns."""
    count = 0
    for layer, following in pairwise(layers):
        place = {i: at for at, i in enumerate(following)}
        seen: list[int] = []
        for i in layer:
            ends = [place[n] for n in boxes[i].below]
            count += sum(earlier > end for end in ends for earlier in seen)
            seen += ends
    return count


def _place(boxes: Sequence[Box], layers: Sequence[Sequence[int]]) -> None:
    """Put every box level with its neighbours as far as the order and the room of the others allow."""
    tall = [sum(boxes[i].room + GAP for i in layer) - GAP for layer in layers]
    height = max(tall)
    for layer, needed in zip(layers, tall, strict=True):
        y = (height - needed) / 2
        for i in layer:
            boxes[i].y = y
            y += boxes[i].room + GAP
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 == 0 else reversed(layers):
            wanted: list[float] = []
            for i in layer:
                neighbours = boxes[i].above if sweep % 2 == 0 else boxes[i].below
                neighbours = neighbours or boxes[i].below or boxes[i].above
                weight = sum(boxes[n].height for n in neighbours)
                middle = sum(boxes[n].middle * boxes[n].height for n in neighbours) / weight
                wanted.append(middle - boxes[i].room / 2)
            _stand([boxes[i] for i in layer], wanted, height)


def _stand(layer: Sequence[Box], wanted: Sequence[float], height: float) -> None:
    """Give each box of a layer the place nearest to the one wanted (least squares) that keeps order, room and frame.

    Boxes that would overlap form a block, which stands where its boxes want it on average.
    """
    start = 0.0  # of the box, were all boxes of the layer packed from the top
    blocks: list[tuple[float, int]] = []  # sum of wanted shifts from there, boxes
    for box, y in zip(layer, wanted, strict=True):
        shift, count = y - start, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= shift / count:
            before = blocks.pop()
            shift, count = shift + before[0], count + before[1]
        blocks.append((shift, count))
        start += box.room + GAP
    most = max(height - (start - GAP), 0.0)
    shifts = [min(max(shift / count, 0.0), most) for shift, count in blocks for _ in range(count)]
    y = 0.0
    for box, shift in zip(layer, shifts, strict=True):
        box.y = y + shift
        y += box.room + GAP


def _bands(
    boxes: Sequence[Box], routes: Mapping[Edge, Sequence[int]], flows: Mapping[Edge, int], scale: float
) -> tuple[Band, ...]:
    """The bands, stacked on every box in the order in which they leave and arrive."""
    thickness = {edge: max(flows[edge] * scale, THINNEST) for edge in routes}
    starts: dict[Edge, float] = {}
    ends: dict[Edge, float] = {}
    for own, other, offsets in ((0, 1, starts), (-1, -2, ends)):
        at: dict[int, float] = {}
        for edge, route in sorted(routes.items(), key=lambda item: boxes[item[1][other]].middle):
            box = boxes[route[own]]
            stack = at.get(route[own], box.middle - _stack(route[own], own, routes, thickness) / 2)
            offsets[edge] = stack + thickness[edge] / 2
            at[route[own]] = stack + thickness[edge]
    found = []
    for edge, route in routes.items():
        points = [(boxes[route[0]].x + BOX_WIDTH, starts[edge])]
        for i in route[1:-1]:
            points += [(boxes[i].x, boxes[i].middle), (boxes[i].x + BOX_WIDTH, boxes[i].middle)]
        points.append((boxes[route[-1]].x, ends[edge]))
        found.append(Band(edge, thickness[edge], tuple(points)))
    return tuple(found)


def _stack(box: int, own: int, routes: Mapping[Edge, Sequence[int]], thickness: Mapping[Edge, float]) -> float:
    return sum(thickness[edge] for edge, route in routes.items() if route[own] == box)
