"""What a shadow costs: long stretches of the same questions with and without one, in turns, in one process.

The shadow's thread has a budget of 5 % of the time; the answers are to be slowed by less than a tenth.
"""

from __future__ import annotations

import asyncio
import shutil
import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from mcp import Client

from seqmatch.lifecycle.serving.host import ModelHost
from seqmatch.lifecycle.serving.rollout import change_rollout
from seqmatch.server.app import build_server
from seqmatch.server.serving import Serving
from seqmatch.settings import Settings, resource

STRETCHES = 4
ROUNDS = 10
QUESTIONS = 20
COFFEES = [
    {"date": "2026-05-04", "description": f"SQ *BLUE DOOR CAFE {number:04d}", "amount_cents": -650 - number}
    for number in range(20)
]


async def seconds(client: Client) -> float:
    """Mean seconds per question, asked one after another."""
    began = perf_counter()
    for _ in range(QUESTIONS):
        await client.call_tool("categorize_transactions", {"transactions": COFFEES})
    return (perf_counter() - began) / QUESTIONS


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        models = Path(folder)
        shutil.copytree(resource("models") / "transactions", models / "transactions")
        settings = Settings(models)
        serving = Serving(settings, ModelHost(settings))
        with_shadow, without = [], []
        async with Client(build_server(settings, toolsets=("transactions",), serving=serving)) as client:
            change_rollout(models / "transactions", {"mode": "heuristic"}, has_heuristic=True)
            await seconds(client)
            for _ in range(STRETCHES):
                for shadow, told in ((False, without), (True, with_shadow)):
                    change_rollout(models / "transactions", {"shadow": shadow}, has_heuristic=True)
                    told += [await seconds(client) for _ in range(ROUNDS)]
                    await asyncio.to_thread(serving.shadow.finish)
        ratio = statistics.median(with_shadow) / statistics.median(without)
        print(
            f"shadow: 20 transactions answered in {1000 * statistics.median(without):.1f} ms, with a model in shadow "
            f"{1000 * statistics.median(with_shadow):.1f} ms: ratio {ratio:.3f} (to stay under 1.1); "
            f"{serving.shadow.dropped:,} of {STRETCHES * ROUNDS * QUESTIONS:,} comparisons dropped"
        )
        serving.close()


if __name__ == "__main__":
    asyncio.run(main())
