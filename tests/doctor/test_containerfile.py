"""The Containerfile fits the checkout: it copies what exists, installs what is pinned, and is started as doctor says.

It is not built here: a container runtime is not part of the set-up.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from autograde import container
from autograde.bootstrap import NEWEST, OLDEST
from autograde.course import find_course

ROOT = find_course().root
LINES = (ROOT / "Containerfile").read_text().splitlines()
STEPS = [line for line in LINES if line and not line.startswith("#")]


def copied(steps):
    """What is copied from the checkout."""
    words = [shlex.split(step)[1:-1] for step in steps if step.startswith("COPY")]
    return [word for line in words for word in line if not word.startswith("--")]


def lacking(steps):
    return [path for path in copied(steps) if not (ROOT / path).exists()]


def second_list(steps):
    """Packages for Python that are named here, and not in requirements.txt."""
    installs = [part for step in steps for part in re.split("&&", step) if "pip install" in part]
    assert installs
    words = [word for part in installs for word in shlex.split(part.replace("RUN", ""))]
    expected = {"pip", "install", "--no-cache-dir", "--no-deps", "-r", "/tmp/requirements.txt"}
    return [word for word in words if word not in expected]


def test_it_copies_what_exists_and_what_the_grader_needs():
    assert lacking(STEPS) == []
    assert {"requirements.txt", "nbgrader_config.py", "autograde", "chapters", "solutions"} == set(copied(STEPS))


def test_it_installs_the_pins_and_nothing_else():
    assert second_list(STEPS) == []
    version = re.search(r"FROM python:(\d+)\.(\d+)-slim$", "\n".join(STEPS), re.MULTILINE)
    assert OLDEST <= (int(version[1]), int(version[2])) <= NEWEST


def test_both_checks_can_fail():
    assert lacking(["COPY nowhere ./"]) == ["nowhere"]
    assert second_list(["RUN pip install -r /tmp/requirements.txt && pip install numpy==1"]) == ["numpy==1"]


def test_it_runs_as_an_ordinary_user():
    assert [step for step in STEPS if step.startswith("USER")] == ["USER grader"]
    assert STEPS.index("USER grader") < STEPS.index('ENTRYPOINT ["python", "-m", "autograde"]')


def test_it_is_started_as_doctor_says():
    said = [line.lstrip("# ") for line in LINES if line.startswith("#   ")]
    assert said == [*container.COMMANDS, *container.PODMAN_COMMANDS]
    assert all(flag in container.COMMANDS[1] for flag in container.FLAGS)


def test_each_program_builds_the_image_that_it_runs():
    """podman does not see what docker has built."""
    for program, (build, run) in (("docker", container.COMMANDS), ("podman", container.PODMAN_COMMANDS)):
        assert shlex.split(build)[:4] == [program, "build", "-t", "byhand-grader"]
        assert shlex.split(run)[:2] == [program, "run"]
        assert shlex.split(run)[-2:] == ["byhand-grader", "grade"]


# ------------------------------------------------------------------------------------ The image of a cluster's workers

def for_a_cluster():
    """The steps of the container file in OPERATING.md."""
    page = (ROOT / "autograde" / "OPERATING.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"^```\n(FROM .*?)^```", page, re.MULTILINE | re.DOTALL)
    return block.replace("\\\n", "").splitlines()


def test_the_image_for_a_cluster_is_made_from_ours_and_ends_as_an_ordinary_user():
    steps = for_a_cluster()
    assert steps[0] == f"FROM {shlex.split(container.COMMANDS[0])[3]}"
    assert [step for step in steps if step.startswith("USER")] == ["USER root", "USER grader"]
    assert "ENTRYPOINT []" in steps
    (install,) = [step for step in steps if "pip install" in step]
    assert steps.index("USER root") < steps.index(install) < steps.index("USER grader")
    (path,) = re.findall(r"-r (\S+)", install)
    assert (ROOT / path).is_file()
    workdir = next(step.split()[1] for step in STEPS if step.startswith("WORKDIR"))
    assert f"ENV PYTHONPATH={workdir}:{workdir}/chapters" in steps


def test_the_image_for_a_cluster_has_the_commands_that_dask_kubernetes_starts(tmp_path):
    pytest.importorskip("distributed", reason="autograde/requirements-cluster.txt is not installed")
    (run,) = [step for step in for_a_cluster() if step.startswith("RUN")]
    loop = run.partition("&&")[2].replace("/usr/local/bin", str(tmp_path))
    subprocess.run(["sh", "-ec", loop], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dask-scheduler", "dask-worker"]
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    for name, option in (("dask-scheduler", "--host"), ("dask-worker", "--name")):
        done = subprocess.run([tmp_path / name, "--help"], capture_output=True, text=True, env=env)
        assert done.returncode == 0, done.stderr
        assert option in done.stdout


# Made where a command is run, which is the repository's top folder.
AT_THE_TOP = {".venv", "_build", ".pytest_cache", ".ruff_cache", ".hypothesis"}


@pytest.mark.parametrize(
    "path", [line for line in (ROOT / ".gitignore").read_text().splitlines() if line and not line.startswith("#")]
)
def test_nothing_that_a_run_leaves_behind_is_copied(path):
    """Above all no student's work: what git leaves out, the image leaves out."""
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    assert rules[0] == "*"
    brought_back = {rule[1:] for rule in rules if rule.startswith("!")}
    name = path.rstrip("/")
    left_out = name.split("/")[0] not in brought_back or any(rule in (name, f"**/{name}") for rule in rules)
    if "/" not in name and name not in AT_THE_TOP:  # a name that may be anywhere
        left_out = f"**/{name}" in rules
    assert left_out
