"""The command: `python -m tests.bench`, or `make bench`."""

from __future__ import annotations

import argparse
from pathlib import Path

from autograde.course import find_course
from tests.bench import load_page
from tests.bench.book import measure_book
from tests.bench.grading import measure_grading
from tests.bench.load import measure_load
from tests.bench.machine import load
from tests.bench.report import page


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure grading, building and reading.")
    parser.add_argument("--quick", action="store_true", help="grade 6 submissions in one round; figures mean little")
    parser.add_argument("--only", choices=("grading", "book", "load"), help="measure this and not the others")
    parser.add_argument(
        "--output", type=Path, metavar="FILE",
        help="where the page goes (default: autograde/BENCHMARKS.md, with --quick or --only load in _build/bench)",
    )  # fmt: skip
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[100], metavar="N",
        help="with --only load: classes of so many (default: 100; 10000 take hours)",
    )  # fmt: skip
    parser.add_argument("--places", nargs="+", metavar="PLACE", help="with --only load: such as jobs-2 cluster-4")
    args = parser.parse_args(argv)
    course, before = find_course(), load()
    if args.only == "load":
        found = measure_load(args.sizes, args.places)
        _write(args.output or course.build / "bench" / "load.md", load_page.page(found))
        return
    if args.only != "book":
        text = page(measure_grading(3, 1) if args.quick else measure_grading(), before)
        default = course.build / "bench" / "quick.md" if args.quick else course.nbgrader / "BENCHMARKS.md"
        _write(args.output or default, text)
        print(text)
    if args.only != "grading":
        measure_book()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
