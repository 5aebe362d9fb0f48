"""`python -m autograde.quality`: grades the answer bank and the mutants, and prints how good the tests are.

Exits with 1 if a right answer loses points, a wrong one gets full marks or is not named, or more than 5% of the
mutants of an exercise survive.
"""

from __future__ import annotations

import argparse
import sys
import time

from autograde.course import Course, UserError, find_course
from autograde.quality.grader import measure_chapter
from autograde.quality.measure import Row
from autograde.quality.saved import save
from autograde.quality.table import details, table
from autograde.source import load


def main(argv: list[str] | None = None) -> int:
    """Measure the chapters that are named, or all; returns the process's exit status."""
    parser = argparse.ArgumentParser(prog="python -m autograde.quality", description=__doc__.split("\n\n")[0])
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="such as 01_neurons; all if none is named")
    parser.add_argument("--no-mutants", action="store_true", help="grade the answer bank only")
    parser.add_argument("--jobs", type=int, help="submissions graded at a time (default: one per processor)")
    parser.add_argument("--seed", type=int, default=0, help="draw other random inputs (default: 0)")
    args = parser.parse_args(argv)
    course = find_course()
    started = time.monotonic()
    try:
        names = args.chapters or course.chapter_names
        rows = [row for name in names for row in _measure(course, name, args)]
    except UserError as error:
        print(f"quality: {error}", file=sys.stderr)
        return 2
    print(table(rows))
    print(f"\n{details(rows) or 'Every bar is met.'}")
    print(f"\n{time.monotonic() - started:.0f} s")
    return int(any(list(row.complaints()) for row in rows))


def _measure(course: Course, name: str, args: argparse.Namespace) -> list[Row]:
    chapter, with_mutants = load(course, name), not args.no_mutants
    rows = measure_chapter(course, chapter, with_mutants=with_mutants, jobs=args.jobs, seed=args.seed)
    save(course, name, rows, with_mutants)
    return rows


if __name__ == "__main__":
    sys.exit(main())
