"""The pages that a host shows beside an answer (MCP Apps): money flow, archetypes, days, goals, allocation.

Each is one HTML document that asks nobody for anything: style and script stand in it, what it shows comes from the
host, and what it asks the tools goes through the host. Whoever sees no views misses nothing: the text beside them is
complete.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path

from mcp.server.apps import Apps, ResourceCsp

from seqmatch import __version__
from seqmatch.lifecycle.pages.drawing import DARK as ON_DARK
from seqmatch.lifecycle.pages.drawing import GROUPS
from seqmatch.rules.drawing.colours import DARK, LIGHT, NAMES

PLAN_VIEW = "ui://seqmatch/plan"
MAP_VIEW = "ui://seqmatch/map"
AHEAD_VIEW = "ui://seqmatch/ahead"
ALLOCATION_VIEW = "ui://seqmatch/allocation"
GOALS_VIEW = "ui://seqmatch/goals"
_FOLDER = Path(__file__).parent
_PART = re.compile(r"/\* (\w+\.(?:css|js)) \*/")
"""In a page: where a style sheet or script of this folder goes."""


_WORDS = {
    PLAN_VIEW: ("Money flow", "Where the money of a plan goes in a month, and what another income would change."),
    MAP_VIEW: ("Archetype map", "The kinds of user there are, and where this person stands among them."),
    AHEAD_VIEW: ("Days ahead", "The balance of the days ahead, with its band, its lowest point and the bills."),
    ALLOCATION_VIEW: (
        "Allocation",
        "Shares of a portfolio before and after, what is traded, and who carries the risk.",
    ),
    GOALS_VIEW: ("Goals ahead", "When each goal of a plan fills, with a band, its deadline, and what would save it."),
}
"""Address of a view -> its title and description."""


def views(shown: Collection[str | None]) -> Apps:
    """The extension that serves the pages of the views ``shown``; they may load nothing and connect to nothing."""
    apps = Apps()
    for uri, (title, description) in _WORDS.items():
        if uri in shown:
            name = uri.rpartition("/")[2]
            apps.add_html_resource(
                uri,
                page(name),
                name=f"{name}-view",
                title=title,
                description=description,
                csp=ResourceCsp(),
                prefers_border=True,
            )
    return apps


@cache
def page(name: str) -> str:
    """The HTML document of the view ``name``, with its style sheets and scripts in it."""
    html = (_FOLDER / f"{name}.html").read_text(encoding="utf-8")
    return _PART.sub(lambda part: _part(part[1]), html)


def _part(file: str) -> str:
    if file in _GENERATED:
        return _GENERATED[file]()
    return (_FOLDER / file).read_text(encoding="utf-8").strip()


def _groups_css() -> str:
    """What the groups of accounts are coloured in, as in every picture of a money flow."""
    colours = " ".join(f"--{group}: light-dark({LIGHT[group]}, {DARK[group]});" for group in NAMES)
    return "\n".join([f":root {{ {colours} }}", *(f".g-{group} {{ --group: var(--{group}); }}" for group in NAMES)])


def _archetypes_css() -> str:
    """What the archetypes are coloured in, as on the map of the evaluation report."""
    return "\n".join(
        f".a-{number} {{ --group: light-dark({colour}, {ON_DARK[colour]}); }}" for number, colour in enumerate(GROUPS)
    )


_GENERATED: dict[str, Callable[[], str]] = {
    "groups.css": _groups_css,
    "archetypes.css": _archetypes_css,
    "names.js": lambda: f"const GROUP_NAMES = {json.dumps(NAMES)};",
    "version.js": lambda: f"const VIEW_VERSION = {json.dumps(__version__)};",
    "archetype_colours.js": lambda: f"const COLOURS = {len(GROUPS)};",
}
"""Parts that are not files of this folder."""
