"""What `make` makes again, and when."""

from __future__ import annotations

import os
import shutil
import subprocess

from autograde.course import find_course


def test_notebooks_are_made_again_when_the_repository_for_colab_changes(tmp_path):
    made = {".venv/bin/installed": 2, "_build/stamps/notebooks": 3}
    times = {"Makefile": 1, "requirements.txt": 1, "autograde/bootstrap.py": 1, "_config.yml": 1} | made
    for name, time in times.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name == "Makefile":
            shutil.copy(find_course().root / name, path)
        else:
            path.write_text("")
        os.utime(path, (time, time))

    def to_do() -> str:
        command = ["make", "--dry-run", "_build/stamps/notebooks"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout

    assert "generate" not in to_do()
    os.utime(tmp_path / "_config.yml", (4, 4))
    assert "-m autograde generate" in to_do()
