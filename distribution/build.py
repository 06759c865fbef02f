"""Builds and tries everything seqmatch is handed out as: `make dist` runs it. Stops at the first thing that fails.

    dist/seqmatch-V-py3-none-any.whl, seqmatch-V.tar.gz    for pip, uv and `uvx seqmatch serve`
    dist/plugin/                                            a Claude plugin and the marketplace that lists it
    dist/seqmatch-V.mcpb                                    a bundle for desktop hosts: the same files and a manifest
    dist/user-pattern-matcher-V.zip                         the skill alone
    dist/server.json                                        the entry for the MCP registry

The plugin and the bundle are the source distribution without its tests; nothing is written twice. Each is started in an
empty environment: the plugin by a host it is installed into, the bundle the way its manifest says.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
from mcp import Client, StdioServerParameters

from seqmatch import __version__
from seqmatch.server.skill.folder import NAME, install_skill

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
PLUGIN = DIST / "plugin"
NODE = ROOT / ".node" / "dist" / "node_modules"
BIN = Path(sys.executable).parent
BUNDLED = (
    *(".claude-plugin", "README.md", "CHANGELOG.md", "SKILL.md", "constraints.txt", "pyproject.toml", "server.py"),
    *("models", "prompts", "seqmatch", "skill"),
)
"""What of the source distribution a host needs to run the server and read the skill."""


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> str:
    """Run one command, showing it and its exit code; returns what it printed.

    Raises
    ------
    SystemExit : it failed; what it printed is shown.
    """
    words = [str(word) for word in command]
    ran = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", errors="replace")
    shown = " ".join([Path(words[0]).name, *words[1:]]).replace(f"{ROOT}{os.sep}", "")
    print(f"exit {ran.returncode}  {shown}", flush=True)
    if ran.returncode:
        raise SystemExit(ran.stdout + ran.stderr)
    return ran.stdout


def clean_environment(scratch: Path) -> dict[str, str]:
    """No checkout, models or settings of the caller's; node as installed for this."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("SEQMATCH_", "PYTHON", "VIRTUAL"))
    }
    path = os.pathsep.join([str(NODE / "node" / "bin"), str(BIN), kept["PATH"]])
    own = {**kept, "PATH": path, "CLAUDE_CONFIG_DIR": str(scratch / "claude"), "UV_TOOL_DIR": str(scratch / "tools")}
    # a first start fetches libraries, which takes longer than a host waits by default
    return {**own, "MCP_TIMEOUT": "300000"}


def build_python() -> tuple[Path, Path]:
    """The wheel and the source distribution."""
    run(BIN / "hatchling", "build", "-d", DIST)
    (wheel,), (source,) = DIST.glob("*.whl"), DIST.glob("*.tar.gz")
    return wheel, source


def stage_plugin(source: Path) -> None:
    """Unpack what a host needs of the source distribution."""
    with tempfile.TemporaryDirectory() as folder, tarfile.open(source) as archive:
        archive.extractall(folder, filter="data")
        (unpacked,) = Path(folder).iterdir()
        PLUGIN.mkdir()
        for name in BUNDLED:
            shutil.move(unpacked / name, PLUGIN / name)


def build_bundle(env: Mapping[str, str]) -> Path:
    """The plugin's files beside the bundle's manifest, packed."""
    bundle = DIST / f"seqmatch-{__version__}.mcpb"
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / "bundle"
        shutil.copytree(PLUGIN, staged, ignore=shutil.ignore_patterns(".claude-plugin"))
        shutil.copy(ROOT / "distribution" / "manifest.json", staged)
        run(NODE / ".bin" / "mcpb", "validate", staged / "manifest.json", env=env)
        run(NODE / ".bin" / "mcpb", "pack", staged, bundle, env=env)
    return bundle


def build_skill() -> None:
    """The skill as a folder of its own, checked and packed."""
    with tempfile.TemporaryDirectory() as folder:
        skill = install_skill(Path(folder))
        run(BIN / "agentskills", "validate", skill)
        shutil.make_archive(str(DIST / f"{NAME}-{__version__}"), "zip", folder, NAME)


def try_plugin(env: Mapping[str, str]) -> None:
    """Install the plugin from its marketplace into an empty host, which must find the skill and reach the server.

    Raises
    ------
    SystemExit : it does not.
    """
    claude = NODE / ".bin" / "claude"
    run(claude, "plugin", "marketplace", "add", PLUGIN, env=env)
    run(claude, "plugin", "install", "seqmatch@seqmatch", env=env)
    found = run(claude, "plugin", "details", "seqmatch", env=env) + run(claude, "mcp", "list", env=env)
    for wanted in (f"Skills (1)  {NAME}", "✔ Connected"):
        if wanted not in found:
            raise SystemExit(f"The installed plugin does not say {wanted!r}:\n{found}")
        print(f"the installed plugin: {wanted}", flush=True)


def show_tools(what: str, config: Mapping[str, Any], variables: Mapping[str, str], env: Mapping[str, str]) -> None:
    """Start a server as ``config`` says, in an empty environment, and print the tools it lists."""

    def filled(text: str) -> str:
        for name, value in variables.items():
            text = text.replace(f"${{{name}}}", value)
        return text

    own = {name: filled(value) for name, value in config.get("env", {}).items()}
    command = StdioServerParameters(
        command=config["command"], args=[filled(arg) for arg in config["args"]], env={**env, **own}, cwd=Path(os.sep)
    )

    async def names() -> list[str]:
        async with Client(command) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    print(f"tools of {what}: {', '.join(anyio.run(names))}", flush=True)


def main() -> int:
    shutil.rmtree(DIST, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        env = clean_environment(scratch)
        wheel, source = build_python()
        run(BIN / "uv", "tool", "run", "twine@6.2.0", "check", "--strict", wheel, source, env=env)
        stage_plugin(source)
        run(NODE / ".bin" / "claude", "plugin", "validate", "--strict", PLUGIN, env=env)
        bundle = build_bundle(env)
        build_skill()
        shutil.copy(ROOT / "distribution" / "server.json", DIST)

        constraints = ("--constraints", ROOT / "constraints.txt")
        run(
            BIN / "uv",
            "tool",
            "run",
            "--isolated",
            *constraints,
            "--from",
            wheel,
            "seqmatch",
            "demo",
            cwd=scratch,
            env=env,
        )
        try_plugin(env)
        with zipfile.ZipFile(bundle) as archive:
            archive.extractall(scratch / "bundle")
        manifest = json.loads((scratch / "bundle" / "manifest.json").read_text("utf-8"))
        variables = {"__dirname": str(scratch / "bundle"), "user_config.models": ""}
        show_tools("the bundle", manifest["server"]["mcp_config"], variables, env)
    for path in sorted(DIST.iterdir()):
        if path.is_file():
            print(f"{path.stat().st_size:>12,}  {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
