"""Statements with both sides of a transfer in each row: the side that is one's own is read, of conversions both.

A layout says in ``[received]`` which columns hold what arrived (field -> column), and in ``converted`` which words of
direction stand for money that left in one currency and arrived in another.
"""

from __future__ import annotations

from dataclasses import replace

from seqmatch.data.statements.grid import Grid
from seqmatch.data.statements.layouts import Layout
from seqmatch.data.statements.words import IN, word


def own_sides(grid: Grid, layout: Layout | None) -> Grid:
    """The grid with what arrived in place of what was sent where money came in, and conversions as two rows."""
    if layout is None or not layout.received:
        return grid
    places = layout.mapping.places(grid.header)
    other = {
        places[name]: grid.header.index(column)
        for name, column in layout.received.items()
        if name in places and column in grid.header
    }
    direction = places["direction"]
    rows: list[list[str]] = []
    lines: list[int] = []
    converted = 0
    for row, line in zip(grid.rows, grid.lines, strict=True):
        said = word(row[direction]) if len(row) == len(grid.header) else ""
        arrived = list(row)
        if said in IN or said in layout.converted:
            for mine, theirs in other.items():
                arrived[mine] = row[theirs] or (row[mine] if mine != places.get("fee") else "")
        if said in layout.converted:
            converted += 1
            left = list(row)
            left[direction], arrived[direction] = "out", "in"
            if "transaction_id" in places and row[places["transaction_id"]]:
                arrived[places["transaction_id"]] += ":in"
            rows.append(left)
            lines.append(line)
        rows.append(arrived)
        lines.append(line)
    notes = [*grid.notes]
    if converted:
        notes.append(f"{converted:,} conversions between own currencies were read as two rows each")
    return replace(grid, rows=rows, lines=lines, notes=notes)
