"""What each host is told: the format it documents, paths that hold in any folder, and the person's settings kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

DOCUMENTED: dict[str, tuple[str, dict[str, type], str, str | None]] = {
    # host: (the object that names servers, an entry's keys, the person's own file, the file of one folder)
    # https://code.claude.com/docs/en/mcp
    "claude": ("mcpServers", {"type": str, "command": str, "args": list, "env": dict}, ".claude.json", ".mcp.json"),
    # https://modelcontextprotocol.io/docs/develop/connect-local-servers
    "claude-desktop": (
        "mcpServers",
        {"command": str, "args": list, "env": dict},
        ".config/Claude/claude_desktop_config.json",
        None,
    ),
    # https://cursor.com/docs/context/mcp
    "cursor": (
        "mcpServers",
        {"type": str, "command": str, "args": list, "env": dict},
        ".cursor/mcp.json",
        ".cursor/mcp.json",
    ),
    # https://code.visualstudio.com/docs/copilot/reference/mcp-configuration
    "vscode": (
        "servers",
        {"type": str, "command": str, "args": list, "env": dict},
        ".config/Code/User/mcp.json",
        ".vscode/mcp.json",
    ),
    # https://zed.dev/docs/ai/mcp
    "zed": (
        "context_servers",
        {"command": str, "args": list, "env": dict},
        ".config/zed/settings.json",
        ".zed/settings.json",
    ),
}
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the files named here are those of Linux")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", DOCUMENTED)
def test_the_entry_has_the_documented_form_and_absolute_paths(seqmatch: Any, home: Path, name: str) -> None:
    key, fields, _, _ = DOCUMENTED[name]
    ran = seqmatch("hosts", name, "--models", "mine", "--toolsets", "onboarding,transactions", "--store", "s.sqlite")
    assert ran.code == 0
    told = json.loads(ran.out)
    assert set(told) == {key} and set(told[key]) == {"seqmatch"}
    entry = told[key]["seqmatch"]
    assert {field: type(value) for field, value in entry.items()} == fields
    assert entry.get("type", "stdio") == "stdio"
    assert Path(entry["command"]).is_absolute() and Path(entry["command"]).exists()
    here = Path.cwd()
    assert entry["args"][-7:] == [
        *("serve", "--toolsets", "onboarding,transactions"),
        *("--models", str(here / "mine"), "--store", str(here / "s.sqlite")),
    ]
    assert not list(home.iterdir())


@ON_LINUX
@pytest.mark.parametrize("name", DOCUMENTED)
def test_it_is_written_where_the_host_looks_beside_what_is_there(seqmatch: Any, home: Path, name: str) -> None:
    key, _, own, _ = DOCUMENTED[name]
    settings = home / own
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({"theme": "dark", key: {"other": {"command": "x"}}}), "utf-8")
    settings.chmod(0o600)
    printed = json.loads(seqmatch("hosts", name).out)
    ran = seqmatch("hosts", name, "--write")
    assert (ran.code, ran.err) == (0, "") and str(settings) in ran.out
    written = {"theme": "dark", key: {"other": {"command": "x"}, **printed[key]}}
    assert json.loads(settings.read_text("utf-8")) == written
    assert settings.stat().st_mode & 0o777 == 0o600
    assert seqmatch("hosts", name, "--write").code == 0
    assert json.loads(settings.read_text("utf-8")) == written
    assert [path.name for path in settings.parent.iterdir() if path.is_file()] == [settings.name]


@ON_LINUX
@pytest.mark.parametrize("name", DOCUMENTED)
def test_it_is_written_for_one_folder_where_the_host_reads_such_a_file(
    seqmatch: Any, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    key, _, _, of_a_folder = DOCUMENTED[name]
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    ran = seqmatch("hosts", name, "--write", "--here")
    if of_a_folder is None:
        assert (ran.code, ran.out) == (2, "") and "Leave out --here" in ran.err
        assert not list(folder.iterdir())
    else:
        assert ran.code == 0
        assert set(json.loads((folder / of_a_folder).read_text("utf-8"))[key]) == {"seqmatch"}


@ON_LINUX
@pytest.mark.parametrize("settings", ['{"a": 1, // mine\n}', "[1]", '{"context_servers": []}', "\xff"])
def test_settings_that_cannot_be_kept_whole_are_left_alone(seqmatch: Any, home: Path, settings: str) -> None:
    file = home / ".config" / "zed" / "settings.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(settings.encode("latin-1"))
    ran = seqmatch("hosts", "zed", "--write")
    assert (ran.code, ran.out, len(ran.err.splitlines())) == (2, "", 1)
    assert str(file) in ran.err and "paste" in ran.err
    assert file.read_bytes() == settings.encode("latin-1")


def test_an_unknown_host_is_refused_with_those_there_are(seqmatch: Any) -> None:
    ran = seqmatch("hosts", "vs-code")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean vscode?" in ran.err and "zed" in ran.err


@pytest.mark.anyio
async def test_what_is_printed_starts_the_tools_from_any_folder(
    seqmatch: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = json.loads(seqmatch("hosts", "cursor").out)["mcpServers"]["seqmatch"]
    started = StdioServerParameters(command=entry["command"], args=entry["args"], env=entry["env"], cwd=tmp_path)
    async with Client(started) as client:
        assert "suggest_automations" in [tool.name for tool in (await client.list_tools()).tools]
