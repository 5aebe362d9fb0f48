"""`make site.zip`: the built book as one archive, to be read from a disk or a USB stick without a server."""

from __future__ import annotations

import sys
from pathlib import Path

import autograde.lite
from autograde.book.compress import COPIES
from autograde.course import Course, UserError, find_course
from autograde.progress import progress
from autograde.stable_zip import write_zip

FOLDER = "neural-networks-by-hand"
# The notebooks in the browser need a server; the link to them says that they are not here (launch.js).
LAUNCH = "_static/launch.js"
NEEDS_SERVER = ("lite", "404.html", "robots.txt", "sitemap.xml")
READ_ME = """\
Neural Networks by Hand

Open index.html in a browser. Nothing is installed, and nothing is fetched from elsewhere:
sliders, formulas and the search work from this folder.

If your system shows archives as folders, unpack this one first.
"""


def write_site_zip(course: Course, target: Path | None = None) -> Path:
    """Pack the built book; the same book gives the same bytes.

    Raises
    ------
    UserError
        If the book is not built.
    """
    html, target = course.build / "html", target or course.build / "site.zip"
    if not (html / "index.html").is_file():
        raise UserError("The book is not built; run: make book")
    files = {"READ ME.txt": READ_ME.replace("\n", "\r\n").encode()}
    for path in sorted(html.rglob("*")):
        name = path.relative_to(html)
        needless = name.parts[0] in NEEDS_SERVER or name.suffix in COPIES
        if path.is_file() and not needless and not any(p.startswith(".") for p in name.parts):
            files[name.as_posix()] = path.read_bytes()
    if LAUNCH in files:
        files[LAUNCH] = launch_script()
    write_zip(target, FOLDER, progress(sorted(files.items()), "site.zip", "file"))
    return target


def launch_script() -> bytes:
    """The script of the link to the notebooks in the browser, for a copy without them."""
    script = (Path(autograde.lite.__file__).parent / "launch.js").read_text(encoding="utf-8")
    here, away = "const NOTEBOOKS_ARE_HERE = true;", "const NOTEBOOKS_ARE_HERE = false;"
    if script.count(here) != 1:
        raise ValueError(f"launch.js does not say once: {here}")
    return script.replace(here, away).encode()


def main() -> int:
    course = find_course()
    try:
        path = write_site_zip(course)
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{path.relative_to(course.root)} ({path.stat().st_size / 1e6:.1f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
