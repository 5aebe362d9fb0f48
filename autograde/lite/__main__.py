"""Puts JupyterLite into the built book, or takes it out: `python -m autograde.lite local`, `cdn` or `off`."""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from pathlib import Path

from autograde.course import UserError, find_course
from autograde.lite.site import MODES, assemble, folder, is_made


def main(argv: list[str] | None = None, root: Path | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m autograde.lite", description=__doc__.partition(":")[0] + ".")
    parser.add_argument("mode", choices=MODES, help="local: with all it needs; cdn: Python from Pyodide's site; off")
    mode = parser.parse_args(argv).mode
    course, started = find_course(root), time.perf_counter()
    if mode == "off":
        shutil.rmtree(folder(course), ignore_errors=True)
        return 0
    if not (course.build / "html" / "index.html").is_file():
        print("The book is not built: `make book` builds it.", file=sys.stderr)
        return 2
    if is_made(course, mode):
        print("JupyterLite is in the book already.")
        return 0
    print("Putting JupyterLite into the book, for exercises in the browser", flush=True)
    try:
        made = assemble(course, mode)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    print(f"{made.relative_to(course.root)} ({size / 1e6:.0f} MB, {time.perf_counter() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
