"""The settings of a run, and where files that travel with the package are found."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from seqmatch.errors import ModelsMissing

PACKAGE = Path(__file__).resolve().parent
MIN_SUPPORT = 5
"""Patterns and facts carried by fewer users than this are never shown."""
POINTER = "rollout.json"
"""The file of a family's folder that says which version is live."""
MIN_TYPE_USERS = 50
"""A user type with fewer users than this is matched without the same-type filter."""


@dataclass(frozen=True)
class Settings:
    """How one run of seqmatch is set up.

    Parameters
    ----------
    models_dir : folder that holds ``<family>/<version>/``.
    fallback_dir : such a folder for the families that ``models_dir`` does not have; None where one was named.
    seed : the one seed every random choice of training and evaluation derives from.
    store : address of the store, where one is named; see :func:`store_address`.
    """

    models_dir: Path
    seed: int = 20260
    store: str | None = None
    fallback_dir: Path | None = None

    def family_dir(self, family: str) -> Path:
        """The folder of a family's versions: ``models_dir/<family>``, or that of ``fallback_dir`` where it has none."""
        own = self.models_dir / family
        return own if self.fallback_dir is None or (own / POINTER).exists() else self.fallback_dir / family


def resource(name: str) -> Path:
    """The path of ``models``, ``prompts``, ``skill`` or ``SKILL.md``, in a checkout and in an installation alike.

    Raises
    ------
    ModelsMissing : the file was not packaged; reinstalling mends it.
    """
    for root in (PACKAGE / "bundled", PACKAGE.parent):
        path = root / name
        if path.exists():
            return path
    raise ModelsMissing(f"This installation lacks its bundled {name!r}. Reinstall seqmatch.", path=name)


def in_checkout() -> bool:
    return (PACKAGE.parent / "pyproject.toml").exists() and not (PACKAGE / "bundled").exists()


def user_data_dir() -> Path:
    """Where this operating system keeps a user's application data, with ``seqmatch`` appended."""
    return user_data_path("seqmatch", appauthor=False)


def writable_models_dir() -> Path:
    """Where training writes when ``--models`` is not given: the user's own folder, never the bundled models."""
    return user_data_dir() / "models"


MODELS_WRITTEN = (
    "Folder to write the version into. Default: models in your data folder (on Linux ~/.local/share/seqmatch/models)."
)
MODELS_READ = "Folder of trained models. Default: $SEQMATCH_MODELS, else your own, else those that came with seqmatch."
"""The help of ``--models``, where models are written and where they are read."""


def default_settings(models: Path | None = None) -> Settings:
    """Settings for reading models: ``--models``, else $SEQMATCH_MODELS, else the user's own or the bundled."""
    if models is None and (named := os.environ.get("SEQMATCH_MODELS")):
        models = Path(named)
    if models is not None:
        return Settings(models_dir=models)
    own, bundled = writable_models_dir(), resource("models")
    return Settings(own if any(own.glob(f"*/{POINTER}")) else bundled, fallback_dir=bundled)


def store_address(named: str | None = None) -> str:
    """The address of the store: ``--store``, else $SEQMATCH_STORE, else an SQLite file in the user's data folder."""
    return named or os.environ.get("SEQMATCH_STORE") or str(user_data_dir() / "store.sqlite")


def key_file(named: Path | None = None) -> Path:
    """The keys that seal fields of the store: ``named``, else $SEQMATCH_KEYS, else a file in the user's data folder."""
    told = os.environ.get("SEQMATCH_KEYS")
    return named or (Path(told) if told else user_data_dir() / "keys.json")
