"""What a family declares, so that server, command line, monitor and store need no list of families.

Modules above a family (its tools, its commands) are named, not imported: the family does not depend on them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seqmatch.lifecycle.versions.family import Family

if TYPE_CHECKING:
    Files = tuple[Path | None, Path | None]
    """``--profiles`` and ``--rules``, where they were given."""
    Inputs = tuple[Mapping[str, Any], int]
    """The columns to look for drift in, shape (n_rows,) each, and how many rows they have."""


@dataclass(frozen=True)
class Declared:
    """A family and where its parts are.

    Parameters
    ----------
    models : what the lifecycle knows of it.
    toolsets : module whose ``TOOLSETS`` maps the name of each toolset to a Toolset; None where it has none.
    commands : modules whose import registers its commands, in the order of ``seqmatch --help``.
    answers : module of the schemas of its answers.
    monitor_inputs : ``module:function`` that reads the inputs seen since a day, from files or the store; None where
        drift is not looked for.
    tables : ``module:name`` of the SQLAlchemy MetaData with its own tables; None where it keeps nothing of its own.
    """

    models: Family[Any]
    toolsets: str | None = None
    commands: tuple[str, ...] = ()
    answers: str | None = None
    monitor_inputs: str | None = None
    tables: str | None = None

    @property
    def name(self) -> str:
        return self.models.name


def found(place: str) -> Any:
    """What stands at ``module:name``."""
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)
