"""``seqmatch doctor``: what is configured here, what is wrong with it, and what to do."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Literal

import typer

from seqmatch import __version__
from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.output import print_json
from seqmatch.errors import ArgumentError, SeqmatchError
from seqmatch.settings import MODELS_READ, default_settings, store_address

WRONG = 1
"""Exit code where something is wrong."""
LIBRARIES = ("mcp", "numpy", "polars", "lightgbm", "scikit-learn", "sqlalchemy")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; ``what`` says what it is, or what is wrong and what to do."""

    part: str
    state: Literal["well", "wrong"]
    what: str


@app.command()
def doctor(
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    store: Annotated[str | None, typer.Option("--store", help="Address of the store.")] = None,
    tokens: Annotated[Path | None, typer.Option("--tokens", help="The token file of a shared server.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Check models, store and tokens; changes nothing. Exit code 1 where something is wrong."""
    from seqmatch.families.register import DECLARED

    settings = default_settings(models)
    found = [
        Finding("seqmatch", "well", f"{__version__} on Python {platform.python_version()}"),
        Finding("libraries", "well", ", ".join(f"{name} {version(name)}" for name in LIBRARIES)),
        *(
            _looked(f"models: {name}", lambda name=name: _family(settings.family_dir(name), name))  # type: ignore[misc]
            for name in DECLARED
        ),
        _looked("store", lambda: _store(store_address(store))),
        _looked("keys", _keys),
        *([_looked("tokens", lambda: _tokens(tokens))] if tokens is not None else []),
        _looked("telemetry", _telemetry),
        *_environment(),
    ]
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            typer.echo(f"{one.state:5}  {one.part}: {one.what}")
    if any(one.state == "wrong" for one in found):
        sys.exit(WRONG)


def _looked(part: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(part, "well", look())
    except SeqmatchError as error:
        return Finding(part, "wrong", str(error))
    except OSError as error:
        return Finding(part, "wrong", f"{error.filename or ''}: {error.strerror}. Make it readable for this user.")


def _family(folder: Path, name: str) -> str:
    from seqmatch.families.register import FAMILIES
    from seqmatch.lifecycle.versions.artifact import read_version
    from seqmatch.lifecycle.versions.registry import live_version

    found = read_version(live_version(folder))
    FAMILIES[name].models(found)
    size = sum(len(data) for data in found.files.values())
    return (
        f"{found.name} live in {folder}, learned from {found.manifest['data']['provenance']} data, {size / 1e6:.1f} MB"
    )


def _store(address: str) -> str:
    from seqmatch.store.engine import open_to_look
    from seqmatch.store.transactions.transactions import first_and_last_day

    with open_to_look(address) as opened:
        days = first_and_last_day(opened)
        place = opened.engine.url.render_as_string(hide_password=True) if "://" in address else address
    if days is None:
        return f"{place}: holds no transactions yet"
    return f"{place}: transactions from {days[0]} to {days[1]}"


def _keys() -> str:
    from seqmatch.settings import key_file
    from seqmatch.store.sealing.keys import read_keys

    path = key_file()
    if not path.exists():
        return f"{path}: none yet; the first sealed value makes it"
    return f"{path}: the newest key is of {read_keys(path)[0].made_at[:10]}; keep a copy apart from the store"


def _tokens(file: Path) -> str:
    import time

    from seqmatch.server.http.tokens import read_entries

    entries = read_entries(file)
    over = sum(one.expires_at is not None and one.expires_at < time.time() for one in entries)
    return f"{len(entries)} tokens in {file}" + (f", {over} of them expired: remove them" if over else "")


def _telemetry() -> str:
    from seqmatch.server.telemetry import MISSING, installed, signals

    asked = signals(os.environ)
    if not asked:
        return "off; OTEL_EXPORTER_OTLP_ENDPOINT turns it on"
    if not installed():
        raise ArgumentError(MISSING, code="telemetry_missing")
    return f"{' and '.join(sorted(one.lower() for one in asked))} of calls are sent by OTLP over HTTP"


def _environment() -> Iterator[Finding]:
    """Settings of the environment that are in force."""
    for name in sorted(os.environ):
        if name.startswith(("SEQMATCH_", "SUGGEST_")):
            shown = "set" if "STORE" in name or "TOKEN" in name else os.environ[name][:80]
            yield Finding("environment", "well", f"{name}: {shown}")
