"""Names that students chose, as lines to a person say them."""

from __future__ import annotations

from collections.abc import Sequence


def shown(name: str) -> str:
    """The name without anything that could hide or turn round what is read on a terminal."""
    return "".join(c if c.isprintable() else f"<{ord(c):02x}>" for c in name)


def listed(names: Sequence[str], most: int = 10) -> str:
    """The first few of the names, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
