"""`generate`: makes the students' notebooks and nbgrader's source and release folders."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from autograde.course import Course, find_course
from autograde.lite import colab
from autograde.progress import progress
from autograde.source import Chapter, dumps, load_all
from autograde.student_notebook import student_notebook

CACHES = ("__pycache__", ".ipynb_checkpoints")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Writes only the files that changed. Run it after each edit of solutions/*.md."


def run(args: argparse.Namespace) -> int:
    course = find_course()
    changed = generate(course)
    for path in changed:
        if path.parent in (course.chapters, course.root / "colab"):
            print(f"  {path.relative_to(course.root)}")
    print(f"{len(changed)} files brought up to date" if changed else "Everything is up to date.")
    return 0


def student_text(course: Course, chapter: Chapter) -> str:
    """A student's notebook, as it stands in chapters/."""
    return dumps(student_notebook(course, chapter.notebook))


def generate(course: Course) -> list[Path]:
    """Bring chapters/*.ipynb, colab/, autograde/source and autograde/release up to date with solutions/*.md.

    Returns
    -------
    list of Path
        The files that were written or removed.

    Raises
    ------
    UserError
        If a source holds a mistake; nothing is written then.
    """
    chapters = progress(load_all(course), "notebooks", "chapter")
    texts = {chapter.name: (dumps(chapter.notebook), student_text(course, chapter)) for chapter in chapters}
    package = package_files(course.byhand)
    changed = []
    for name, (solved, student) in texts.items():
        changed += _write(course.chapters / f"{name}.ipynb", student.encode())
        for folder, notebook in ((course.source / name, solved), (course.release / name, student)):
            wanted = {folder / f"{name}.ipynb": notebook.encode()}
            wanted |= {folder / "byhand" / path: content for path, content in package.items()}
            for path, content in wanted.items():
                changed += _write(path, content)
            changed += _remove_others(folder, set(wanted))
    copies = colab.notebooks(course, {name: student for name, (_, student) in texts.items()})
    for path, text in copies.items():
        changed += _write(path, text.encode())
    known = {course.chapters / f"{name}.ipynb" for name in texts} | set(copies)
    for notebook in [*course.chapters.glob("[0-9][0-9]_*.ipynb"), *course.root.glob("colab/[0-9][0-9]_*.ipynb")]:
        if notebook not in known:
            notebook.unlink()
            changed.append(notebook)
    for folder in [*course.source.glob("[0-9][0-9]_*"), *course.release.glob("[0-9][0-9]_*")]:
        if folder.name not in texts:
            shutil.rmtree(folder)
            changed.append(folder)
    return changed


def package_files(folder: Path) -> dict[Path, bytes]:
    """The files of a Python package, by path inside it, without what running it left behind."""
    return {
        path.relative_to(folder): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not set(CACHES) & set(path.relative_to(folder).parts)
    }


def _write(path: Path, content: bytes) -> list[Path]:
    if path.is_file() and path.read_bytes() == content:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return [path]


def _remove_others(folder: Path, wanted: set[Path]) -> list[Path]:
    """Remove files under `folder` that nothing asks for: nbgrader would hand them to students."""
    removed = [path for path in folder.rglob("*") if path.is_file() and path not in wanted]
    for path in removed:
        path.unlink()
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return removed
