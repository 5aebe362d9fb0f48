"""`collect`: sorts what students handed in into autograde/submitted/<student>/<chapter>/."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograde.course import ROSTER, find_course

if TYPE_CHECKING:
    from autograde.sorting import Collected

EPILOG = f"""
Each PATH is what you have from where the class hands in; the way is recognised and said:

  canvas      the zip of "Download submissions"
  moodle      the zip of "Download all submissions", with or without folders
  gradescope  the zip of "Export submissions", with its submission_metadata.yml
  exchange    nbgrader's inbound folder
  nbgrader    an nbgrader course's folder `submitted`
  git         a folder of checkouts, such as GitHub Classroom's
  folder      a folder or zip with a folder, a zip or a notebook for each student, named by the id:
              ana/01_neurons.ipynb, ana.zip, ana_2024-05-01_neurons.ipynb

Students are found in {ROSTER} by its columns id, lms_user_id (Canvas's number), email, github,
first_name and last_name, or name. Nobody is guessed. The chapter is recognised by the cells in the notebook,
whatever the file is called. If a student handed in several times, the newest attempt is taken and the others are
listed. Gradescope, nbgrader and Git tell when something was handed in, which is kept for late penalties; the zips
of Canvas and Moodle do not.

Examples:
  python -m autograde collect Downloads/submissions.zip
  python -m autograde collect Downloads/submissions.zip --from canvas     (if it was taken for something else)
  python -m autograde collect hand-ins/ --chapter 01_neurons     (for files that do not tell their chapter)
  python -m autograde collect hand-ins/ --dry-run                (only say what would be done)
"""

# The keys of `autograde.routes.routes()`, named here so that `--help` does not wait for nbgrader.
ROUTES = ("canvas", "moodle", "gradescope", "exchange", "nbgrader", "git", "folder")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder or a zip with hand-ins")
    parser.add_argument("--chapter", metavar="CHAPTER", help="where files belong that do not tell it themselves")
    parser.add_argument("--from", dest="route", choices=ROUTES, default="", help="the way (default: recognised)")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only say what would be done")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG


def run(args: argparse.Namespace) -> int:
    # Imported here so that `--help` does not wait for nbgrader.
    from autograde.sorting import collect

    result = collect(find_course(), args.paths, chapter=args.chapter, route=args.route, dry_run=args.dry_run)
    print("\n".join(describe(result, args.dry_run)))
    return 1 if result.problems else 0


def describe(result: Collected, dry_run: bool) -> list[str]:
    """The lines that `collect` prints."""
    verb = "would be put" if dry_run else "put"
    lines = [
        *result.routes,
        f"{len(result.new)} {verb} into autograde/submitted, {len(result.replaced)} replaced by a newer attempt, "
        f"{len(result.unchanged)} already there."
    ]
    for title, rows in (
        ("Notes:", result.notes),
        ("Not in the roster - collected all the same, and flagged when graded:", result.unknown),
        ("Replaced:", result.replaced),
        ("Older attempts, not used:", result.superseded),
        ("Problems - nothing was collected from these:", result.problems),
    ):
        if rows:
            lines += ["", title, *(f"  {row}" for row in rows)]
    return [*lines, "", "Next: python -m autograde grade"]
