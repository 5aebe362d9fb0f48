"""In CI, what is committed is what regenerating gives: `make test` has generated everything anew before this runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
import yaml

from autograde.course import find_course

GENERATED = ("chapters/*.ipynb", "colab")  # what git holds of it


def git(root: Path, *words: str) -> str:
    # A checkout in a container often belongs to somebody else, which git does not trust unless told.
    command = ["git", "-c", "safe.directory=*", "-c", "user.name=a", "-c", "user.email=a@example.org", *words]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout


def unlike_committed(root: Path) -> list[str]:
    """Generated files that differ from what is committed, are not committed, or are gone."""
    return git(root, "status", "--porcelain", "--untracked-files=all", "--", *GENERATED).splitlines()


def ci_scripts(root: Path) -> dict[str, list[str]]:
    """What each of the two hosts runs, line by line."""
    jobs = yaml.safe_load((root / ".github" / "workflows" / "pages.yml").read_text())["jobs"]
    return {
        "github": [step["run"] for step in jobs["build"]["steps"] if "run" in step],
        "gitlab": yaml.safe_load((root / ".gitlab-ci.yml").read_text())["pages"]["script"],
    }


@pytest.mark.skipif(os.environ.get("CI") != "true", reason="only CI starts from what is committed")
def test_what_is_committed_is_what_regenerating_gives():
    root = find_course().root
    if not (root / ".git").exists():
        pytest.skip("this is no checkout, so nothing is committed")
    assert unlike_committed(root) == [], "run `make notebooks` and commit what it changes"


def test_a_notebook_that_was_not_committed_anew_is_found(tmp_path):
    git(tmp_path, "init", "--quiet")
    (tmp_path / "chapters").mkdir()
    for name in ("01_neurons.ipynb", "02_activations.ipynb"):
        (tmp_path / "chapters" / name).write_text("{}\n")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    assert unlike_committed(tmp_path) == []
    (tmp_path / "chapters" / "01_neurons.ipynb").write_text("{ }\n")
    (tmp_path / "chapters" / "03_losses.ipynb").write_text("{}\n")
    (tmp_path / "chapters" / "notes.txt").write_text("mine\n")
    assert unlike_committed(tmp_path) == [" M chapters/01_neurons.ipynb", "?? chapters/03_losses.ipynb"]


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_both_hosts_publish_nothing_where_what_is_committed_is_not_what_generating_gives(tmp_path, host):
    script = ci_scripts(find_course().root)[host]
    (compare,) = [line for line in script if "git diff" in line]
    assert script.index("make book") + 1 == script.index(compare)

    def differs() -> bool:
        return subprocess.run(["sh", "-c", compare], cwd=tmp_path, capture_output=True).returncode != 0

    git(tmp_path, "init", "--quiet")
    (tmp_path / "chapters").mkdir()
    notebook, settings = tmp_path / "chapters" / "01_neurons.ipynb", tmp_path / "_config.yml"
    for path in (notebook, settings):
        path.write_text("{}\n")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "All")
    settings.write_text("filled in\n")  # as `make address` does
    assert not differs()
    notebook.write_text("{ }\n")
    assert differs()
    notebook.write_text("{}\n")
    assert not differs()
    (tmp_path / "colab").mkdir()
    (tmp_path / "colab" / "01_neurons.ipynb").write_text("{}\n")
    assert differs()


def test_what_is_generated_does_not_depend_on_the_sites_address():
    """Else the comparison would have to come before `make address`."""
    root = find_course().root
    readers = ("generate.py", "student_notebook.py", "source.py", "lite/colab.py", "lite/address.py")
    assert [name for name in readers if "baseurl" in (root / "autograde" / name).read_text()] == []
