"""The files for GitHub and GitLab Pages are what those sites' published schemas ask for, and call what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from autograde.course import find_course

ROOT = find_course().root
GITHUB = (ROOT / ".github" / "workflows" / "pages.yml", "vendor.github-workflows")
GITLAB = (ROOT / ".gitlab-ci.yml", "vendor.gitlab-ci")


def complaints(path: Path, schema: str) -> str:
    """What the schema that comes with check-jsonschema finds wrong; empty if nothing."""
    words = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, "--output-format", "text"]
    if schema == "vendor.gitlab-ci":
        words += ["--data-transform", "gitlab-ci"]
    done = subprocess.run([*words, str(path)], capture_output=True, text=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout if done.returncode else ""


@pytest.mark.parametrize(("path", "schema"), [GITHUB, GITLAB])
def test_the_file_follows_its_schema(path, schema):
    assert complaints(path, schema) == ""


@pytest.mark.parametrize(
    ("case", "before", "after", "found"),
    [
        (GITHUB, "runs-on: ubuntu-latest", "run-on: ubuntu-latest", "run-on"),
        (GITHUB, "cancel-in-progress: false", "cancel-in-progress: 3", "concurrency"),
        (GITLAB, "  script:\n", "  scripts:\n", "scripts"),
        (GITLAB, "    paths:\n      - public\n", "    paths: 7\n", "artifacts"),
    ],
)
def test_a_mistake_in_the_file_is_found(tmp_path, case, before, after, found):
    path, schema = case
    text = path.read_text()
    assert before in text
    (tmp_path / path.name).write_text(text.replace(before, after))
    assert found in complaints(tmp_path / path.name, schema)


def steps() -> list[dict]:
    jobs = yaml.safe_load(GITHUB[0].read_text())["jobs"]
    return [step for job in jobs.values() for step in job["steps"]]


def test_actions_are_the_official_ones_at_a_major_version():
    used = [step["uses"] for step in steps() if "uses" in step]
    assert len(used) == 5
    assert [name for name in used if not re.fullmatch(r"actions/[a-z-]+@v\d+", name)] == []


def test_both_make_what_the_makefile_can_make():
    targets = set(re.findall(r"^([a-z.-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = [step["run"] for step in steps() if "run" in step]
    commands += yaml.safe_load(GITLAB[0].read_text())["pages"]["script"]
    made = re.findall(r"\bmake ([a-z.-]+)", "\n".join(commands))
    assert made == ["address", "book", "address", "book"]
    assert set(made) <= targets


def test_both_fetch_the_history_from_which_dates_come():
    assert steps()[0]["with"]["fetch-depth"] == 0
    assert yaml.safe_load(GITLAB[0].read_text())["pages"]["variables"]["GIT_DEPTH"] == "0"


def test_the_address_is_filled_in_at_its_one_place(tmp_path):
    for name in ("Makefile", "_config.yml"):
        (tmp_path / name).write_text((ROOT / name).read_text())
    for address in ("https://example.org/book/", "https://example.com/a&b|c/"):
        subprocess.run(["make", "--silent", "address", f"ADDRESS={address}"], cwd=tmp_path, check=True)
        assert yaml.safe_load((tmp_path / "_config.yml").read_text())["html"]["baseurl"] == address
    done = subprocess.run(["make", "--silent", "address"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "make address ADDRESS=https://" in done.stderr
