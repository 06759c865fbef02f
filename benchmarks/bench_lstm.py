"""An LSTM with attention beside the forecasts of weekly spending: people and times held out, WAPE with intervals.

Run by `make rl`, because it needs torch. The network is a rival, not a part of the product: it is shipped only where it
beats what answers now. Every figure on generated people is synthetic.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import torch
from torch import nn

from seqmatch.data.statements.histories import read_histories
from seqmatch.data.synthetic.lives.generate import generate_lives
from seqmatch.estimators.forecasting.spending_forecaster import SpendingForecaster
from seqmatch.estimators.forecasting.windows import AHEAD, Windows
from seqmatch.families.coaching.dataset.totals import HORIZON, MOST_BACK, past_windows
from seqmatch.families.coaching.person import history, people
from seqmatch.lifecycle.measuring.bootstrap import draws_of_groups

WEEKS, HIDDEN, EPOCHS, BATCH, FOLDS, TESTS = 52, 32, 12, 256, 3, 4
RESAMPLES = 300


class AttentionLstm(nn.Module):
    """Reads a year of weeks and says the ratio of each of the next four to the person's usual week."""

    def __init__(self) -> None:
        super().__init__()
        self.lstm = nn.LSTM(2, HIDDEN, batch_first=True)
        self.attention = nn.Linear(HIDDEN, 1)
        self.head = nn.Sequential(nn.Linear(2 * HIDDEN, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, AHEAD))

    def forward(self, weeks: torch.Tensor) -> torch.Tensor:
        states, (last, _) = self.lstm(weeks)
        score = self.attention(states).squeeze(-1).masked_fill(weeks[..., 1] == 0, -1e9)
        seen = (torch.softmax(score, dim=1).unsqueeze(-1) * states).sum(dim=1)
        return nn.functional.softplus(self.head(torch.cat([seen, last[-1]], dim=1)))


def inputs(windows: Windows) -> torch.Tensor:
    """Shape (n, WEEKS, 2): the ratio to the usual week (its logarithm of 1 + it), and whether the week is known."""
    weeks = windows.weeks[:, -WEEKS:] / windows.scale[:, None]
    known = ~np.isnan(weeks)
    table = np.stack([np.log1p(np.where(known, weeks, 0.0)), known], axis=2)
    return torch.tensor(table, dtype=torch.float32)


def trained(windows: Windows, seed: int) -> AttentionLstm:
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    model = AttentionLstm()
    table = inputs(windows)
    target = torch.tensor(np.minimum(windows.spent / windows.scale[:, None], 16.0), dtype=torch.float32)
    weight = torch.tensor((windows.scale / windows.scale.mean()) ** 0.5, dtype=torch.float32)
    optimiser = torch.optim.Adam(model.parameters(), 2e-3)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(table)).split(BATCH):
            optimiser.zero_grad()
            off = (model(table[rows]) - target[rows]).abs().mean(dim=1)
            (off * weight[rows]).mean().backward()
            optimiser.step()
    return model.eval()


def measured(past: Windows, default: SpendingForecaster, seed: int) -> dict[str, Any]:
    """WAPE of weeks and of four weeks by method, on the latest windows of people that nothing learned from."""
    first = int(past.day.max()) - HORIZON * (TESTS - 1)
    active = (past.known >= 8) & (np.nan_to_num(past.weeks[:, -26:]).sum(axis=1) > 0)
    asked = active & (past.day >= first)
    fold = np.random.default_rng(seed).integers(0, FOLDS, int(past.person.max()) + 1)[past.person]
    said: dict[str, list[np.ndarray]] = {"lstm": [], "ours": [], "median of 8 weeks": []}
    rows_of: list[np.ndarray] = []
    for one in range(FOLDS):
        rows = np.flatnonzero(asked & (fold == one))
        learn = past.subset((fold != one) & (past.day <= first - HORIZON) & active)
        test = past.subset(rows)
        rows_of.append(rows)
        model = trained(learn, seed)
        with torch.no_grad():
            network = model(inputs(test)).numpy() * test.scale[:, None]
        said["lstm"].append(network)
        said["ours"].append(default.adapted(learn).predict(test).weeks)
        said["median of 8 weeks"].append(np.repeat(np.nanmedian(test.weeks[:, -8:], axis=1)[:, None], AHEAD, axis=1))
    order = np.concatenate(rows_of)
    truth, person = past.spent[order], past.person[order]
    draws = list(draws_of_groups(person, seed, RESAMPLES))
    table: dict[str, Any] = {"people": len(np.unique(person)), "windows": len(order), "methods": {}}
    for name, parts in said.items():
        weeks = np.concatenate(parts)
        week, total = np.abs(weeks - truth).sum(axis=1), np.abs(weeks.sum(axis=1) - truth.sum(axis=1))
        spent = truth.sum(axis=1)
        table["methods"][name] = {
            figure: _ratio(off, spent, draws) for figure, off in (("weekly_wape", week), ("total_wape", total))
        }
    return table


def _ratio(off: np.ndarray, spent: np.ndarray, draws: list[np.ndarray]) -> dict[str, Any]:
    again = [float(off[rows].sum() / spent[rows].sum()) for rows in draws]
    low, high = np.quantile(again, [0.025, 0.975])
    return {"value": round(float(off.sum() / spent.sum()), 4), "ci95": [round(float(low), 4), round(float(high), 4)]}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--transactions", type=Path, action="append", default=[], help="CSV or Parquet of histories.")
    parser.add_argument("--people", type=int, default=60, help="Generated people to learn from and to measure on.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, help="Folder for lstm_figures.json.")
    arguments = parser.parse_args()
    lives = past_windows(people(history(generate_lives(arguments.people, 730).transactions.drop("stream"))))
    default = SpendingForecaster().fit(lives)
    found = {}
    sources = {"generated people (synthetic)": None, **{path.name: path for path in arguments.transactions}}
    for name, path in sources.items():
        began = perf_counter()
        past = lives if path is None else past_windows(people(history(read_histories(path))), TESTS + MOST_BACK)
        found[name] = measured(past, default, arguments.seed)
        print(f"{name}: {found[name]['people']} people, {perf_counter() - began:.0f} s")
        for method, figures in found[name]["methods"].items():
            shown = "  ".join(
                f"{figure} {one['value']:.3f} ({one['ci95'][0]:.3f} to {one['ci95'][1]:.3f})"
                for figure, one in figures.items()
            )
            print(f"  {method:18} {shown}")
    if arguments.out is not None:
        arguments.out.mkdir(parents=True, exist_ok=True)
        (arguments.out / "lstm_figures.json").write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
