"""`student`: hands over a copy of what is kept about one student, or deletes it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from autograde.course import UserError, find_course

EPILOG = """
Examples:
  python -m autograde student ana --export ana.zip     (what you may give to the student)
  python -m autograde student ana --delete             (asks you to type the id)

Not reached: the zips that you collected from, nbgrader's exchange, your backups, and the system that students hand
in to. Nor can a copy that somebody else made be.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("student", metavar="ID", help="the student's id, as in autograde/submitted/")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--export", type=Path, metavar="FILE.zip", help="write a copy of everything into this zip")
    what.add_argument("--delete", action="store_true", help="delete everything, for good")
    parser.add_argument("--yes", action="store_true", help="with --delete: do not ask")
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = EPILOG


def run(args: argparse.Namespace) -> int:
    # Imported here so that `--help` does not wait for nbgrader.
    from autograde.personal import delete, export

    course = find_course()
    if args.export:
        names = export(course, args.student, args.export)
        print(f"{args.export}: {len(names)} files. Its README.txt says what they are.")
        return 0
    if not args.yes:
        confirm(args.student)
    done = delete(course, args.student)
    print(f"Deleted: {', '.join(done.removed) or 'nothing'}.")
    if done.rebuild:
        print(f"Deleted too, as they were made from it: {', '.join(done.rebuild)}.")
        print("Make them again with `python -m autograde report`, `export` or what else made them.")
    if done.left:
        print(f"The id still stands in: {', '.join(done.left)}. Look at each and decide.")
    return 1 if done.left else 0


def confirm(student: str) -> None:
    """Ask for the id.

    Raises
    ------
    UserError
        If anything else is typed, or nobody is there to type.
    """
    if not sys.stdin.isatty():
        raise UserError("nobody is there to confirm; --yes deletes without asking.")
    answer = input(f"Everything about {student} will be deleted, for good. Type the id to go on: ")
    if answer.strip() != student:
        raise UserError("that is not the id; nothing was deleted.")
