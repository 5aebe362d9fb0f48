"""What editors and systems leave behind: never part of a chapter or of a submission."""

from __future__ import annotations

JUNK = frozenset({".ipynb_checkpoints", "__MACOSX", ".DS_Store", "__pycache__", "Thumbs.db", ".git"})


def is_junk(name: str) -> bool:
    """Whether a file or folder of this name, without those that it lies in, is left out wherever it lies."""
    return name in JUNK or name.startswith("._")  # macOS keeps a file's other half as `._name`
