"""The pieces of HTML that a page is made of. Text is escaped here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape


def paragraph(text: str, kind: str = "") -> str:
    return f"<p{_class(kind)}>{_prose(text)}</p>"


def bullets(texts: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{_prose(text)}</li>" for text in texts) + "</ul>"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "") -> str:
    """The first column is text and heads its row; cells that look like numbers align right."""
    head = "".join(f'<th scope="col"{_class(_side(rows, i))}>{escape(name)}</th>' for i, name in enumerate(columns))
    body = "".join(
        "<tr>"
        + f'<th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td{_class(_cell(cell, _side(rows, i)))}>{escape(cell)}</td>" for i, cell in enumerate(row[1:], 1))
        + "</tr>"
        for row in rows
    )
    told = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f'<div class="wide"><table>{told}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _side(rows: Sequence[Sequence[str]], column: int) -> str:
    cells = [row[column] for row in rows if column < len(row) and row[column]]
    return "number" if column and cells and all(cell[0] in "0123456789+-−<>" for cell in cells) else ""


def _cell(text: str, side: str) -> str:
    verdict = "met" if text.startswith("met") or text.endswith(" met") else "missed" if "missed" in text else ""
    return " ".join(part for part in (side, verdict) if part)


def _prose(text: str) -> str:
    """A sentence; what stands between backticks is set as what one types."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def figure(svg: str, title: str, conclusion: str, data: str = "") -> str:
    """A drawing with its title above, what to conclude below, and its numbers to unfold."""
    numbers = f"<details><summary>The numbers</summary>{data}</details>" if data else ""
    return (
        f"<figure><figcaption><strong>{escape(title)}</strong></figcaption>{svg}"
        f'<p class="conclusion">{_prose(conclusion)}</p>{numbers}</figure>'
    )


@dataclass
class Page:
    """A page of titled sections with a table of contents."""

    title: str
    lead: str
    style: str
    note: str = ""
    sections: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, anchor: str, title: str, *parts: str) -> None:
        self.sections.append((anchor, title, "\n".join(parts)))

    def render(self) -> str:
        contents = "".join(f'<li><a href="#{anchor}">{escape(title)}</a></li>' for anchor, title, _ in self.sections)
        body = "\n".join(
            f'<section id="{anchor}"><h2>{escape(title)}</h2>\n{inner}</section>'
            for anchor, title, inner in self.sections
        )
        note = f'<p class="banner" role="note">{escape(self.note)}</p>' if self.note else ""
        # The policy is a promise that a browser keeps: nothing is fetched, nothing runs.
        return f"""<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>{escape(self.title)}</title>
<style>
{self.style}
</style>
</head>
<body>
<header><h1>{escape(self.title)}</h1>
<p class="lead">{escape(self.lead)}</p>{note}</header>
<nav aria-label="Contents"><h2>Contents</h2><ol>{contents}</ol></nav>
<main>
{body}
</main>
</body>
</html>
"""
