"""Common misspellings in what people read: chapters, pages, and the files at the top."""

import subprocess
import sys

from autograde.course import find_course

COURSE = find_course()
# "nd" and "hist" are names in code.
CODESPELL = [sys.executable, "-m", "codespell_lib", "--ignore-words-list", "nd,hist"]
READ = [
    *sorted(COURSE.solutions.glob("*.md")), *sorted(COURSE.chapters.glob("*.md")), *sorted(COURSE.root.glob("*.md")),
]


def test_no_common_misspelling():
    assert len(READ) > 12
    done = subprocess.run([*CODESPELL, *map(str, READ)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_misspelling_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("A neuron recieves its inputs.\n")
    done = subprocess.run([*CODESPELL, str(page)], capture_output=True, text=True, check=False)
    assert "recieves" in done.stdout
