"""What seqmatch is handed out as says the same everywhere, in the form each place asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from distribution.build import BUNDLED
from seqmatch import __version__
from seqmatch.server.tools.onboarding import TOOLS
from seqmatch.settings import default_settings, resource

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = Path(__file__).parent / "schemas"
"""As published, without descriptions and examples: MCP registry 2025-12-11, MCPB manifest 0.4."""


def read(path: str) -> Any:
    return json.loads((ROOT / path).read_text("utf-8"))


SERVER = read("distribution/server.json")
BUNDLE = read("distribution/manifest.json")
PLUGIN = read(".claude-plugin/plugin.json")
MARKETPLACE = read(".claude-plugin/marketplace.json")


def test_every_version_is_the_package_s() -> None:
    skill = yaml.safe_load((ROOT / "SKILL.md").read_text("utf-8").split("---\n", 2)[1])
    changes = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert changes is not None
    assert {
        "server.json": SERVER["version"],
        "its package": SERVER["packages"][0]["version"],
        "bundle": BUNDLE["version"],
        "plugin": PLUGIN["version"],
        "skill": skill["metadata"]["version"],
        "changelog": changes[1],
    } == dict.fromkeys(["server.json", "its package", "bundle", "plugin", "skill", "changelog"], __version__)


@pytest.mark.parametrize(
    ("document", "schema"),
    [(SERVER, "server.schema.json"), (BUNDLE, "mcpb-manifest.schema.json")],
    ids=["server.json", "bundle"],
)
def test_a_manifest_is_valid_by_the_schema_published_for_it(document: Any, schema: str) -> None:
    rules = json.loads((SCHEMAS / schema).read_text("utf-8"))
    jsonschema.Draft7Validator.check_schema(rules)
    jsonschema.validate(document, rules, format_checker=jsonschema.FormatChecker())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "version": None}, rules)


def test_the_registry_finds_its_name_in_the_published_readme() -> None:
    assert f"<!-- mcp-name: {SERVER['name']} -->" in (ROOT / "README.md").read_text("utf-8")
    assert len(SERVER["description"]) <= 100


def test_the_bundle_lists_the_tools_the_server_has() -> None:
    assert [tool["name"] for tool in BUNDLE["tools"]] == [policy.name for policy in TOOLS]


def test_the_marketplace_lists_the_plugin_that_lies_beside_it() -> None:
    (listed,) = MARKETPLACE["plugins"]
    assert (listed["name"], listed["source"]) == (PLUGIN["name"], "./")
    assert PLUGIN["skills"] == ["./"]


@pytest.mark.parametrize(
    ("here", "config"),
    [("CLAUDE_PLUGIN_ROOT", PLUGIN["mcpServers"]["seqmatch"]), ("__dirname", BUNDLE["server"]["mcp_config"])],
    ids=["plugin", "bundle"],
)
def test_what_starts_the_server_travels_with_it(here: str, config: dict[str, Any]) -> None:
    files = [arg.removeprefix(f"${{{here}}}/") for arg in config["args"] if arg.startswith(f"${{{here}}}/")]
    assert files == ["constraints.txt"]
    assert {*files, "pyproject.toml", "seqmatch", "models", "SKILL.md", "skill", "README.md"} <= set(BUNDLED)
    assert config["args"][-2:] == ["seqmatch", "serve"]
    assert [name for name in BUNDLED if not (ROOT / name).exists()] == []


def test_a_bundle_setting_left_empty_means_the_bundled_models(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BUNDLE["server"]["mcp_config"]["env"] == {"SEQMATCH_MODELS": "${user_config.models}"}
    monkeypatch.setenv("SEQMATCH_MODELS", BUNDLE["user_config"]["models"]["default"])
    assert default_settings().models_dir == resource("models")
