"""The command: `python -m tests.bench`, or `make bench`."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograde.course import find_course
from tests.bench.book import measure_book
from tests.bench.grading import measure_grading
from tests.bench.machine import load
from tests.bench.report import page


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure grading, building and reading.")
    parser.add_argument("--quick", action="store_true", help="grade 6 submissions in one round; figures mean little")
    parser.add_argument("--only", choices=("grading", "book"), help="measure this and not the other")
    parser.add_argument(
        "--output", type=Path, metavar="FILE",
        help="where the page on grading goes (default: autograde/BENCHMARKS.md, with --quick _build/bench/quick.md)",
    )  # fmt: skip
    args = parser.parse_args(argv)
    course, before = find_course(), load()
    if args.only != "book":
        text = page(measure_grading(3, 1) if args.quick else measure_grading(), before)
        default = course.build / "bench" / "quick.md" if args.quick else course.nbgrader / "BENCHMARKS.md"
        output = args.output or default
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(text, encoding="utf-8")
        print(text)
    if args.only != "grading":
        measure_book()


if __name__ == "__main__":
    main()
