"""``seqmatch rollout``: which version answers, which is a silent shadow, for how many people."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from seqmatch.cli.main import app
from seqmatch.cli.onboarding.training import JsonOption
from seqmatch.cli.operate.models import FamilyOption, FolderOption, known_family, named_version
from seqmatch.cli.output import print_json, print_table
from seqmatch.cli.transactions.importing import StoreOption
from seqmatch.errors import ArgumentError
from seqmatch.settings import default_settings, store_address, writable_models_dir

if TYPE_CHECKING:
    from seqmatch.lifecycle.monitor.versus import Versus
    from seqmatch.lifecycle.serving.rollout import Rollout

commands = typer.Typer(help="Roll a version out: shadow, canary, thresholds.", no_args_is_help=True)
app.add_typer(commands, name="rollout")

_WORDS = {
    "mode": "who answers",
    "candidate": "version tried",
    "shadow": "asked silently",
    "canary_pct": "canary, % of units",
    "min_conf": "least probability",
    "topk": "candidates offered",
}


@commands.command()
def show(models: FolderOption = None, family: FamilyOption = "onboarding", as_json: JsonOption = False) -> None:
    """How a family is rolled out now, and which version answers whom."""
    from seqmatch.families.register import FAMILIES
    from seqmatch.lifecycle.serving.rollout import ENVIRONMENT, read_rollout
    from seqmatch.lifecycle.versions.registry import live_version

    folder = default_settings(models).family_dir(known_family(family))
    kept = read_rollout(folder)
    heuristic = FAMILIES[family].has_heuristic
    rollout = read_rollout(folder, os.environ) if heuristic else kept
    live = live_version(folder).name
    incumbent, challenger = rollout.arms(live, heuristic)
    from_environment = [name for name, value in asdict(rollout).items() if value != getattr(kept, name)]
    if as_json:
        print_json(
            {
                "family": family,
                "live": live,
                **asdict(rollout),
                "incumbent": incumbent,
                "challenger": challenger,
                "from_environment": from_environment,
            }
        )
        return
    print_table(
        f"Rollout of {family}",
        ("setting", "", "value", "from"),
        [
            (name, _WORDS[name], _cell(value), ENVIRONMENT[name] if name in from_environment else "")
            for name, value in asdict(rollout).items()
        ],
    )
    typer.echo(_sentence(rollout, incumbent, challenger))


@commands.command("set")
def set_(
    mode: Annotated[str | None, typer.Option("--mode", help="heuristic, model or auto.")] = None,
    candidate: Annotated[
        str | None,
        typer.Option("--candidate", help="Version to try beside the live one, or newest; none: stop trying."),
    ] = None,
    shadow: Annotated[
        bool | None, typer.Option("--shadow/--no-shadow", help="Ask the challenger silently and compare.")
    ] = None,
    canary_pct: Annotated[
        float | None, typer.Option("--canary-pct", help="Share of units the challenger answers, 0 to 100.")
    ] = None,
    min_conf: Annotated[
        float | None, typer.Option("--min-conf", help="Probability below which nothing is suggested, 0 to 1.")
    ] = None,
    topk: Annotated[int | None, typer.Option("--topk", help="Candidates offered at most.")] = None,
    models: FolderOption = None,
    family: FamilyOption = "onboarding",
    as_json: JsonOption = False,
) -> None:
    """Change how a family is rolled out; a running server follows with its next answer."""
    from seqmatch.families.register import FAMILIES
    from seqmatch.lifecycle.serving.rollout import change_rollout
    from seqmatch.lifecycle.versions.registry import live_version

    given = {
        "mode": mode,
        "candidate": candidate,
        "shadow": shadow,
        "canary_pct": canary_pct,
        "min_conf": min_conf,
        "topk": topk,
    }
    changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise ArgumentError("Name at least one setting to change.", path="rollout set", allowed=tuple(given))
    folder = (models or writable_models_dir()) / known_family(family)
    if candidate is not None:
        changes["candidate"] = None if candidate == "none" else named_version(folder, candidate)
    heuristic = FAMILIES[family].has_heuristic
    before, after = change_rollout(folder, changes, has_heuristic=heuristic)
    if as_json:
        print_json({"family": family, "before": asdict(before), "after": asdict(after)})
        return
    changed = [name for name, value in asdict(after).items() if value != getattr(before, name)]
    for name in changed:
        typer.echo(f"{name}: {_cell(getattr(before, name))} → {_cell(getattr(after, name))}")
    typer.echo(_sentence(after, *after.arms(live_version(folder).name, heuristic)))


@commands.command()
def compare(
    family: FamilyOption = "onboarding",
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How far back to look.")] = 90,
    store: StoreOption = None,
    models: FolderOption = None,
    as_json: JsonOption = False,
) -> None:
    """Champion against challenger, by what people made of their answers; may be read as often as you like.

    Each user counts once. Nothing is promoted by it.
    """
    from seqmatch.server.watching import compare_arms
    from seqmatch.store.engine import open_to_look

    with open_to_look(store_address(store)) as opened:
        seen = compare_arms(default_settings(models), known_family(family), opened, days)
    if as_json:
        print_json({"family": family, "days": days, **seen.to_json()})
        return
    print_table(
        f"Answers of {family}, each user counted once",
        ("", "version", "users", "judged", "accepted"),
        [
            (name, one.version, f"{one.users:,}", f"{one.judged:,}", "" if one.share is None else f"{one.share:.1%}")
            for name, one in (("champion", seen.champion), ("challenger", seen.challenger))
        ],
    )
    typer.echo(_verdict(seen))


def _verdict(seen: Versus) -> str:
    """What is known, in words."""
    low, high = (f"{100 * bound:+.1f}" for bound in seen.interval)
    between = f"The challenger's share less the champion's is {low} to {high} points (95 %, at any time)."
    if seen.verdict == "not comparable":
        told = f"Not comparable: the challenger answered {seen.challenger.users:,} users, another share than was set."
        return f"{told} Find out who is missing."
    if seen.verdict == "not yet known":
        more = "." if seen.more is None else f"; about {seen.more:,} more judged users if it goes on like this."
        return f"Not yet known{more} {between}"
    best = seen.champion if seen.verdict == "champion better" else seen.challenger
    todo = "seqmatch models promote" if best is seen.challenger else "seqmatch rollout set --candidate none"
    return f"{seen.verdict.capitalize()}. {between} Nothing was changed: `{todo}` does."


def _sentence(rollout: Rollout, incumbent: str, challenger: str | None) -> str:
    """Who answers whom, in words."""
    if challenger is None:
        return f"{_named(incumbent)} answers everyone."
    canary = rollout.canary_pct if rollout.mode == "auto" else 0
    told = [f"{_named(challenger)} answers {canary:g} % and {_named(incumbent)} the others."]
    if not canary:
        told = [f"{_named(incumbent)} answers everyone."]
    if rollout.shadow:
        told.append(f"{_named(challenger)} is asked silently beside.")
    return " ".join(told)


def _named(arm: str) -> str:
    from seqmatch.lifecycle.serving.rollout import HEURISTIC

    return "The heuristic" if arm == HEURISTIC else f"Version {arm}"


def _cell(value: object) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
