"""Makes a student's notebook from the solved one, by nbgrader's own preprocessors called as a library."""

from __future__ import annotations

import copy
from functools import cache

from nbformat import NotebookNode
from traitlets.config import Config, PyFileConfigLoader

from autograde.course import Course


@cache
def _settings(course: Course) -> Config:
    """nbgrader's settings as its commands read them; none where the course has no settings file."""
    name = "nbgrader_config.py"
    if not (course.nbgrader / name).exists():
        return Config()
    return PyFileConfigLoader(name, path=str(course.nbgrader)).load_config()


def student_notebook(course: Course, solved: NotebookNode) -> NotebookNode:
    """The notebook that students get: solutions, hidden tests and mark schemes cut out, cells locked.

    The steps and their order are those of `nbgrader generate_assignment`, without the one that writes to
    the gradebook; the bytes are the same.
    """
    # Imported here because nbgrader takes a second to import and most verbs end before this.
    from nbgrader.converters import GenerateAssignment
    from nbgrader.preprocessors import SaveCells

    notebook, resources = copy.deepcopy(solved), {"nbgrader": {}}
    for step in GenerateAssignment.preprocessors.default():
        if step is not SaveCells:
            notebook, resources = step(config=_settings(course))(notebook, resources)
    return notebook
