"""`doctor`: what this machine can enforce against the code that students hand in; `grade` asks it first.

A protection holds if at least one of the ways that provide it is complete here. A wall that would only be a second
layer may be absent: it is reported, and nothing is refused. So what `grade` needs on Linux is namespaces and seccomp:
nothing else bounds what is written to disk, or keeps the kernel's dangerous calls away. Landlock and cgroups double
what those two do.
"""

from __future__ import annotations

import argparse
import json
import platform
import textwrap
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from autograde.course import UserError

if TYPE_CHECKING:
    from autograde.split.sandbox import Walls
    from autograde.split.walls import Findings

WALLS = {
    "namespaces": "namespaces",
    "seccomp": "seccomp",
    "landlock": "Landlock",
    "signals": "Landlock on signals",
    "cgroup": "cgroup v2",
    "limits": "resource limits",
    "judge": "the judge",
}


@dataclass(frozen=True)
class Protection:
    """What the instructor may rely on.

    Parameters
    ----------
    name : str
    what : str
        In the instructor's words.
    ways : tuple of tuple of str
        Each the walls that provide it together; one such set is enough.
    """

    name: str
    what: str
    ways: tuple[tuple[str, ...], ...]


PROTECTIONS = (
    Protection("files", "nothing of yours can be read", (("namespaces",), ("landlock",))),
    Protection("others", "other students' work is out of reach", (("namespaces",), ("landlock", "signals"))),
    Protection("network", "no network", (("namespaces",), ("seccomp",))),
    # With the filter a worker is one process; see `autograde.split.seccomp`.
    Protection("end", "nothing is left running", (("namespaces",), ("seccomp",), ("cgroup",))),
    Protection("memory", "memory is bounded", (("seccomp", "limits"), ("cgroup",))),
    Protection("cpu", "computing time is bounded", (("limits", "judge"),)),
    Protection("processes", "processes are bounded", (("seccomp",), ("namespaces", "limits"), ("cgroup",))),
    # Files live in memory of a fixed size. Without the filter a worker could mount more.
    Protection("disk", "files are bounded", (("namespaces", "seccomp"), ("namespaces", "cgroup"))),
    Protection("output", "what is printed is bounded", (("judge",),)),
    Protection("calls", "no new privileges, no dangerous system calls", (("seccomp",),)),
)
ALWAYS = ("limits", "judge")  # on Linux, where everything else of the grader runs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print it for a program to read")
    parser.epilog = "Ends with status 0 if `grade` can run with every protection, else 1."


def run(args: argparse.Namespace) -> int:
    if platform.system() != "Linux":
        print(json.dumps({"system": platform.system(), "ready": False}) if args.json else elsewhere())
        return 1
    from autograde.split.walls import probe

    found = probe()
    print(json.dumps(as_data(found), indent=1) if args.json else table(found))
    return 1 if missing_protections(found) else 0


def require_walls(without_walls: bool = False) -> tuple[Walls, list[str]]:
    """The walls with which to grade on this machine, and the protections that are missing all the same, in words.

    Parameters
    ----------
    without_walls : bool
        Whether the instructor accepts that protections are missing.

    Raises
    ------
    UserError
        If one is missing and that is not accepted, or if this is not Linux.
    """
    if platform.system() != "Linux":
        raise UserError(elsewhere())
    from autograde.split import cgroups
    from autograde.split.walls import probe

    found = probe()
    missing = missing_protections(found)
    if missing and not without_walls:
        lines = [f"This machine cannot protect you from what students hand in. Missing: {'; '.join(missing)}."]
        lines += [f"{WALLS[name]}: {advice}" for name, advice in _needed(found).items()]
        lines.append("`python -m autograde doctor` shows the table; `--without-walls` grades all the same.")
        raise UserError("\n".join(lines))
    # Groups are a second layer: where they cannot be had, nothing is said or refused.
    return replace(found.walls(), cgroup=not found.cgroup and not cgroups.take_over()), missing


def missing_protections(found: Findings) -> list[str]:
    """What the instructor cannot rely on here, in words; [] if everything holds."""
    here = standing(found)
    return [protection.what for protection in PROTECTIONS if not provided_by(protection, here)]


def standing(found: Findings) -> set[str]:
    """The walls that stand on this machine."""
    return {name for name in WALLS if name in ALWAYS or not getattr(found, name)}


def provided_by(protection: Protection, here: set[str]) -> list[str]:
    """The walls that provide a protection, [] if it is missing."""
    complete = [way for way in protection.ways if here.issuperset(way)]
    return list(dict.fromkeys(wall for way in complete for wall in way))


def as_data(found: Findings) -> dict:
    """The same as the table, for a program."""
    here = standing(found)
    return {
        **asdict(found),
        "ready": not missing_protections(found),
        "protections": {one.name: provided_by(one, here) for one in PROTECTIONS},
        "advice": found.missing(),
    }


def table(found: Findings) -> str:
    """What holds here and what to do about the rest."""
    here, missing = standing(found), missing_protections(found)
    user = "as root" if found.root else "as an ordinary user"
    lines = [f"Protection from students' code on this machine, {user}", ""]
    for one in PROTECTIONS:
        walls = ", ".join(WALLS[name] for name in provided_by(one, here))
        lines.append(f"  {one.what:46}{walls or 'MISSING'}")
    lines += ["", "Every protection holds: `grade` can run." if not missing else "`grade` will refuse to run."]
    advice, needed = found.missing(), _needed(found)
    for heading, names in (
        ("What is missing, and what to do", needed),
        ("Second layers that are absent (nothing depends on them)", [name for name in advice if name not in needed]),
    ):
        if names:
            lines += ["", heading]
        for name in names:
            lines += textwrap.wrap(
                f"{WALLS[name]}: {advice[name]}", 100, initial_indent="  ", subsequent_indent="    ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
    return "\n".join(lines)


def elsewhere() -> str:
    """What to do on a system other than Linux."""
    from autograde.container import COMMANDS, PODMAN_COMMANDS

    system = {"Darwin": "macOS", "Windows": "Windows"}.get(platform.system(), platform.system())
    use = "Grade in WSL 2 (`wsl --install`), which is Linux, or in a container" if system == "Windows" else (
        "Grade in a container"
    )  # fmt: skip
    return "\n".join([
        f"{system} has none of the walls that keep students' code away from your files, so nothing is graded on it.",
        f"{use}, with Docker, in the folder of the course:",
        *(f"  {command}" for command in COMMANDS),
        "or, with podman instead of both:",
        *(f"  {command}" for command in PODMAN_COMMANDS),
    ])  # fmt: skip


def _needed(found: Findings) -> dict[str, str]:
    """{wall: advice} of those which a missing protection waits for, the fewest that provide it."""
    here, needed = standing(found), {}
    for one in PROTECTIONS:
        if not provided_by(one, here):
            needed |= dict.fromkeys(wall for wall in one.ways[0] if wall not in here)
    return {name: advice for name, advice in found.missing().items() if name in needed}
