"""A student's zip holds what is needed to start, and has the same bytes each time."""

from __future__ import annotations

import ast
import io
import os
import re
import subprocess
import sys
import zipfile

import nbformat
import pytest

from autograde.course import UserError, find_course
from autograde.generate import student_text
from autograde.release import needed_pins, packed, release
from autograde.source import load


def test_a_zip_holds_the_notebook_the_package_and_how_to_start(course):
    (path,) = release(course)
    archive = zipfile.ZipFile(path)
    assert archive.namelist() == [
        "01_doubling/01_doubling.ipynb", "01_doubling/README.txt", "01_doubling/byhand/__init__.py",
    ]  # fmt: skip
    readme = archive.read("01_doubling/README.txt").decode()
    assert "Neural Networks by Hand: Doubling" in readme
    assert "pip install numpy==2.4.6" in readme
    assert "jupyter lab 01_doubling.ipynb" in readme
    assert "(5 points)" in readme


def test_the_same_source_gives_the_same_bytes(course):
    (path,) = release(course)
    first = path.read_bytes()
    path.unlink()
    os.utime(course.byhand / "__init__.py", (0, 0))
    (course.byhand / "__pycache__").mkdir()
    (course.byhand / "__pycache__" / "x.pyc").write_bytes(b"left by Python")
    assert release(course)[0].read_bytes() == first


def test_the_zip_of_a_chapter_that_is_gone_is_removed(course):
    (path,) = release(course)
    old = path.with_name("09_gone.zip")
    old.write_bytes(b"")
    release(course)
    assert not old.exists()


def test_what_somebody_unpacked_beside_the_zips_stays(course):
    (path,) = release(course)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(path.parent)
    work = [path.with_name("01_doubling.ipynb"), path.parent / "01_doubling" / "README.txt", path.with_name("all.zip")]
    work[0].write_text("what was worked on")
    work[2].write_bytes(b"for the class")
    release(course)
    assert all(one.is_file() for one in work)


def test_a_missing_pin_is_told(course):
    (course.root / "requirements.txt").write_text("numpy==2.4.6\n")
    with pytest.raises(UserError, match="does not pin matplotlib"):
        release(course)


def test_the_zip_pins_every_package_that_the_real_notebooks_import():
    course, imported = find_course(), set()
    notebooks = [nbformat.reads(student_text(course, load(course, name)), 4) for name in course.chapter_names]
    sources = [cell.source for notebook in notebooks for cell in notebook.cells if cell.cell_type == "code"]
    sources += [path.read_text() for path in course.byhand.rglob("*.py")]
    for node in (node for source in sources for node in ast.walk(ast.parse(source))):
        if isinstance(node, ast.Import):
            imported |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.add(node.module.partition(".")[0])
    others = imported - set(sys.stdlib_module_names) - {"byhand"}
    pinned = {pin.partition("==")[0] for pin in needed_pins(course)}
    # These come with ipywidgets.
    assert others - pinned - {"IPython", "traitlets"} == set()


@pytest.mark.slow
def test_what_the_readme_says_makes_an_environment_of_its_own(course, tmp_path):
    """Debian's Python refuses to install outside of one. Nothing is fetched here: pip only says where it is."""
    (path,) = release(course)
    readme = zipfile.ZipFile(path).read("01_doubling/README.txt").decode()
    make, activate, install, start = re.search(r"^Start .*\n((?:  \S.*\n){4})\n", readme, re.MULTILINE)[1].splitlines()
    assert "python -m pip install numpy==2.4.6" in install
    assert start.strip() == "jupyter lab 01_doubling.ipynb"
    assert "    py -m venv byhand-env\n    byhand-env\\Scripts\\activate\n" in readme
    script = f"{make.replace('python3', sys.executable, 1)} && {activate} && python -c 'import sys; print(sys.prefix)'"
    script += " && python -m pip --version"
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    prefix, pip = done.stdout.splitlines()
    assert prefix == str(tmp_path / "byhand-env")
    assert prefix in pip


@pytest.mark.slow
def test_an_unpacked_zip_imports_its_package(tmp_path):
    course = find_course()
    name = course.chapter_names[0]
    with zipfile.ZipFile(io.BytesIO(packed(course, load(course, name), []))) as archive:
        archive.extractall(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", "from byhand import checks, explore"],
        cwd=tmp_path / name, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
