"""``seqmatch rules``: the rule language on the command line."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from seqmatch.cli.ask import _text
from seqmatch.cli.main import app
from seqmatch.cli.output import print_json, print_table

commands = typer.Typer(help="Read rule texts.", no_args_is_help=True)
app.add_typer(commands, name="rules")


@commands.callback()
def _group() -> None:
    pass


@commands.command()
def parse(
    file: Annotated[Path, typer.Argument(help="Text file of rules; - is stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Read rules into typed values, with the role of every account and whatever could not be read."""
    from seqmatch.rules.parse import parse_rules
    from seqmatch.rules.render import render_action, render_condition
    from seqmatch.rules.roles import roles_of

    read = parse_rules(_text(file))
    roles = roles_of(read)
    if as_json:
        print_json(
            {
                "rules": [asdict(rule) for rule in read.rules],
                "roles": {name: role.value for name, role in roles.items()},
                "unparsed": [asdict(piece) for piece in read.unparsed],
            }
        )
        return
    print_table(
        f"{len(read.rules)} rules",
        ("rule", "when", "action", "to"),
        [
            (
                str(number),
                " and ".join(render_condition(c) for c in rule.conditions) or "funds are received",
                render_action(action) + (" (ambiguous names)" if action.ambiguous else ""),
                roles[action.destination].value,
            )
            for number, rule in enumerate(read.rules, 1)
            for action in rule.actions
        ],
    )
    for piece in read.unparsed:
        typer.echo(f"line {piece.line} was not read: {piece.reason}")
