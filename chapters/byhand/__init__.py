"""The small package that the chapters import: slider figures, quizzes, checks with kind messages, and data sets.

`from byhand import explore, explore_bars, explore_field, explore_network, predict, quiz, checks, data`

Each part is imported when it is first asked for, so that a grader or a notebook that only needs `checks`
never pays for drawing.
"""

from __future__ import annotations

import importlib
from typing import Any

__all__ = ["checks", "data", "explore", "explore_bars", "explore_field", "explore_network", "predict", "quiz"]


def __getattr__(name: str) -> Any:
    if name.startswith("explore") and name in __all__:
        return getattr(importlib.import_module("byhand.figures"), name)
    if name in ("predict", "quiz"):
        return getattr(importlib.import_module("byhand.quizzes"), name)
    if name in ("checks", "data"):
        return importlib.import_module(f"byhand.{name}")
    raise AttributeError(f"byhand has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
