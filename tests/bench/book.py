"""Building the book in four ways, printed as a table; then its pages, see `pages`."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from autograde.course import find_course
from tests.bench.measure import Command, run
from tests.bench.pages import print_pages

_NOT_COPIED = shutil.ignore_patterns(
    ".venv", ".git", "_build", "__pycache__", "submitted", "autograded", "feedback", "gradebook.db*",
    "source", "release",
)  # fmt: skip


def measure_book() -> None:
    """Build a copy of the book in four ways, then open its pages; prints what it took."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "course"
        shutil.copytree(find_course().root, folder, ignore=_NOT_COPIED)
        print("\n| build | seconds |\n|---|---:|")
        for what, seconds in build_times(folder):
            print(f"| {what} | {seconds:.1f} |", flush=True)
        print_pages(find_course(folder), folder / "_build" / "html")


def build_times(folder: Path) -> list[tuple[str, float]]:
    """Generate and build: from nothing, again, after an edit of prose, after an edit of code."""
    environment = {**os.environ, "PYTHONPATH": str(folder / "chapters")}

    def make() -> float:
        words = (("autograde", "generate"), ("autograde.book.build",))
        return sum(run([Command([sys.executable, "-m", *one], folder, environment)]).wall for one in words)

    chapter = folder / "solutions" / "01_neurons.md"
    rows = [("cold: nothing built, nothing executed", make()), ("warm: nothing changed", make())]
    text = chapter.read_text(encoding="utf-8")
    prose = text.replace("## Summary", "One more sentence.\n\n## Summary", 1)
    chapter.write_text(prose, encoding="utf-8")
    rows.append(("one sentence changed in chapter 1", make()))
    chapter.write_text(prose.replace("\nexplore(", "\n# one more comment\nexplore(", 1), encoding="utf-8")
    rows.append(("one code cell changed in chapter 1", make()))
    chapter.write_text(text, encoding="utf-8")
    return rows
