"""Slopes measured from values, to hold a derivative worked out by hand against."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from byhand.compare import difference, kind, wrong_shape
from byhand.failure import CheckFailed


def numerical_derivative(f: Callable, x, step: float = 1e-6):
    """The slope of `f` at `x`, from two nearby values: (f(x + step) - f(x - step)) / (2 step).

    The central difference; its error shrinks with the square of `step` until rounding takes over
    (Press et al., Numerical Recipes, 3rd edition, section 5.7).

    Parameters
    ----------
    f : callable
        Takes a float64 number or array and returns one of the same shape, element by element.
    x : float or np.ndarray
        Where the slopes are wanted.
    step : float
        Half the distance of the two values.

    Returns
    -------
    float or np.ndarray
        The slopes, float64, in the shape of `x`.

    Raises
    ------
    CheckFailed
        If `f` returns anything but a number or array in the shape of `x`.
    """
    x = np.asarray(x, dtype=np.float64)
    right, left = x + step, x - step
    # Divided by the distance of the two points as they are after rounding, not by 2 * step.
    slope = (_value(f, right) - _value(f, left)) / (right - left)
    return slope if x.ndim else float(slope)


def _value(f: Callable, x: np.ndarray) -> np.ndarray:
    """`f(x)`, checked; `f` gets a copy, so that it cannot change the point."""
    value = f(x.copy() if x.ndim else float(x))
    template = np.zeros(x.shape) if x.ndim else 0.0
    what = "The function whose slope is wanted"
    if kind(value) not in ("array", "number"):
        raise CheckFailed(difference(value, template, what=what))
    wrong = wrong_shape(value, x.shape, what)
    if wrong is not None:
        raise CheckFailed(wrong)
    return np.asarray(value, dtype=np.float64)
