"""``seqmatch rules``: the rule language on the command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seqmatch.cli.main import app
from seqmatch.cli.money import dollars
from seqmatch.cli.onboarding.ask import _text
from seqmatch.cli.output import print_json, print_table
from seqmatch.errors import ArgumentError, RuleTextError
from seqmatch.rules.formats.format_names import Form

if TYPE_CHECKING:
    from seqmatch.rules.checks.problem import Problem
    from seqmatch.schemas.rule import RuleSet
    from seqmatch.schemas.simulation import Simulation

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
    from seqmatch.rules.accounts.roles import roles_of
    from seqmatch.rules.parse import parse_rules
    from seqmatch.rules.render import render_action, render_condition

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


FileArgument = Annotated[Path, typer.Argument(help="Text file of rules; - is stdin.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


@commands.command()
def check(
    file: FileArgument,
    income: Annotated[
        int | None,
        typer.Option(
            "--income",
            metavar="AMOUNT",
            parser=dollars,
            help="Income of a month, 4200 or $4,200: a year of it is simulated, and what goes wrong there is told too.",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where there is an error.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Find what is wrong with rules before anyone creates them, and what to do about it."""
    from seqmatch.rules.checks.check import check_rules, count_by_severity
    from seqmatch.rules.parse import parse_rules

    read = parse_rules(_text(file))
    findings = check_rules(read, () if income is None else _year(read, income))
    counts = count_by_severity(findings)
    if as_json:
        print_json(
            {
                "rules": len(read.rules),
                "counts": counts,
                "findings": [finding.model_dump(mode="json") for finding in findings],
                "unparsed": [asdict(piece) for piece in read.unparsed],
            }
        )
    else:
        for finding in findings:
            typer.echo(f"{finding.severity:<8}{finding.code:<23}{finding.message}")
        totals = [f"rules: {len(read.rules)}", *(f"{severity}: {count}" for severity, count in counts.items())]
        typer.echo(", ".join(totals))
        for piece in read.unparsed:
            typer.echo(f"line {piece.line} was not read: {piece.reason}")
    if strict and counts["error"]:
        raise typer.Exit(1)


def _year(read: RuleSet, income: int) -> list[Problem]:
    """What goes wrong in a year of this income, in cents a month."""
    from seqmatch.rules.checks.outcome import check_outcome
    from seqmatch.rules.reading import read_rules
    from seqmatch.rules.simulation.schedule import income_accounts, monthly
    from seqmatch.rules.simulation.simulate import simulate as run

    accounts = income_accounts(read)
    if not accounts:
        return []
    year = run(read, monthly(income, accounts, 12))
    return list(check_outcome(read, read_rules(read), year, 12, income_known=True))


@commands.command()
def simulate(
    file: FileArgument,
    income: Annotated[
        int,
        typer.Option(
            "--income",
            metavar="AMOUNT",
            parser=dollars,
            help="Income of a month: 4200 or $4,200.",
            show_default="$5,000",
        ),
    ] = 500_000,
    amount: Annotated[
        list[str] | None,
        typer.Option(
            "--amount",
            metavar="ACCOUNT=AMOUNT",
            help='What payments to an account come to in a month where no rule says so: "Visa Blue=250". Repeatable.',
        ),
    ] = None,
    months: Annotated[int, typer.Option("--months", min=1, max=120, help="How many months.")] = 1,
    payments: Annotated[
        Path | None,
        typer.Option(
            "--payments",
            metavar="FILE",
            help="CSV or JSON of bills that leave accounts: account, amount, date, and where there are any cadence, "
            "until, name. The months run from 2026-01-01.",
        ),
    ] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="Write a picture of the money flow to this file.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Run rules on the income of a month, or of several, to the cent: who gets what, what fails, what is left over.

    The income arrives on the first of each month, in equal parts where it arrives in several accounts. Payments to the
    outside leave at the end of their day, whole or not at all.
    """
    from seqmatch.cli.account_amounts import account_amounts, without_amount
    from seqmatch.cli.payment_file import read_bills
    from seqmatch.cli.simulation_text import payments_json, payments_text, simulation_json, simulation_text
    from seqmatch.rules.parse import parse_rules
    from seqmatch.rules.simulation.bills import payments_of
    from seqmatch.rules.simulation.schedule import FIRST_DAY, income_accounts, last_day_of, monthly
    from seqmatch.rules.simulation.simulate import simulate as run

    read = parse_rules(_text(file))
    _refuse_unread(read, file)
    amounts = account_amounts(amount or (), read)
    arrivals = monthly(income, income_accounts(read), months)
    if payments is None:
        simulation = run(read, arrivals, amounts=amounts)
    else:
        first, last = FIRST_DAY, last_day_of(months)
        due = payments_of(read_bills(payments, read), first, last)
        if not due:
            raise ArgumentError(f"No payment is due between {first} and {last}.", path="--payments")
        simulation = run(read, arrivals, amounts=amounts, first_day=first, last_day=last, payments=due)
    if svg is not None:
        _draw(read, simulation, months, svg)
    if as_json:
        told = simulation_json(simulation, without_amount(read, amounts))
        print_json(told if payments is None else {**told, **payments_json(simulation)})
    else:
        typer.echo(simulation_text(simulation, without_amount(read, amounts)))
        if payments is not None:
            typer.echo(payments_text(simulation))


def _refuse_unread(read: RuleSet, file: Path) -> None:
    """Some of the rules must not look like all of them, nor none like a plan."""
    if read.unparsed:
        piece = read.unparsed[0]
        more = f" ({len(read.unparsed) - 1} more could not be read.)" if len(read.unparsed) > 1 else ""
        raise RuleTextError(
            f"{piece.reason.rstrip('.')}.{more} Mend it; `seqmatch rules check` shows everything that cannot be read.",
            path=f"{file}:line {piece.line}",
        )
    if not read.rules:
        raise RuleTextError(
            "There are no rules in here.",
            path=str(file),
            example="When funds are received: 10.00% of incoming funds goes from Paycheck to Savings.",
        )


def _draw(rules: RuleSet, simulation: Simulation, months: int, file: Path) -> None:
    from seqmatch.rules.drawing.diagram import Flow, payments_without_amount
    from seqmatch.rules.drawing.diagram import dollars as in_dollars
    from seqmatch.rules.drawing.svg import sankey_svg

    arrived: dict[str, int] = {}
    for arrival in simulation.arrivals:
        arrived[arrival.account] = arrived.get(arrival.account, 0) + arrival.cents
    flows = [Flow(source, destination, cents) for (source, destination), cents in simulation.flows().items()]
    time = "one month" if months == 1 else f"{months} months"
    title = f"Where {in_dollars(simulation.income_cents)} goes in {time}"
    picture = sankey_svg(flows, title, arrived, payments_without_amount(rules))
    try:
        file.write_text(picture, encoding="utf-8")
    except OSError:
        raise ArgumentError(
            "The picture cannot be written there. Name a file in a folder that exists.", path="--svg"
        ) from None


@commands.command()
def convert(
    file: Annotated[Path, typer.Argument(help="Rule text or JSON; - is stdin.")],
    source: Annotated[
        Form | None, typer.Option("--from", help="The form it is in; found out where it is not named.")
    ] = None,
    target: Annotated[
        Form | None, typer.Option("--to", help="The form wanted. Default: platform for text, text for the others.")
    ] = None,
    start: Annotated[
        datetime | None,
        typer.Option("--start", formats=["%Y-%m-%d"], help="First day for scheduled rules; default: today."),
    ] = None,
) -> None:
    """Write a plan in another form: rule text, Platform rule bodies, or a Playground map. Prints one JSON document.

    Whatever the other form cannot hold is listed in it, with what to do about it.
    """
    from seqmatch.rules.formats.convert import convert as run
    from seqmatch.rules.parse import parse_rules

    content = _text(file)
    source = source or _form_of(content)
    if source is Form.TEXT and not (read := parse_rules(content)).rules:
        _refuse_unread(read, file)
    target = target or (Form.PLATFORM if source is Form.TEXT else Form.TEXT)
    print_json(run(content, source, target, start=start.date() if start else date.today()))


def _form_of(content: str) -> Form:
    """The form that ``content`` looks like; whether it is one, reading it tells."""
    if not content.lstrip().startswith(("{", "[")):
        return Form.TEXT
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        document = None
    is_map = isinstance(document, dict) and ("map" in document or "nodes" in document)
    return Form.PLAYGROUND if is_map else Form.PLATFORM
