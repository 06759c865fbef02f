"""The skill over MCP (SEP-2640): one listed skill, its files as resources, each with size and SHA-256.

Its evaluations stay out: an assistant that can read the answers is not evaluated by them.
Source: SEP-2640, "Skills over MCP"; frame: SEP-2133, extensions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import yaml
from mcp.server.context import HandlerResult
from mcp.server.extension import Extension, MethodBinding, ResourceBinding
from mcp.server.mcpserver.resources import TextResource
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, Annotations, PaginatedRequestParams, RequestParams

from seqmatch.server.skill.folder import NAME, served_files

ROOT = f"skill://{NAME}"
DIRECTORY = "inode/directory"
_MIME = {".md": "text/markdown", ".py": "text/x-python", ".json": "application/json"}
_FRESH = {"resultType": "complete", "ttlMs": 3_600_000, "cacheScope": "public"}
"""The files change with the installed version only."""


class SkillParams(RequestParams):
    """The parameters of skills/get."""

    uri: str


class DirectoryParams(PaginatedRequestParams):
    """The parameters of resources/directory/read."""

    uri: str


class Skills(Extension):
    """Advertised as ``io.modelcontextprotocol/skills``: skills/list, skills/get, resources/directory/read."""

    identifier = "io.modelcontextprotocol/skills"

    def __init__(self) -> None:
        self._files = {f"{ROOT}/{name}": content for name, content in served_files().items()}
        self._matter: dict[str, Any] = front_matter(self._files[f"{ROOT}/SKILL.md"].decode())

    def settings(self) -> dict[str, Any]:
        return {"directoryRead": True}

    def resources(self) -> Sequence[ResourceBinding]:
        """One resource for each file; SKILL.md bears the skill's name and description."""
        return [ResourceBinding(self._resource(uri)) for uri in self._files]

    def methods(self) -> Sequence[MethodBinding]:
        return (
            MethodBinding("skills/list", PaginatedRequestParams, self._list),
            MethodBinding("skills/get", SkillParams, self._get),
            MethodBinding("resources/directory/read", DirectoryParams, self._read_directory),
        )

    def entry(self) -> dict[str, Any]:
        """The skill as skills/list shows it: address, front matter verbatim, every file with digest and size."""
        files = [
            {"uri": uri, "digest": f"sha256:{hashlib.sha256(content).hexdigest()}", "size": len(content)}
            for uri, content in self._files.items()
        ]
        return {"uri": f"{ROOT}/SKILL.md", "frontmatter": self._matter, "resources": files}

    def _resource(self, uri: str) -> TextResource:
        first = uri == f"{ROOT}/SKILL.md"
        path = uri.removeprefix(f"{ROOT}/")
        return TextResource(
            uri=uri,
            name=self._matter["name"] if first else path,
            description=self._matter["description"] if first else f"Part of the skill {NAME}.",
            mime_type=mime_type(path),
            annotations=Annotations(audience=["assistant"], priority=0.4 if first else 0.2),
            text=self._files[uri].decode("utf-8"),
        )

    async def _list(self, context: Any, params: PaginatedRequestParams) -> HandlerResult:
        if params.cursor is not None:
            raise MCPError(INVALID_PARAMS, "There is one page only. Leave out the cursor.")
        return {"skills": [self.entry()], **_FRESH}

    async def _get(self, context: Any, params: SkillParams) -> HandlerResult:
        if params.uri != f"{ROOT}/SKILL.md":
            raise MCPError(
                INVALID_PARAMS, f"There is no such skill. Allowed: {ROOT}/SKILL.md.", data={"uri": params.uri}
            )
        return {"skill": self.entry(), **_FRESH}

    async def _read_directory(self, context: Any, params: DirectoryParams) -> HandlerResult:
        if params.cursor is not None:
            raise MCPError(INVALID_PARAMS, "There is one page only. Leave out the cursor.")
        children = self._children(params.uri.rstrip("/"))
        if not children:
            raise MCPError(INVALID_PARAMS, "There is no such directory of a skill.", data={"uri": params.uri})
        return {"resources": children, **_FRESH}

    def _children(self, folder: str) -> list[dict[str, Any]]:
        """The files and folders directly in ``folder``, in the order of the skill."""
        children: dict[str, dict[str, Any]] = {}
        for uri, content in self._files.items():
            if not uri.startswith(f"{folder}/"):
                continue
            name, _, below = uri.removeprefix(f"{folder}/").partition("/")
            kind = {"mimeType": DIRECTORY} if below else {"mimeType": mime_type(name), "size": len(content)}
            children[name] = {"uri": f"{folder}/{name}", "name": name, **kind}
        return list(children.values())


def front_matter(text: str) -> dict[str, Any]:
    """The YAML between the first two ``---`` lines."""
    matter: dict[str, Any] = yaml.safe_load(text.split("---\n", 2)[1])
    return matter


def mime_type(path: str) -> str:
    return next((mime for ending, mime in _MIME.items() if path.endswith(ending)), "text/plain")
