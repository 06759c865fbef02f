"""Discrete conservative Q-learning, behaviour cloning and neural FQE, trained by d3rlpy on torch (extra ``rl``).

Not for serving: what it learns leaves as a ``QNetwork``, which needs numpy alone.
Source: Kumar et al., Conservative Q-Learning for Offline Reinforcement Learning (2020).
"""

from __future__ import annotations

import logging
import warnings
from itertools import pairwise
from typing import Any

import numpy as np

from seqmatch.errors import TrainingError
from seqmatch.estimators.reinforcement.q_network import QNetwork
from seqmatch.estimators.reinforcement.transitions import Floats, Policy, Transitions

STEPS, BATCH, HIDDEN, RATE = 3_000, 256, (64, 64), 1e-3
TARGET_EVERY = 100


def conservative_q(log: Transitions, discount: float, alpha: float, seed: int, steps: int = STEPS) -> QNetwork:
    """DiscreteCQL with the penalty ``alpha`` on actions the log does not show; 0 is a plain double DQN.

    Raises
    ------
    TrainingError : the extra ``rl`` is not installed.
    """
    d3rlpy = _d3rlpy()
    config = d3rlpy.algos.DiscreteCQLConfig(
        alpha=alpha, gamma=discount, target_update_interval=TARGET_EVERY, **_shared(d3rlpy)
    )
    mean, scale = _scaling(log)
    learned = _fit(d3rlpy, config, log, mean, scale, seed, steps)
    network = _exported(learned.impl.q_function, mean, scale)
    rows, actions = log.states[:256], log.actions[:256]
    told = learned.predict_value(((rows - mean) / scale).astype(np.float32), actions)
    if not np.allclose(network(rows)[np.arange(len(rows)), actions], told, atol=1e-3):
        raise TrainingError("The exported network does not say what d3rlpy's says: this release lays it out otherwise.")
    return network


def cloned(log: Transitions, seed: int, steps: int = STEPS) -> Policy:
    """Behaviour cloning by d3rlpy's DiscreteBC: always the action that the log takes most often in such a state."""
    d3rlpy = _d3rlpy()
    mean, scale = _scaling(log)
    learned = _fit(d3rlpy, d3rlpy.algos.DiscreteBCConfig(**_shared(d3rlpy)), log, mean, scale, seed, steps)
    return lambda states: np.eye(log.n_actions)[learned.predict(((states - mean) / scale).astype(np.float32))]


def neural_evaluation(log: Transitions, policy: Policy, discount: float, seed: int, steps: int = STEPS) -> Floats:
    """FQE with a network: value of ``policy`` from each person's first state, shape (n_people,).

    d3rlpy's own FQE takes its own algorithms only; this one takes any policy, so that all are judged by the same.
    """
    torch = _torch()
    mean, scale = _scaling(log)

    def tensor(array: Any) -> Any:
        return torch.as_tensor(np.asarray(array), dtype=torch.float32)

    def network() -> Any:
        sizes = (log.states.shape[1], *HIDDEN)
        layers: list[Any] = []
        for inward, outward in pairwise(sizes):
            layers += [torch.nn.Linear(inward, outward), torch.nn.ReLU()]
        return torch.nn.Sequential(*layers, torch.nn.Linear(sizes[-1], log.n_actions))

    torch.manual_seed(seed)
    values, target = network(), network()
    target.load_state_dict(values.state_dict())
    optimiser = torch.optim.Adam(values.parameters(), lr=RATE)
    states, ahead = tensor((log.states - mean) / scale), tensor((log.next_states - mean) / scale)
    actions = torch.as_tensor(log.actions)
    rewards, goes_on, chances = tensor(log.rewards), tensor(~log.ends), tensor(policy(log.next_states))
    rng = np.random.default_rng(seed)
    for step in range(steps):
        rows = torch.as_tensor(rng.integers(0, len(log.actions), BATCH))
        with torch.no_grad():
            later = (chances[rows] * target(ahead[rows])).sum(dim=1)
            wanted = rewards[rows] + discount * goes_on[rows] * later
        told = values(states[rows]).gather(1, actions[rows][:, None])[:, 0]
        loss = torch.nn.functional.smooth_l1_loss(told, wanted)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % TARGET_EVERY == 0:
            target.load_state_dict(values.state_dict())
    first = log.states[log.starts]
    with torch.no_grad():
        told = values(tensor((first - mean) / scale)).numpy().astype(float)
    return np.asarray((policy(first) * told).sum(axis=1))


def _scaling(log: Transitions) -> tuple[Floats, Floats]:
    spread = log.states.std(axis=0)
    return log.states.mean(axis=0), np.where(spread > 1e-9, spread, 1.0)


def _shared(d3rlpy: Any) -> dict[str, Any]:
    layers = d3rlpy.models.VectorEncoderFactory(hidden_units=list(HIDDEN))
    return {"batch_size": BATCH, "learning_rate": RATE, "encoder_factory": layers}


def _fit(d3rlpy: Any, config: Any, log: Transitions, mean: Floats, scale: Floats, seed: int, steps: int) -> Any:
    d3rlpy.seed(seed)
    dataset = d3rlpy.dataset.MDPDataset(
        ((log.states - mean) / scale).astype(np.float32),
        log.actions.astype(np.int64),
        log.rewards.astype(np.float32),
        log.ends.astype(np.float32),
        action_space=d3rlpy.constants.ActionSpace.DISCRETE,
        action_size=log.n_actions,
    )
    learner = config.create(device="cpu")
    quiet = d3rlpy.logging.NoopAdapterFactory()
    learner.fit(dataset, steps, steps, logger_adapter=quiet, show_progress=False, save_interval=10**9)
    return learner


def _exported(network: Any, mean: Floats, scale: Floats) -> QNetwork:
    """The dense layers of a d3rlpy Q function, in order."""
    import torch

    layers = [layer for layer in network.modules() if isinstance(layer, torch.nn.Linear)]
    layers = list(dict.fromkeys(layers))
    return QNetwork(
        mean,
        scale,
        tuple(layer.weight.detach().numpy().astype(float) for layer in layers),
        tuple(layer.bias.detach().numpy().astype(float) for layer in layers),
    )


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise TrainingError("This needs the extra `rl`: pip install 'seqmatch[rl]', or make rl.") from None
    torch.set_num_threads(1)
    return torch


def _d3rlpy() -> Any:
    _torch()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import d3rlpy
            import structlog
    except ImportError:
        raise TrainingError("This needs the extra `rl`: pip install 'seqmatch[rl]', or make rl.") from None
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    return d3rlpy
