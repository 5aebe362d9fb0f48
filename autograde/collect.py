"""`collect`: sorts what students handed in into autograde/submitted/<student>/<chapter>/."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograde.course import find_course

if TYPE_CHECKING:
    from autograde.sorting import Collected

EPILOG = """
Each PATH is a folder or a zip that holds the hand-ins of a class, one per student:

  ana/01_neurons.ipynb        a folder named by the student's id
  ana.zip                     a zip named by the student's id
  ana_2024-05-01_neurons.ipynb   a notebook whose name starts with the id and "_"

The chapter is recognised by the cells in the notebook, whatever the file is called. If a student handed in
several times, the newest attempt is taken and the others are listed.

Examples:
  python -m autograde collect Downloads/submissions.zip
  python -m autograde collect hand-ins/ --chapter 01_neurons     (for files that do not tell their chapter)
  python -m autograde collect hand-ins/ --dry-run                (only say what would be done)
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder or a zip with hand-ins")
    parser.add_argument("--chapter", metavar="CHAPTER", help="where files belong that do not tell it themselves")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only say what would be done")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG


def run(args: argparse.Namespace) -> int:
    # Imported here so that `--help` does not wait for nbgrader.
    from autograde.sorting import collect

    result = collect(find_course(), args.paths, chapter=args.chapter, dry_run=args.dry_run)
    print("\n".join(describe(result, args.dry_run)))
    return 1 if result.problems else 0


def describe(result: Collected, dry_run: bool) -> list[str]:
    """The lines that `collect` prints."""
    verb = "would be put" if dry_run else "put"
    lines = [
        f"{len(result.new)} {verb} into autograde/submitted, {len(result.replaced)} replaced by a newer attempt, "
        f"{len(result.unchanged)} already there."
    ]
    for title, rows in (
        ("Replaced:", result.replaced),
        ("Older attempts, not used:", result.superseded),
        ("Problems - nothing was collected from these:", result.problems),
    ):
        if rows:
            lines += ["", title, *(f"  {row}" for row in rows)]
    return [*lines, "", "Next: python -m autograde grade"]
