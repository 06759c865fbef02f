"""``seqmatch hosts``: the configuration entry by which a host starts the tools, as each host documents it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from seqmatch.cli.main import app
from seqmatch.cli.output import print_json
from seqmatch.errors import ArgumentError, nearest_name

ENTRY = "seqmatch"
"""The name the host shows."""


@dataclass(frozen=True)
class Host:
    """Where a host looks for its servers.

    Parameters
    ----------
    title : as its makers call it.
    key : of the object that holds a server by name.
    own_file : the person's own settings file, for all folders.
    folder_file : relative to a folder, for that folder only; None where there is none.
    typed : whether an entry says that it is started over standard input and output.
    """

    title: str
    key: str
    own_file: Callable[[], Path]
    folder_file: str | None
    typed: bool


def _settings_folder(name: str) -> Path:
    """Where this operating system keeps a program's settings: ``name`` is that program's folder."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", home / "AppData" / "Roaming")) / name
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / name
    return Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / name


def _zed_folder() -> Path:
    return Path.home() / ".config" / "zed" if sys.platform == "darwin" else _settings_folder("zed")


HOSTS: Mapping[str, Host] = {
    "claude": Host("Claude Code", "mcpServers", lambda: Path.home() / ".claude.json", ".mcp.json", True),
    "claude-desktop": Host(
        "Claude Desktop",
        "mcpServers",
        lambda: _settings_folder("Claude") / "claude_desktop_config.json",
        None,
        False,
    ),
    "cursor": Host("Cursor", "mcpServers", lambda: Path.home() / ".cursor" / "mcp.json", ".cursor/mcp.json", True),
    "vscode": Host(
        "Visual Studio Code",
        "servers",
        lambda: _settings_folder("Code") / "User" / "mcp.json",
        ".vscode/mcp.json",
        True,
    ),
    "zed": Host("Zed", "context_servers", lambda: _zed_folder() / "settings.json", ".zed/settings.json", False),
}


def entry(host: Host, arguments: list[str]) -> dict[str, Any]:
    """What ``host`` is told: an absolute command, so that it works whatever folder the host starts it in."""
    program = Path(sys.executable).with_name("seqmatch.exe" if sys.platform == "win32" else "seqmatch")
    command = [str(program)] if program.exists() else [sys.executable, "-m", "seqmatch"]
    kind = {"type": "stdio"} if host.typed else {}
    return {**kind, "command": command[0], "args": [*command[1:], "serve", *arguments], "env": {}}


@app.command()
def hosts(
    name: Annotated[str, typer.Argument(metavar="HOST", help=f"{', '.join(HOSTS)}.")],
    write: Annotated[bool, typer.Option("--write", help="Add it to your own settings of the host.")] = False,
    here: Annotated[bool, typer.Option("--here", help="With --write: for this folder only.")] = False,
    toolsets: Annotated[str | None, typer.Option("--toolsets", help="What the assistant sees.")] = None,
    models: Annotated[Path | None, typer.Option("--models", help="Folder of trained models.")] = None,
    store: Annotated[str | None, typer.Option("--store", help="Where answers and feedback are kept.")] = None,
) -> None:
    """Print what makes a host start the tools, or write it into the host's settings with --write.

    Whatever else the settings hold stays as it is.
    """
    host = _named(name)
    file = _file(host, here)
    told = entry(host, _serve_options(toolsets, models, store))
    if not write:
        print_json({host.key: {ENTRY: told}})
        typer.echo(f"{host.title} reads this from {file}. `--write` puts it there.", err=True)
        return
    settings = _read(file)
    held = settings.setdefault(host.key, {})
    if not isinstance(held, dict):
        raise ArgumentError(
            f"{host.key!r} is no object in there. Mend it, or paste what `hosts {name}` prints.", path=str(file)
        )
    replaced = held.get(ENTRY) not in (None, told)
    held[ENTRY] = told
    _write(file, settings)
    typer.echo(f"{'Replaced' if replaced else 'Added'} {ENTRY} in {file}. Restart {host.title} to see its tools.")


def _named(name: str) -> Host:
    if name not in HOSTS:
        raise ArgumentError(
            "seqmatch knows no settings of that host.",
            path="HOST",
            nearest=nearest_name(name, tuple(HOSTS)),
            allowed=tuple(HOSTS),
        )
    return HOSTS[name]


def _file(host: Host, here: bool) -> Path:
    if not here:
        return host.own_file()
    if host.folder_file is None:
        raise ArgumentError(f"{host.title} has no settings for one folder. Leave out --here.", path="--here")
    return Path.cwd() / host.folder_file


def _serve_options(toolsets: str | None, models: Path | None, store: str | None) -> list[str]:
    """The options of ``seqmatch serve``, with absolute paths."""
    options = []
    if toolsets is not None:
        options += ["--toolsets", toolsets]
    if models is not None:
        options += ["--models", str(models.expanduser().absolute())]
    if store is not None:
        options += ["--store", store if "://" in store else str(Path(store).expanduser().absolute())]
    return options


def _read(file: Path) -> dict[str, Any]:
    """The settings there are.

    Raises
    ------
    ArgumentError : they cannot be read as JSON, or hold comments that writing would lose.
    """
    try:
        text = file.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        text = "?"
    if not text.strip():
        return {}
    try:
        settings = json.loads(text)
    except (ValueError, RecursionError):
        settings = None
    if not isinstance(settings, dict):
        raise ArgumentError(
            "These settings are not plain JSON (comments, perhaps), so they were left alone. Leave out --write and "
            "paste what is printed.",
            path=str(file),
        )
    return settings


def _write(file: Path, settings: dict[str, Any]) -> None:
    """Put the settings there at once or not at all; a link stays a link, and who may read it stays as it is."""
    place = file.resolve()
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            out.write(json.dumps(settings, indent=2, ensure_ascii=False) + "\n")
        if place.exists():
            Path(name).chmod(place.stat().st_mode & 0o777)
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
