"""`grade`: grades every folder in autograde/submitted/; each ends as graded, flagged, or failed with a reason."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from autograde.course import UserError, find_course
from autograde.split.limits import EXERCISES_WORTH, TIME_LIMIT


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("chapters", nargs="*", metavar="CHAPTER", help="only these, such as 01_neurons (default: all)")
    parser.add_argument("--student", action="append", default=[], metavar="ID", help="only this student; repeatable")
    parser.add_argument("--chapter", action="append", default=[], metavar="CHAPTER", help="the same as naming it above")
    parser.add_argument("--records", type=Path, metavar="FILE", help="write one JSON line per submission to FILE")
    parser.add_argument(
        "--force", action="store_true",
        help="grade again what has not changed; stopped, it goes on when you run the command without --force",
    )  # fmt: skip
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="how many at a time")
    parser.add_argument(
        "--cluster", default="", metavar="ADDRESS",
        help="grade on the workers of a Dask scheduler, tcp://HOST:PORT or tls://HOST:PORT, in place of --jobs here",
    )  # fmt: skip
    parser.add_argument(
        "--time-limit", type=float, default=TIME_LIMIT, metavar="SECONDS",
        help=f"for one exercise, and {EXERCISES_WORTH} times that for a notebook (default: {TIME_LIMIT:.0f})",
    )  # fmt: skip
    parser.add_argument(
        "--seed", type=int, metavar="N", help="draw the tests' inputs with this seed (default: anew, and recorded)"
    )
    parser.add_argument(
        "--figures", action="store_true",
        help="draw the figures of students' cells too, for the formgrader (several times slower)",
    )  # fmt: skip
    parser.add_argument(
        "--without-walls", action="store_true",
        help="grade although this machine cannot shut the students' code in (`doctor` says what is missing)",
    )  # fmt: skip
    parser.epilog = (
        "What has not changed since it was graded is skipped, so a run that was stopped goes on where it was. "
        "A newer hand-in, or a change of the chapter, is graded again and replaces the old scores; marks given "
        "by hand stay. Example: python -m autograde grade 01_neurons --records _build/records.jsonl"
    )


def run(args: argparse.Namespace) -> int:
    if args.jobs < 1:
        raise UserError("--jobs must be at least 1")
    if args.time_limit <= 0:
        raise UserError("--time-limit must be more than 0 seconds")
    if args.seed is not None and args.seed < 0:
        raise UserError("--seed must not be negative")
    # Imported here so that `--help` does not wait for nbgrader.
    from autograde.batch import grade
    from autograde.summary import summary

    outcome = grade(
        find_course(),
        chapters=[*args.chapters, *args.chapter],
        students=args.student,
        force=args.force,
        jobs=args.jobs,
        cluster=args.cluster,
        time_limit=args.time_limit,
        seed=args.seed,
        records_file=args.records,
        without_walls=args.without_walls,
        figures=args.figures,
    )
    print("\n".join(summary(outcome, args.records)))
    return 1 if outcome.stopped or outcome.grader_errors else 0
