"""`check`: proves that the committed notebooks are what their sources give, and that nothing secret is published."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from autograde.course import Course, UserError, find_course
from autograde.generate import student_text
from autograde.leaks import find_leaks
from autograde.source import Chapter, load_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-leaks", action="store_true", help="only compare the notebooks (a few seconds)")
    parser.epilog = (
        "Looks at chapters/, at autograde/release and, where they were made, at the zips and the built book. "
        "Ends with status 1 if anything is wrong."
    )


def run(args: argparse.Namespace) -> int:
    course = find_course()
    chapters = load_all(course)
    if not chapters:
        raise UserError("There are no chapters in solutions/, so nothing can be checked.")
    stale = stale_notebooks(course, chapters)
    for line in stale:
        print(line)
    if stale:
        print("Run: python -m autograde generate")
    else:
        print(f"{len(chapters)} notebooks are what their sources give.")
    if args.no_leaks:
        return int(bool(stale))
    leaks, check = find_leaks(course, chapters)
    if not len(check):
        raise UserError("No secret line was found in solutions/, so the leak check would prove nothing.")
    for leak in leaks:
        print(f"LEAK {leak}")
    print(f"{len(leaks)} leaks: looked for {len(check)} secret lines in {check.files} files.")
    for place, verb in ((course.build / "release", "release"), (course.build / "html", "build")):
        if not place.exists():
            print(f"{place.relative_to(course.root)} is not there yet and was not checked ({verb} makes it).")
    return int(bool(stale or leaks))


def stale_notebooks(course: Course, chapters: Sequence[Chapter]) -> list[str]:
    """What is wrong with the committed notebooks, one line each; empty if they are as generated."""
    problems = []
    for chapter in chapters:
        path = course.chapters / f"{chapter.name}.ipynb"
        shown = path.relative_to(course.root)
        if not path.is_file():
            problems.append(f"{shown} is missing")
        elif path.read_bytes() != student_text(course, chapter).encode():
            problems.append(f"{shown} differs from what solutions/{chapter.name}.md gives")
    names = {chapter.name for chapter in chapters}
    for path in sorted(course.chapters.glob("*.ipynb")):
        if path.stem not in names:
            problems.append(f"{path.relative_to(course.root)} has no source in solutions/")
    return problems
