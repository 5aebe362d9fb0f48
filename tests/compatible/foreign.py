"""A small course as others write them: tests that reach into the student's namespace, partial credit, data files."""

from __future__ import annotations

import datetime
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateAssignment, NbGraderException
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

import autograde.compatible

ASSIGNMENT = "ps1"
NOTEBOOK = "p1"
_made = tempfile.TemporaryDirectory(prefix="gradebook-")
_empty = Path(_made.name, "gradebook.db")
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def answer(grade_id: str, solution: str) -> Any:
    """A cell for the student's code."""
    source = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    return new_code_cell(source, metadata=_nbgrader(grade_id, solution=True))


def graded(grade_id: str, source: str, points: float = 1, hidden: str = "") -> Any:
    """A cell with tests."""
    hidden = f"\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS" if hidden else ""
    return new_code_cell(source + hidden, metadata=_nbgrader(grade_id, grade=True, locked=True, points=points))


def manual(grade_id: str, points: float = 2) -> Any:
    """A cell for text that a person grades."""
    return new_markdown_cell("your words", metadata=_nbgrader(grade_id, grade=True, solution=True, points=points))


def _nbgrader(grade_id: str, **more: Any) -> dict[str, Any]:
    meta = {"grade": False, "solution": False, "locked": False, "task": False, "grade_id": grade_id}
    return {"nbgrader": {**meta, "schema_version": 3, **more}}


SOURCE = [
    new_code_cell("%matplotlib inline\nimport os, sys, asyncio\nimport numpy as np\nimport matplotlib.pyplot as plt"),
    new_markdown_cell("Write `double`."),
    answer("double", "def double(x):\n    return 2 * x"),
    graded("double_1", "assert double(2) == 4", hidden="assert double('a') == 'aa'"),
    graded("double_2", "kept = double\ndel double\ntry:\n    double\n    raise AssertionError('still there')\n"
                     "except NameError:\n    pass\nassert 'double' not in globals()\ndouble = kept"),
    graded("partial", "right = sum(double(n) == 2 * n for n in (1, 5))\nright / 2 * 3", points=3),
    answer("names", "total = 10\nprint('the total is', total)"),
    graded("names_1", "assert globals()['total'] == 10 and get_ipython().user_ns['total'] == 10"),
    graded("names_2", "assert any('total' in text for text in In) and isinstance(Out, dict)"),
    answer("magic", "%%capture shown\nprint('seen')\nplt.plot([1, 2])"),
    graded("magic_1", "assert shown.stdout == 'seen\\n'"),
    new_code_cell("answer = await asyncio.sleep(0, 42)\nanswer"),
    new_code_cell("%%time\ntimed = 1\ntimed"),
    graded("awaited", "assert answer == 42"),
    new_code_cell("listing = !ls data.csv\n!echo from a shell\nprint(open('data.csv').read(), file=sys.stderr)"),
    new_code_cell("listing"),
    graded("files", "import helper\nassert helper.NUMBER == 3 and listing == ['data.csv']"),
    new_code_cell("class Table:\n    def _repr_html_(self):\n        return '<table></table>'\n\nTable()"),
    manual("why"),
]  # fmt: skip


class Course:
    """A course folder with its source.

    Parameters
    ----------
    root : Path
    """

    def __init__(self, root: Path, source: list | None = None, kernel: dict | None = KERNEL) -> None:
        self.root = root
        write(root / "source" / ASSIGNMENT / f"{NOTEBOOK}.ipynb", source or SOURCE, kernel)
        (root / "source" / ASSIGNMENT / "data.csv").write_text("1,2")
        (root / "source" / ASSIGNMENT / "helper.py").write_text("NUMBER = 3")
        database = root / "gradebook.db"
        if _empty.is_file():
            shutil.copy(_empty, database)
        else:  # nbgrader takes seconds to make one
            self.gradebook().close()
            shutil.copy(database, _empty)
        self._convert(GenerateAssignment)
        with self.gradebook() as gradebook:
            gradebook.update_or_create_assignment(ASSIGNMENT, duedate=datetime.datetime(2030, 1, 1))

    def config(self, *, stock: bool = False, **execute: Any) -> Config:
        """The course's configuration, with our line unless `stock`."""
        config = Config()
        config.CourseDirectory.root = str(self.root)
        config.CourseDirectory.db_url = f"sqlite:///{self.root}/gradebook.db"
        config.CourseDirectory.assignment_id = ASSIGNMENT
        config.Execute.update(execute)
        if not stock:
            autograde.compatible.use(config)
        return config

    def submit(self, student: str, answers: dict[str, str] | None = None, change: Any = None, **files: str) -> Path:
        """Hand in the released notebook with these answers; `change` may then change its JSON."""
        folder = self.root / "submitted" / student / ASSIGNMENT
        folder.mkdir(parents=True)
        path = self.root / "release" / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        notebook = json.loads(path.read_text())
        for cell in notebook["cells"]:
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if grade_id in (answers or {}):
                cell["source"] = answers[grade_id]
        if change is not None:
            change(notebook)
        (folder / f"{NOTEBOOK}.ipynb").write_text(json.dumps(notebook))
        for name, text in files.items():
            (folder / name.replace("__", ".")).write_text(text)
        return folder

    def autograde(self, *, config: Config | None = None, **execute: Any) -> bool:
        """Grade all submissions; whether nbgrader reported no error."""
        try:
            self._convert(Autograde, config or self.config(**execute))
        except NbGraderException:
            return False
        return True

    def _convert(self, converter: type, config: Config | None = None) -> None:
        config = config or self.config(stock=True)
        converter(coursedir=CourseDirectory(config=config), config=config).start()

    def gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.root}/gradebook.db")

    def grades(self) -> dict[str, dict[str, Any]]:
        """{student: {cell: (automatic score, needs a person)}, and what else the gradebook holds}."""
        found = {}
        with self.gradebook() as gradebook:
            for submission in gradebook.assignment_submissions(ASSIGNMENT):
                notebook = submission.notebooks[0]
                row: dict[str, Any] = {g.name: (g.auto_score, g.needs_manual_grade) for g in notebook.grades}
                row["comments"] = {c.name: c.auto_comment for c in notebook.comments}
                row["penalty"] = notebook.late_submission_penalty
                row["total"] = (submission.score, submission.max_score, submission.needs_manual_grade)
                found[submission.student_id] = row
        return found

    def autograded(self, student: str) -> Any:
        """The autograded notebook, or None."""
        path = self.root / "autograded" / student / ASSIGNMENT / f"{NOTEBOOK}.ipynb"
        return nbformat.read(path, 4) if path.exists() else None


def write(path: Path, cells: list, kernel: dict | None) -> None:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    metadata = {"kernelspec": kernel} if kernel else {}
    nbformat.write(new_notebook(cells=cells, metadata=metadata), path)


GOOD = {
    "double": "def double(x):\n    return 2 * x",
    "names": "total = 10\nprint('the total is', total)",
    "magic": "%%capture shown\nprint('seen')\nplt.plot([1, 2])",
    "why": "because",
}
