"""`release`: packs one zip a chapter for students: the notebook, the package that it imports, a README.

With `--solutions` it puts the worked solutions of some chapters into the book, with `--withdraw` it takes them out.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

from autograde.course import Course, UserError, find_course
from autograde.generate import package_files, student_text
from autograde.progress import progress
from autograde.solutions import change, page_of, state_file
from autograde.source import Chapter, load_all
from autograde.stable_zip import write_zip

# What a student's notebook imports, and the program that opens it; their versions are those of the course.
NEEDED = ("numpy", "matplotlib", "ipywidgets", "anywidget", "jupyterlab")

README = """\
Neural Networks by Hand: {title}

What is here
  {name}.ipynb   the notebook: read, move the sliders, fill in the exercises
  byhand/        the package that the notebook imports; leave it beside the notebook

Start (Python 3.11 to 3.13), in this folder
  python3 -m venv byhand-env
  . byhand-env/bin/activate
  python -m pip install {pins}
  jupyter lab {name}.ipynb

  Windows, in the Command Prompt: the first two lines are
    py -m venv byhand-env
    byhand-env\\Scripts\\activate
  Debian, Ubuntu: first
    sudo apt install python3-venv
  The next time: activate and jupyter lab, no more.

Work
  Replace `raise NotImplementedError()` in each exercise by your answer and run the cell below it.
  Answers use Python and NumPy alone; no other package is there when they are graded.
  Leave the cells that you do not answer as they are, and do not rename the notebook.
  Before you hand in: Kernel > Restart Kernel and Run All Cells, then save.

Hand in
  {name}.ipynb and nothing else ({points:g} points).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--solutions", nargs="+", metavar="CHAPTER", help="after the deadline: add a page with the worked solutions of "
        "these chapters (3, or 03_losses) to the book, and build it; packs nothing",
    )
    group.add_argument("--withdraw", nargs="+", metavar="CHAPTER", help="take such pages out of the book again")
    parser.epilog = (
        "The zips are made from solutions/*.md; the same sources give the same bytes. Which solutions are released "
        "stands in autograde/released_solutions.txt; hidden tests and mark schemes never are."
    )


def run(args: argparse.Namespace) -> int:
    course = find_course()
    if args.solutions or args.withdraw:
        return release_solutions(course, args.solutions or [], args.withdraw or [])
    for path in release(course):
        print(f"  {path.relative_to(course.root)} ({path.stat().st_size / 1e3:.0f} kB)")
    return 0


def release_solutions(course: Course, add: list[str], remove: list[str]) -> int:
    """Change which solutions are released, build the book, and say what readers see now."""
    from autograde.book.build import main as build  # imports Sphinx

    names = change(course, add, remove)
    failed = build(course.root)
    for name in names:
        print(f"  released: {page_of(name)}.html, linked from chapters/{name}.html")
    where = state_file(course).relative_to(course.root)
    print(f"Solutions are released of {', '.join(names) or 'no chapter'}; this stands in {where}.")
    if not failed:
        print(f"Publish _build/html again, so that readers see it. Published by push? Commit {where}.")
    return failed


def release(course: Course) -> list[Path]:
    """Write _build/release/NN_topic.zip for each chapter, and remove the zips of chapters that are gone.

    Raises
    ------
    UserError
        If a chapter's source holds a mistake, or requirements.txt does not pin what notebooks need.
    """
    chapters = load_all(course)
    folder = course.build / "release"
    folder.mkdir(parents=True, exist_ok=True)
    pins = needed_pins(course)
    written = []
    for chapter in progress(chapters, "zips", "chapter"):
        path = folder / f"{chapter.name}.zip"
        content = packed(course, chapter, pins)
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
        written.append(path)
    for path in folder.glob("[0-9][0-9]_*.zip"):  # what else is here may be somebody's work, unpacked in place
        if path not in written:
            path.unlink()
    return written


def packed(course: Course, chapter: Chapter, pins: list[str]) -> bytes:
    """One chapter's zip; everything in it stands in a folder of the chapter's name."""
    points = sum(exercise.points for exercise in chapter.exercises.values())
    readme = README.format(title=chapter.title, name=chapter.name, pins=" ".join(pins), points=points)
    files = {"README.txt": readme.encode(), f"{chapter.name}.ipynb": student_text(course, chapter).encode()}
    files |= {f"byhand/{path.as_posix()}": content for path, content in package_files(course.byhand).items()}
    buffer = io.BytesIO()
    write_zip(buffer, chapter.name, sorted(files.items()))
    return buffer.getvalue()


def needed_pins(course: Course) -> list[str]:
    """`numpy==2.4.6` and so on, for what a student's notebook needs, as requirements.txt pins them."""
    lines = (course.root / "requirements.txt").read_text(encoding="utf-8").split()
    pins = {line.partition("==")[0].lower(): line for line in lines if "==" in line}
    missing = [name for name in NEEDED if name not in pins]
    if missing:
        raise UserError(f"requirements.txt does not pin {', '.join(missing)}, which students' notebooks need.")
    return [pins[name] for name in NEEDED]
