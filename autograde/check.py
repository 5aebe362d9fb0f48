"""`check`: counts what the course has, and proves that the committed notebooks are what their sources give, that no
test asks for what cannot cross to the student's process, that the reference answers get full marks, and that nothing
secret is published."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from autograde.counts import table
from autograde.course import Course, UserError, find_course
from autograde.crossing import find_crossings
from autograde.generate import student_text
from autograde.leaks import find_leaks
from autograde.lite import colab
from autograde.solutions import released
from autograde.solved import lost_by_reference
from autograde.source import Chapter, load_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--no-leaks", action="store_true", help="do not look for leaks (saves some seconds)")
    parser.add_argument("--no-grading", action="store_true", help="do not grade the reference answers (saves more)")
    parser.epilog = (
        "Looks at chapters/, at autograde/release and, where they were made, at the zips and the built book. "
        "Ends with status 1 if anything is wrong."
    )


def run(args: argparse.Namespace) -> int:
    course = find_course()
    chapters = load_all(course)
    if not chapters:
        raise UserError("There are no chapters in solutions/, so nothing can be checked.")
    print(table(chapters))
    stale = stale_notebooks(course, chapters)
    for line in stale:
        print(line)
    if stale:
        print("Run: python -m autograde generate")
    else:
        print(f"{len(chapters)} notebooks are what their sources give.")
    unfit = unfit_tests(course, chapters, grading=not args.no_grading)
    wrong = unfit or bool(stale)
    if args.no_leaks:
        return int(wrong)
    if released(course):
        print(f"Solutions are released of {', '.join(released(course))}: looked for everywhere but on their own pages.")
    leaks, check = find_leaks(course, chapters)
    if not len(check):
        raise UserError("No secret line was found in solutions/, so the leak check would prove nothing.")
    for leak in leaks:
        print(f"LEAK {leak}")
    print(f"{len(leaks)} leaks: looked for {len(check)} secret lines in {check.files} files.")
    for place, verb in ((course.build / "release", "release"), (course.build / "html", "build")):
        if not place.exists():
            print(f"{place.relative_to(course.root)} is not there yet and was not checked ({verb} makes it).")
    return int(wrong or bool(leaks))


def unfit_tests(course: Course, chapters: Sequence[Chapter], *, grading: bool) -> bool:
    """Say which tests cannot do their work in the judge, and which the reference answers fail; True if any."""
    crossings = [crossing for chapter in chapters for crossing in find_crossings(chapter)]
    for crossing in crossings:
        print(crossing)
    tests = sum(len(exercise.tests) for chapter in chapters for exercise in chapter.exercises.values())
    print(f"{len(crossings)} places in {tests} tests use what cannot cross to the student's process.")
    if not grading:
        return bool(crossings)
    if sys.platform != "linux":
        print("The reference answers were not graded: the grader needs Linux.")
        return bool(crossings)
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # the work is done by processes of the grader
        lost = [line for lines in pool.map(partial(lost_by_reference, course), chapters) for line in lines]
    for line in lost:
        print(line)
    print(f"{len(lost)} of {tests} tests take points from the reference answers.")
    return bool(crossings or lost)


def stale_notebooks(course: Course, chapters: Sequence[Chapter]) -> list[str]:
    """What is wrong with the committed notebooks, one line each; empty if they are as generated."""
    problems = []
    texts = {chapter.name: student_text(course, chapter) for chapter in chapters}
    for chapter in chapters:
        path = course.chapters / f"{chapter.name}.ipynb"
        shown = path.relative_to(course.root)
        if not path.is_file():
            problems.append(f"{shown} is missing")
        elif path.read_bytes() != texts[chapter.name].encode():
            problems.append(f"{shown} differs from what solutions/{chapter.name}.md gives")
    copies = colab.notebooks(course, texts)
    for path, text in copies.items():
        if not path.is_file() or path.read_bytes() != text.encode():
            problems.append(f"{path.relative_to(course.root)} is not the copy of chapters/{path.name} for Colab")
    for path in sorted({*course.root.glob("colab/[0-9][0-9]_*.ipynb")} - copies.keys()):
        problems.append(f"{path.relative_to(course.root)} has no source, or _config.yml names no repository on GitHub")
    names = {chapter.name for chapter in chapters}
    for path in sorted(course.chapters.glob("*.ipynb")):
        if path.stem not in names:
            problems.append(f"{path.relative_to(course.root)} has no source in solutions/")
    return problems
