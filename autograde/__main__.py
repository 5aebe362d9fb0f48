"""The command line: `python -m autograde VERB`. Each verb is a module with `add_arguments` and `run`."""

from __future__ import annotations

import argparse
import importlib
import sys

from autograde.course import UserError

# In the order in which a course runs. Modules are imported only when their verb is called, so that
# `--help` answers at once.
VERBS = {
    "generate": "make the students' notebooks and nbgrader's folders from solutions/*.md",
    "check": "prove that committed notebooks equal what regenerating gives, and that nothing leaks",
    "release": "pack one zip a chapter for students into _build/release",
    "collect": "sort the files that students handed in into autograde/submitted/",
    "doctor": "say what protects you from students' code on this machine, and what is missing",
    "grade": "grade every folder in autograde/submitted/",
    "feedback": "write one page of feedback per student and chapter",
    "export": "write the scores as CSV files that Canvas and Moodle import",
    "report": "draw the class report for the instructor",
    "similar": "show answers of one class that are alike, as a hint for the instructor",
    "student": "hand over what is kept about one student, or delete it",
    "guide": "write the instructor's guide: what each exercise catches, marking schemes, a plan of weeks",
}

USE_GRADEBOOK = ("grade", "feedback", "export", "report", "student")


def build_parser(verb: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m autograde",
        description="Makes the course's notebooks, grades what students hand in, and reports.",
        epilog="`python -m autograde VERB --help` explains one verb.",
    )
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    for name, summary in VERBS.items():
        sub = verbs.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == verb:
            module = importlib.import_module(f"autograde.{name}")
            module.add_arguments(sub)
            if name in USE_GRADEBOOK:
                importlib.import_module("autograde.gradebook").add_argument(sub)
            sub.set_defaults(run=module.run)
    return parser


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns the process's exit status (0 all well, 1 something to look at, 2 wrong use)."""
    argv = sys.argv[1:] if argv is None else argv
    verb = next((word for word in argv if word in VERBS), None)
    args = build_parser(verb).parse_args(argv)
    try:
        if getattr(args, "db", ""):
            importlib.import_module("autograde.gradebook").use(args.db)
        return args.run(args)
    except UserError as error:
        print(f"autograde: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
