"""The state of a fitted estimator: arrays and parameters, from which it is rebuilt."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class State:
    """All that an estimator needs to answer again.

    Attributes
    ----------
    params : JSON values.
    arrays : numeric arrays by name; never of Python objects.
    """

    params: dict[str, Any]
    arrays: dict[str, Array] = field(default_factory=dict)
