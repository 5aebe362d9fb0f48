"""What is being measured at the moment, and how long the rest will take."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Steps:
    """Work to be done in order, each step with a guess of its seconds, corrected by what the earlier ones took."""

    def __init__(self) -> None:
        self._steps: list[tuple[str, float, Callable[[], object]]] = []

    def add(self, label: str, seconds: float, work: Callable[[], object]) -> None:
        self._steps.append((label, seconds, work))

    @contextmanager
    def untimed(self, label: str) -> Iterator[None]:
        """Preparation, done at once."""
        say(label)
        yield

    def run(self) -> None:
        left, guessed, started = sum(seconds for _, seconds, _ in self._steps), 0.0, time.monotonic()
        for label, seconds, work in self._steps:
            pace = (time.monotonic() - started) / guessed if guessed else 1.0
            say(f"{label} ({left * pace / 60:.1f} minutes left)")
            work()
            guessed += seconds
            left -= seconds


def say(text: str) -> None:
    print(f"bench: {text}", file=sys.stderr, flush=True)
