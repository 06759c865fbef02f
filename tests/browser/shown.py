"""A page in Chromium that is watched: what it asks for, what it complains of, and a picture of it."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import ConsoleMessage, FloatRect, FrameLocator, Page, Route

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
DOCS = ROOT / "docs" / "views"
"""Where those of the page docs/views.md go with SEQMATCH_WRITE_SCREENSHOTS=1."""

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

    async def unreadable(self, selector: str, width: int) -> list[str]:
        """What makes words of a drawing hard to read: cut off at the edge of the page, or over each other."""
        boxes = await self.view.locator(selector).evaluate_all(
            "all => all.map(text => [text.textContent, text.getBoundingClientRect()])"
            ".map(([text, box]) => [text, box.left, box.right, box.top, box.bottom])"
        )
        found = [f"{text} is cut off" for text, left, right, _, _ in boxes if left < 0 or right > width]
        for place, (text, left, right, top, bottom) in enumerate(boxes):
            found += [
                f"{text} over {other}"
                for other, *box in boxes[:place]
                if left < box[1] and box[0] < right and top < box[3] and box[2] < bottom
            ]
        return found if boxes else ["nothing is drawn"]

    async def screenshot(self, name: str, *, documented: int = 0) -> None:
        """Keep a picture of the whole page, and of its upper ``documented`` pixels for the documentation."""
        # What lies outside the viewport of a frame is not painted, so the viewport grows.
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        size = self.page.viewport_size or {"width": 760, "height": 0}
        height = await self.page.evaluate("document.querySelector('iframe, body').getBoundingClientRect().height")
        await self.page.set_viewport_size({"width": size["width"], "height": math.ceil(height)})
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")
        if documented and os.environ.get("SEQMATCH_WRITE_SCREENSHOTS"):
            DOCS.mkdir(parents=True, exist_ok=True)
            top: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": min(documented, height)}
            await self.page.screenshot(path=DOCS / f"{name}.png", clip=top)
