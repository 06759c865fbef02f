"""Chromium and a host as small as one can be: it frames a view, speaks MCP Apps with it and asks the real server.

Run by `make browser`, which brings Chromium; whatever is missing is a failure here, never a skip.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from mcp import Client
from mcp.client.extension import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from playwright.async_api import Browser, async_playwright
from shown import Shown, Theme

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.server.app import build_server
from seqmatch.settings import Settings, resource

HOST_PAGE = Path(__file__).parent / "host.html"
ADDRESS = "http://host.invalid/"
CSP = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "media-src 'self' data:; connect-src 'none'; frame-src 'self'"
)
"""What hosts set for a view that declares no domains (MCP Apps 2026-01-26)."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """A test that was skipped has not shown anything."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.name} was skipped; `make browser` brings what it needs."
    return report


Show = Callable[..., Awaitable[Shown]]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
async def browser(anyio_backend: str) -> AsyncIterator[Browser]:
    chromium = shutil.which("chromium")
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
    server = build_server(Settings(resource("models")), host, ("onboarding", "coaching", "planning"))
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
            system_theme: Theme = "light",
            capabilities: dict[str, Any] | None = None,
            keep_picture: bool = True,
        ) -> Shown:
            listed = next(entry for entry in (await client.list_tools()).tools if entry.name == tool)
            uri = (listed.meta or {})["ui"]["resourceUri"]
            document = (await client.read_resource(uri)).contents[0]
            assert document.mime_type == APP_MIME_TYPE
            context = await browser.new_context(
                viewport={"width": width, "height": 700}, color_scheme=system_theme, reduced_motion="reduce"
            )
            held = Shown(await context.new_page())
            await held.watch(ADDRESS, HOST_PAGE.read_text(encoding="utf-8"), {"content-security-policy": CSP})

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
