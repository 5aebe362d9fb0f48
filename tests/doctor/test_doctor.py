"""`doctor` says what holds on a machine, and `grade` refuses where something does not."""

import json
import platform
import subprocess
import sys
from dataclasses import replace

import pytest

from autograde import container, doctor
from autograde.__main__ import main
from autograde.course import UserError, find_course

pytest.importorskip("resource", reason="the walls are Linux's")

from autograde.split import walls
from autograde.split.sandbox import Walls

ALL = walls.Findings("Linux", False, "", "", "", "", "")
NONE = walls.Findings("Linux", False, *["not here"] * 5)


@pytest.fixture
def on(monkeypatch):
    """Makes the machine one with these findings."""
    monkeypatch.setattr(platform, "system", lambda: "Linux")
    monkeypatch.setattr("autograde.split.cgroups.take_over", lambda: "not in a test")
    return lambda found: monkeypatch.setattr(walls, "probe", lambda: found)


def test_everything_the_issue_of_safety_asks_for_is_a_protection():
    names = [one.name for one in doctor.PROTECTIONS]
    assert names == ["files", "others", "network", "end", "memory", "cpu", "processes", "disk", "output", "calls"]


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ((), set()),
        (("landlock", "signals"), set()),
        (("cgroup",), set()),
        (("landlock", "signals", "cgroup"), set()),
        (("namespaces",), {"disk"}),
        (("namespaces", "signals"), {"disk", "others"}),
        (("namespaces", "landlock", "signals"), {"disk", "others", "files"}),
        (("seccomp",), {"calls"}),
        (("seccomp", "cgroup"), {"calls", "memory", "disk"}),
        (("namespaces", "seccomp"), {"network", "disk", "calls"}),
    ],
)
def test_a_protection_holds_if_one_way_of_providing_it_is_complete(without, missing):
    found = replace(ALL, **dict.fromkeys(without, "not here"))
    here = doctor.standing(found)
    assert {one.name for one in doctor.PROTECTIONS if not doctor.provided_by(one, here)} == missing
    assert len(doctor.missing_protections(found)) == len(missing)


@pytest.mark.parametrize("found", [ALL, replace(ALL, cgroup="no", landlock="no", signals="no")])
def test_a_second_layer_that_is_absent_is_reported_and_nothing_is_refused(on, capsys, found):
    on(found)
    assert main(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "MISSING" not in said
    assert ("Second layers" in said) == (found is not ALL)
    assert doctor.require_walls() == (found.walls(), [])


@pytest.mark.parametrize("wall", ["namespaces", "seccomp"])
def test_a_missing_wall_is_named_with_what_to_do_and_refused_unless_accepted(on, capsys, wall):
    found = replace(ALL, cgroup="no", **{wall: "not permitted"})
    on(found)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "MISSING" in said
    for fix in {"namespaces": ["sysctl", *container.FLAGS], "seccomp": ["apt-get install libseccomp2"]}[wall]:
        assert fix in " ".join(said.split())
    with pytest.raises(UserError) as refused:
        doctor.require_walls()
    assert doctor.WALLS[wall] in str(refused.value)
    assert "--without-walls" in str(refused.value)
    got, unprotected = doctor.require_walls(without_walls=True)
    assert unprotected == doctor.missing_protections(found) != []
    assert got == Walls(**{"namespaces": True, "landlock": True, "seccomp": True, wall: False})


def test_a_machine_with_no_walls_is_told_all_that_it_needs(on, capsys):
    on(NONE)
    assert main(["doctor", "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert data["ready"] is False
    assert data["protections"]["output"] == ["judge"]
    assert not data["protections"]["files"]
    assert set(data["advice"]) == {"namespaces", "seccomp", "landlock", "signals", "cgroup"}


@pytest.mark.parametrize(("system", "name"), [("Darwin", "macOS"), ("Windows", "Windows")])
def test_other_systems_are_told_to_use_a_container(monkeypatch, capsys, system, name):
    monkeypatch.setattr(platform, "system", lambda: system)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"{name} has none of the walls")
    assert ("WSL 2" in said) == (system == "Windows")
    for command in (*container.COMMANDS, *container.PODMAN_COMMANDS):
        assert command in said
    assert main(["doctor", "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {"system": system, "ready": False}
    for accepted in (False, True):
        with pytest.raises(UserError, match="Containerfile"):
            doctor.require_walls(accepted)


def test_the_probe_survives_a_python_that_cannot_be_asked(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    walls._answer.cache_clear()
    found = walls.probe()
    assert "without an answer" in found.namespaces
    assert doctor.missing_protections(found)


SLOW = subprocess.TimeoutExpired("python", 20)
ANSWER = json.dumps({"system": "Linux", "root": False, **dict.fromkeys(("namespaces", "seccomp", "landlock"), "")})


@pytest.fixture
def answers(monkeypatch):
    """What the child does each time that it is asked: it raises or prints; returns what is left of that."""

    def script(*told):
        left = list(told)

        def run(command, **options):
            one = left.pop(0)
            if isinstance(one, BaseException):
                raise one
            return subprocess.CompletedProcess(command, 0, one, "")

        monkeypatch.setattr(platform, "system", lambda: "Linux")
        monkeypatch.setattr(walls.cgroups, "why_not", lambda group: "not in a test")  # nor is a group taken over
        monkeypatch.setattr(subprocess, "run", run)
        walls._answer.cache_clear()
        return left

    yield script
    walls._answer.cache_clear()


@pytest.mark.parametrize("failure", [SLOW, OSError("no process"), "", "{"], ids=["slow", "no start", "silent", "cut"])
def test_a_machine_too_busy_to_answer_is_asked_once_more(answers, failure):
    left = answers(failure, ANSWER)
    assert walls.probe().namespaces == ""
    assert walls.probe().walls().namespaces, "an answer is kept"
    assert left == []


def test_no_answer_is_not_kept_for_the_life_of_the_process(answers):
    left = answers(SLOW, SLOW, ANSWER)
    assert "without an answer" in walls.probe().namespaces
    assert len(left) == 1, "tried twice, and no more"
    assert doctor.require_walls(True)[0].namespaces
    assert left == []


def test_a_wall_that_is_missing_is_an_answer_and_not_asked_for_again(answers):
    left = answers(ANSWER.replace('"namespaces": ""', '"namespaces": "not permitted"'))
    assert [walls.probe().namespaces for _ in range(3)] == ["not permitted"] * 3
    assert left == []


def test_this_machine_for_real():
    """As a program of its own; what it says agrees with what is tried here."""
    course = find_course()
    done = subprocess.run(
        [sys.executable, "-m", "autograde", "doctor", "--json"], cwd=course.root, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip
    data = json.loads(done.stdout)
    found = walls.probe()
    assert done.returncode == (0 if data["ready"] else 1)
    assert (data["namespaces"], data["seccomp"]) == (found.namespaces, found.seccomp)
    for one in doctor.PROTECTIONS:
        assert one.what in doctor.table(found)
