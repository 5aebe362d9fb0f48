"""The built book, and a tiny one with an address and a history."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from autograde.course import Course, find_course
from tests.authoring.test_book import build, make_book

ADDRESS = "https://example.org/deep/book/"
WHO = ("-c", "user.name=An author", "-c", "user.email=author@example.org", "-c", "commit.gpgsign=false")


def git(folder: Path, *words: str, day: str = "2026-03-05") -> str:
    """A git command, as if it were given on some day."""
    when = {"GIT_AUTHOR_DATE": f"{day}T12:00:00Z", "GIT_COMMITTER_DATE": f"{day}T12:00:00Z"}
    done = subprocess.run(
        ["git", *WHO, *words], cwd=folder, check=True, capture_output=True, text=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", **when},
    )  # fmt: skip
    return done.stdout.strip()


def make_published(folder: Path) -> Course:
    """A tiny book with an address, committed and built."""
    course = make_book(folder)
    settings = course.root / "_config.yml"
    text = settings.read_text()
    assert text.count('  baseurl: ""\n') == 1
    settings.write_text(text.replace('  baseurl: ""\n', f"  baseurl: {ADDRESS.rstrip('/')}\n"))
    (course.root / ".gitignore").write_text("_build/\n__pycache__/\n")
    git(course.root, "init", "--quiet")
    git(course.root, "add", ".")
    git(course.root, "commit", "--quiet", "--message", "A tiny book")
    done = build(course)
    assert done.returncode == 0, done.stderr
    return course


@pytest.fixture(scope="session")
def site() -> Path:
    """The folder of the built book; a test of a book that is not there fails."""
    folder = find_course().build / "html"
    if not (folder / "index.html").is_file():
        pytest.fail("The book is not built: `make book` builds it.")
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return make_published(tmp_path_factory.mktemp("published") / "course")
