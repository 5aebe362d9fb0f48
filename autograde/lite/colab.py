"""Copies of the chapters' notebooks for Google Colab, which first install what they import.

Colab opens a notebook from a repository alone, without the folder that it lies in. So the copies stand in colab/,
are committed like those in chapters/, and are there only if _config.yml names a repository on GitHub.
"""

from __future__ import annotations

import json
from pathlib import Path

from autograde.course import Course
from autograde.lite.address import repository

INSTALL = """\
# For Google Colab: installs the package that this notebook imports. Run it first, each time you open the notebook.
%pip install --quiet "{package}\""""


def notebooks(course: Course, texts: dict[str, str]) -> dict[Path, str]:
    """The files of colab/, by path.

    Parameters
    ----------
    texts : dict of str to str
        Each chapter's notebook for students, by the chapter's name.
    """
    there = repository(course)
    if there is None or not there.on_github:
        return {}
    return {course.root / "colab" / f"{name}.ipynb": with_install(text, there.install) for name, text in texts.items()}


def with_install(text: str, package: str) -> str:
    """A notebook with a cell on top that installs a package; the other cells are as they were."""
    content = json.loads(text)
    cell = {
        "cell_type": "code", "execution_count": None, "id": "install-on-colab", "metadata": {}, "outputs": [],
        "source": INSTALL.format(package=package).splitlines(keepends=True),
    }  # fmt: skip
    content["cells"].insert(0, cell)
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"
