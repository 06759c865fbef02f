"""``seqmatch serve``: the MCP server, over standard input and output or over HTTP."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.settings import MODELS_READ, default_settings

BY_HAND = (
    "seqmatch waits for an assistant's host to speak MCP on standard input; a host starts this command by itself "
    "(`seqmatch hosts cursor` prints how). To see it at work: seqmatch demo. To stop: Ctrl-C."
)


@app.command()
def serve(
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP at /mcp instead of stdin/stdout.")
    ] = False,
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port to listen on; 0: any free one.")] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", help="Another name requests may use, such as a proxy's. Repeatable."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option("--allow-origin", help="A web page that may ask, as https://name. Repeatable."),
    ] = None,
    toolsets: Annotated[
        str, typer.Option("--toolsets", help="What an assistant sees: names of toolsets, a comma between two.")
    ] = "onboarding",
    models: Annotated[Path | None, typer.Option("--models", help=MODELS_READ)] = None,
    store: Annotated[
        str | None, typer.Option("--store", help="Keep answers and feedback here: a database address, or a file.")
    ] = None,
    rest: Annotated[
        bool, typer.Option("--rest", help="With --http: also serve reviews of the store's users at /api/v1.")
    ] = False,
    tokens: Annotated[
        Path | None, typer.Option("--tokens", help="File of `seqmatch tokens`; only its bearers are served.")
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Processes that serve.")] = 1,
    per_minute: Annotated[
        int, typer.Option("--per-minute", min=1, help="Requests a minute for each caller and worker.")
    ] = 6_000,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="Requests under way at once in each worker.")] = 32,
) -> None:
    """Serve the tools to an assistant over the Model Context Protocol."""
    settings = replace(default_settings(models), store=store)
    wanted = tuple(name.strip() for name in toolsets.split(",") if name.strip())
    if not http:
        from seqmatch.server.app import run_stdio

        if sys.stdin.isatty():
            typer.echo(BY_HAND, err=True)
        run_stdio(settings, wanted)
        return
    from seqmatch.server.http.application import HttpOptions, run_http
    from seqmatch.server.http.names import LOOPBACK, shown_address
    from seqmatch.server.http.tokens import VARIABLE

    def announce(url: str) -> None:
        typer.echo(f"seqmatch listens on {url} (stop with Ctrl-C)", err=True)
        if tokens is None and not os.environ.get(VARIABLE) and shown_address(host) not in LOOPBACK:
            typer.echo("No tokens: anyone who can reach this address may ask. See `seqmatch tokens --help`.", err=True)

    options = HttpOptions(
        settings,
        host=host,
        port=port,
        more_names=tuple(allow_host or ()),
        more_origins=tuple(allow_origin or ()),
        toolsets=wanted,
        token_file=tokens,
        workers=workers,
        per_minute=per_minute,
        at_once=at_once,
        rest=rest,
    )
    run_http(options, announce)
