"""Chromium and a host as small as one can be: it frames a view, speaks MCP Apps with it and asks the real server.

Run by `make browser`, which brings Chromium; whatever is missing is a failure here, never a skip.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from mcp import Client
from mcp.client.extension import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from playwright.async_api import Browser, ConsoleMessage, FrameLocator, Page, Route, async_playwright

from seqmatch.lifecycle.serve import ModelHost
from seqmatch.server.app import build_server
from seqmatch.settings import Settings, resource

HOST_PAGE = Path(__file__).parent / "host.html"
ADDRESS = "http://host.invalid/"
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
CSP = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "media-src 'self' data:; connect-src 'none'; frame-src 'self'"
)
"""What hosts set for a view that declares no domains (MCP Apps 2026-01-26)."""

Theme = Literal["light", "dark"]


@dataclass
class Watched:
    """A page, and everything it did that it should not."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    async def watch(self, allowed: str, html: str, headers: dict[str, str]) -> None:
        """Answer ``allowed`` with ``html``; refuse and note every other request, and every word on the console."""

        async def answer(route: Route) -> None:
            if route.request.url == allowed:
                await route.fulfill(body=html, content_type="text/html", headers=headers)
            else:
                self.requests.append(route.request.url)
                await route.abort()

        def complain(message: ConsoleMessage) -> None:
            self.complaints.append(message.text)

        await self.page.context.route("**/*", answer)
        self.page.on("console", complain)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))

    def assert_quiet(self) -> None:
        assert (self.requests, self.complaints) == ([], [])


@dataclass
class Shown(Watched):
    """A view in its host.

    Attributes
    ----------
    calls : the tool calls the view made, (name, arguments).
    results : what the server answered to the host's call and to each of these.
    """

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)

    @property
    def view(self) -> FrameLocator:
        return self.page.frame_locator("iframe")

    async def sent(self, method: str) -> list[Any]:
        """The params of every message ``method`` that the view sent."""
        return list(await self.page.evaluate("(m) => said.filter((s) => s.method === m).map((s) => s.params)", method))

    async def screenshot(self, name: str) -> None:
        """The whole page; what lies outside the viewport of a frame would not be painted."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size or {"width": 760, "height": 0}
        height = await self.page.evaluate("document.querySelector('iframe, body').getBoundingClientRect().height")
        await self.page.set_viewport_size({"width": size["width"], "height": math.ceil(height)})
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")


Show = Callable[..., Awaitable[Shown]]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert chromium, "Chromium is not installed; `make browser` installs it."
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=chromium)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def host() -> ModelHost:
    return ModelHost(Settings(resource("models")))


@pytest.fixture
async def show(browser: Browser, host: ModelHost) -> AsyncIterator[Show]:
    """Call a tool as an assistant would, and show its view."""
    server = build_server(Settings(resource("models")), host)
    apps = advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})
    async with Client(server, extensions=[apps]) as client:

        async def call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
            result = await client.call_tool(name, arguments)
            return result.model_dump(mode="json", by_alias=True, exclude_none=True)

        async def shown(
            tool: str,
            arguments: dict[str, Any],
            *,
            theme: Theme = "light",
            width: int = 760,
            capabilities: dict[str, Any] | None = None,
            keep_picture: bool = True,
        ) -> Shown:
            listed = next(entry for entry in (await client.list_tools()).tools if entry.name == tool)
            uri = (listed.meta or {})["ui"]["resourceUri"]
            document = (await client.read_resource(uri)).contents[0]
            assert document.mime_type == APP_MIME_TYPE
            context = await browser.new_context(
                viewport={"width": width, "height": 700}, device_scale_factor=1, reduced_motion="reduce"
            )
            held = Shown(await context.new_page())
            await held.watch(
                ADDRESS, HOST_PAGE.read_text(encoding="utf-8"), "text/html", {"content-security-policy": CSP}
            )

            async def ask(name: str, sent: dict[str, Any]) -> dict[str, Any]:
                held.calls.append((name, sent))
                held.results.append(await call(name, sent))
                return held.results[-1]

            await held.page.expose_function("callTool", ask)
            await held.page.goto(ADDRESS)
            result = await call(tool, arguments)
            held.results.append(result)
            if not keep_picture:
                result = {key: value for key, value in result.items() if key != "_meta"}
            told = {
                "html": document.text,
                "theme": theme,
                "input": arguments,
                "result": result,
                "capabilities": {"serverTools": {}, "updateModelContext": {"text": {}}}
                if capabilities is None
                else capabilities,
            }
            await held.page.evaluate("(told) => showView(told)", json.loads(json.dumps(told)))
            return held

        yield shown
        for context in browser.contexts:
            await context.close()
