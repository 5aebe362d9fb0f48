"""Takes the listings of chapter 8 out of its source, so that what is tested is what the book shows."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

CHAPTER = Path(__file__).resolve().parents[2] / "solutions" / "08_digits.md"
LISTING = re.compile(r"^```python\n# (?P<name>\w+\.py)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
ANSWER = r"^```\{{code-cell\}} ipython3\n:tags: \[exercise:{name}\]\n(?P<code>.*?)^```$"


def listings() -> dict[str, str]:
    """{file name: code} of each Python listing that starts with a comment which names it."""
    return {found["name"]: found["code"] for found in LISTING.finditer(CHAPTER.read_text(encoding="utf-8"))}


def run_listing(name: str) -> dict[str, object]:
    """What a listing defines."""
    names: dict[str, object] = {"__name__": name}
    exec(compile(listings()[name], name, "exec"), names)
    return names


def reference(exercise: str) -> dict[str, object]:
    """What the chapter's own answer to an exercise defines; it needs NumPy only."""
    found = re.search(ANSWER.format(name=exercise), CHAPTER.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if found is None:
        raise LookupError(f"{CHAPTER} has no answer cell exercise:{exercise}")
    names: dict[str, object] = {"np": np}
    exec(compile(found["code"], exercise, "exec"), names)
    return names
