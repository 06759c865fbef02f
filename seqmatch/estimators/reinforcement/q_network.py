"""A trained Q network without the library that trained it: dense layers, ReLU between them, numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seqmatch.errors import ArtifactError
from seqmatch.estimators.reinforcement.transitions import Floats
from seqmatch.estimators.state import State


@dataclass(frozen=True, eq=False)
class QNetwork:
    """Values of all actions, for states as they were logged.

    Attributes
    ----------
    mean, scale : of the states it was trained on, shape (n_features,).
    weights, biases : of each layer, shapes (n_out, n_in) and (n_out,).
    """

    mean: Floats
    scale: Floats
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]

    def __call__(self, states: Floats) -> Floats:
        """Shape (n, n_actions), of states of shape (n, n_features)."""
        signal = (states - self.mean) / self.scale
        for weight, bias in zip(self.weights[:-1], self.biases[:-1], strict=True):
            signal = np.maximum(signal @ weight.T + bias, 0)
        return np.asarray(signal @ self.weights[-1].T + self.biases[-1])

    def state(self) -> State:
        layers = {
            f"{name}_{at}": array.astype(np.float32)
            for name, arrays in (("weight", self.weights), ("bias", self.biases))
            for at, array in enumerate(arrays)
        }
        return State({"layers": len(self.weights)}, {"mean": self.mean, "scale": self.scale, **layers})

    @classmethod
    def from_state(cls, state: State) -> QNetwork:
        """The network of ``state``.

        Raises
        ------
        ArtifactError : layers that do not fit each other, or the states.
        """
        order = range(int(state.params["layers"]))
        weights = tuple(state.arrays[f"weight_{at}"].astype(float) for at in order)
        biases = tuple(state.arrays[f"bias_{at}"].astype(float) for at in order)
        mean, scale = state.arrays["mean"], state.arrays["scale"]
        width = len(mean)
        for weight, bias in zip(weights, biases, strict=True):
            if weight.shape != (len(bias), width):
                raise ArtifactError("The layers of the Q network do not fit each other. Train it again: make rl.")
            width = len(bias)
        return cls(mean, scale, weights, biases)
