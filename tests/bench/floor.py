"""The floor: the cells of a class in one warm process, with no isolation, no judge and no gradebook.

`python -m tests.bench.floor all|ours` in a classroom: of each hand-in run all code cells, as stock nbgrader does, or
those that the split grader runs, which leaves out given cells from which nothing is used. Prints one line of JSON:
processor and wall seconds of the cells alone. Importing, preparing the shell, reading and aligning are not counted.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import time
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
from nbformat import NotebookNode

from autograde.align import align
from autograde.assignment import Assignment, load_assignment
from autograde.course import find_course
from autograde.parcel import pack_folder
from autograde.read import read_submission
from autograde.split import warm
from autograde.split.plan import imported_modules, make_plan
from autograde.split.run import _defined_by_reference


def cells_of(notebook: NotebookNode, assignment: Assignment, which: str) -> list[str]:
    """The sources to run, in order."""
    if which == "all":
        return [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    steps = make_plan(notebook, _defined_by_reference(assignment), assignment.exercise_of, assignment.points)
    return [step.source for step in steps if step.role == "test" or step.judge or step.worker]


def main(which: str) -> None:
    course = find_course(Path.cwd())
    notebooks, modules = [], []
    chapters = sorted({path.name for path in course.submitted.glob("*/*")})
    for chapter in chapters:
        assignment = load_assignment(course, chapter)
        for folder in sorted(course.submitted.glob(f"*/{chapter}")):
            aligned = align(read_submission(pack_folder(folder), assignment).cells, assignment).notebook
            notebooks.append(cells_of(aligned, assignment, which))
            modules += imported_modules(aligned.cells)
    os.environ.pop("IPYTHONDIR", None)
    shell = warm.for_workers()
    warm.for_judges(list(dict.fromkeys(modules)), [])
    warm.course_packages(["byhand"])
    # IPython keeps a coloured traceback of each failed cell, which costs more than most cells and which nobody reads.
    shell._format_exception_for_storage = lambda *args, **kwargs: {}
    fresh = dict(shell.user_ns)
    wall = cpu = 0.0
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for cells in notebooks:
            started, used = time.perf_counter(), time.process_time()
            for number, source in enumerate(cells):
                shell.run(str(number), source)
            wall += time.perf_counter() - started
            cpu += time.process_time() - used
            plt.close("all")
            shell.user_ns.clear()
            shell.user_ns.update(fresh)
            warnings.resetwarnings()
    print(json.dumps({"submissions": len(notebooks), "cpu": cpu, "wall": wall}))


if __name__ == "__main__":
    main(sys.argv[1])
