"""Builds the book into _build/html: `python -m autograde.book.build`.

The same as `jupyter-book build . -W --keep-going`, with less to read: warnings and errors, and one line of
progress while chapters are executed. In the end come compressed copies, which some servers send.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from autograde.book.compress import compress_site
from autograde.course import Course, UserError, find_course


def build(course: Course) -> Path:
    """Build the book; returns its first page.

    Raises
    ------
    UserError
        If a chapter fails, a page or figure is missing, or Sphinx warns about anything.
    """
    # Imported here because Sphinx takes a second to import.
    from jupyter_book.sphinx import build_sphinx

    outdir = course.build / "html"
    result = build_sphinx(
        course.root,
        outdir,
        path_config=course.root / "_config.yml",
        noconfig=True,
        confoverrides={"external_toc_path": str(course.root / "_toc.yml"), "latex_individualpages": False},
        quiet=True,
        warningiserror=True,
        keep_going=True,
    )
    if result:
        raise UserError("The book was not built; the lines above say why.")
    compress_site(outdir)
    return outdir / "index.html"


def main(root: Path | None = None) -> int:
    course, started = find_course(root), time.perf_counter()
    print("Building the book (executing a changed chapter takes some seconds)", flush=True)
    try:
        page = build(course)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{page.relative_to(course.root)} ({time.perf_counter() - started:.0f} s)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
