"""The layouts of banks and products that are known by name: one small file each in ``layouts/``, no code.

A file holds ``name``; ``header``, the columns that have to be there, or for files without one ``cells``, a pattern
for each column of a row; where a row has both sides of a transfer, ``received`` and ``converted`` (see ``legs``);
and, as far as the headers do not say it by themselves, ``columns`` (field -> header, or ``-``), ``options`` and
``words`` as in a mapping. What a person says in a mapping goes before what a layout says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files

from seqmatch.data.statements.columns import ABSENT, BankMapping, mapping_of, plain
from seqmatch.data.statements.words import word


@dataclass(frozen=True)
class Layout:
    """A known layout: what it is called, the headers it is known by, and how they are read."""

    name: str
    header: frozenset[str]
    mapping: BankMapping = field(default_factory=BankMapping)
    cells: tuple[str, ...] = ()
    received: Mapping[str, str] = field(default_factory=dict)
    converted: frozenset[str] = frozenset()


@cache
def layouts() -> tuple[Layout, ...]:
    """All known layouts, those with more columns first."""
    found = []
    for file in files("seqmatch.data.statements").joinpath("layouts").iterdir():
        if file.name.endswith(".toml"):
            said = tomllib.loads(file.read_text("utf-8"))
            words = {name: "|".join(listed) for name, listed in said.get("words", {}).items()}
            mapping = mapping_of({**said.get("columns", {}), **said.get("options", {}), **words})
            found.append(
                Layout(
                    said["name"],
                    frozenset(plain(name) for name in said.get("header", ())),
                    mapping,
                    tuple(said.get("cells", ())),
                    said.get("received", {}),
                    frozenset(word(one) for one in said.get("converted", ())),
                )
            )
    return tuple(sorted(found, key=lambda layout: (-len(layout.header), layout.name)))


def layout_of(header: Sequence[str]) -> Layout | None:
    """The layout all of whose columns stand in ``header``; of several the one with the most."""
    there = {plain(name) for name in header}
    return next((layout for layout in layouts() if layout.header and layout.header <= there), None)


def headerless_of(row: Sequence[str]) -> Layout | None:
    """The layout without a header that ``row``, the first of its file, is a row of."""
    for layout in layouts():
        if len(layout.cells) == len(row) and all(
            re.fullmatch(cell, value.strip()) for cell, value in zip(layout.cells, row, strict=True)
        ):
            return layout
    return None


def merged(said: BankMapping, layout: Layout | None, header: Sequence[str]) -> BankMapping:
    """The mapping of a layout as far as ``header`` has its columns, with what a person said before it."""
    if layout is None:
        return said
    known = layout.mapping
    there = {plain(name) for name in header}
    columns = {name: column for name, column in known.columns.items() if column == ABSENT or plain(column) in there}
    words: Mapping[str, frozenset[str]] = {
        option: said.words.get(option, frozenset()) | known.words.get(option, frozenset())
        for option in {*said.words, *known.words}
    }
    return replace(
        known,
        columns={**columns, **said.columns},
        words=words,
        dates=said.dates or known.dates,
        decimal=said.decimal or known.decimal,
        sign=said.sign if said.sign or "amount" in said.columns else known.sign,
        amounts=said.amounts or known.amounts,
        empty=said.empty or known.empty,
        both=said.both or known.both,
        encoding=said.encoding or known.encoding,
        currency=said.currency or known.currency,
    )
