"""What a failed check is, and the random inputs that it reports the seed of."""

from __future__ import annotations

import os
import re
import secrets

import numpy as np

SEED_VARIABLE = "BYHAND_SEED"

_last_seed: int | None = None


class CheckFailed(AssertionError):
    """An answer that is not right yet.

    Attributes
    ----------
    message : str
        What is wrong, said to the student.
    misconception : str or None
        The key of the mistake that was recognised.
    hint : int or None
        The hint of the exercise that helps with it.
    seed : int or None
        The seed of the last `rng()`, if there was one.

    `str(error)` is the message and then one line for programs, such as
    `[check misconception=missing_bias hint=2 seed=81273]`, with absent fields left out.
    """

    def __init__(self, message: str, misconception: str | None = None, hint: int | None = None):
        super().__init__(message)
        self.message = message
        self.misconception = misconception
        self.hint = hint
        self.seed = _last_seed

    def __str__(self) -> str:
        fields = {"misconception": self.misconception, "hint": self.hint, "seed": self.seed}
        given = "".join(f" {name}={value}" for name, value in fields.items() if value is not None)
        return f"{self.message}\n[check{given}]"

    def _render_traceback_(self) -> list[str]:
        """What IPython prints instead of a traceback, which would only show the test."""
        lines = ["Not yet.", *self.message.splitlines()]
        if self.hint is not None:
            lines.append(f"Hint {self.hint} of this exercise is the one to read next.")
        if self.seed is not None:
            lines.append(f"(The inputs were drawn with seed {self.seed}.)")
        return lines


def rng() -> np.random.Generator:
    """A generator of random inputs, with a new seed each time, so that no answer can be learned by heart.

    Returns
    -------
    np.random.Generator
        Seeded from the environment variable `BYHAND_SEED` if that is set and not empty.

    Raises
    ------
    ValueError
        If `BYHAND_SEED` is set to anything but a whole number that is not negative.
    """
    global _last_seed
    given = os.environ.get(SEED_VARIABLE, "")
    if given and not re.fullmatch(r"[0-9]+", given):
        raise ValueError(f"{SEED_VARIABLE} must be a whole number such as 81273, and it is {given!r}")
    _last_seed = int(given) if given else secrets.randbelow(10**6)
    return np.random.default_rng(_last_seed)
