"""The built book."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograde.course import find_course


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built book; a test of a book that is not there fails."""
    folder = find_course().build / "html"
    if not (folder / "index.html").is_file():
        pytest.fail("The book is not built: `make book` builds it.")
    return folder
