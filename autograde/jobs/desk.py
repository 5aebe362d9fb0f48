"""TRUSTED. One chapter's desk, wherever it stands: its warm processes, and what is needed to set it up elsewhere."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import nbformat

from autograde.assignment import Assignment
from autograde.flags import Flag
from autograde.junk import JUNK
from autograde.parcel import Parcel
from autograde.split.run import Runner
from autograde.split.sandbox import Walls
from autograde.submission import grade_submission

_FACTS = "chapter.json"
_FILES = "files/"
_NOTEBOOKS = ("notebook", "released", "solved")


@dataclass(frozen=True)
class Task:
    """One submission to be graded: plain data.

    Parameters
    ----------
    student : str
    seed : int
    noted : tuple of (str, str)
        Codes and details of the flags that it has already.
    parcel : bytes
        What was handed in (`Parcel.to_bytes`).
    """

    student: str
    seed: int
    noted: tuple[tuple[str, str], ...]
    parcel: bytes

    @property
    def flags(self) -> list[Flag]:
        return [Flag(*one) for one in self.noted]


@dataclass(frozen=True)
class Chapter:
    """What every desk for a chapter works with.

    Parameters
    ----------
    assignment : Assignment
    elsewhere : frozenset of str
        The grade ids of all other chapters.
    time_limit : float
        Seconds for an exercise.
    figures : bool
        Whether the figures of students' cells are drawn.
    """

    assignment: Assignment
    elsewhere: frozenset[str]
    time_limit: float
    figures: bool

    def to_bytes(self) -> bytes:
        """An archive of all that a worker without the course's folder needs; it holds the tests and the answers."""
        given = self.assignment
        facts = {
            "name": given.name,
            "digest": given.digest,
            "asked": {name: sorted(names) for name, names in given.asked.items()},
            "elsewhere": sorted(self.elsewhere),
            "time_limit": self.time_limit,
            "figures": self.figures,
            **{name: getattr(given, name) for name in _NOTEBOOKS},
        }
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_FACTS, json.dumps(facts))
            for path in sorted(given.resources.rglob("*")):
                name = path.relative_to(given.resources)
                # The notebook beside them is the source of the three above.
                if path.is_file() and not JUNK.intersection(name.parts) and not (
                    len(name.parts) == 1 and path.suffix == ".ipynb"
                ):
                    archive.write(path, _FILES + name.as_posix())
        return packed.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes, folder: Path) -> Chapter:
        """The chapter of `to_bytes`, its files laid out in `folder`."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            facts = json.loads(archive.read(_FACTS))
            archive.extractall(folder, [name for name in archive.namelist() if name.startswith(_FILES)])
        resources = folder / _FILES
        resources.mkdir(exist_ok=True)
        notebooks = {name: nbformat.from_dict(facts[name]) for name in _NOTEBOOKS}
        asked = {name: frozenset(names) for name, names in facts["asked"].items()}
        assignment = Assignment(
            facts["name"], **notebooks, asked=asked, resources=resources, digest=facts["digest"]
        )
        return cls(assignment, frozenset(facts["elsewhere"]), facts["time_limit"], facts["figures"])


class Desk:
    """Grades one chapter's submissions; `grade` may be called from any number of threads.

    Parameters
    ----------
    chapter : Chapter
    walls : Walls
        What shuts the students' code in.
    unprotected : list of str
        Protections that this machine does not give.

    Raises
    ------
    CannotStart
        If the warm processes do not start.
    """

    def __init__(self, chapter: Chapter, walls: Walls, unprotected: list[str]) -> None:
        self._chapter, self._unprotected = chapter, unprotected
        self._runner = Runner(
            chapter.assignment, time_limit=chapter.time_limit, walls=walls, figures=chapter.figures
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def grade(self, task: Task) -> bytes:
        """Grade one submission (`Graded.to_bytes`).

        Raises
        ------
        Cancelled
            If `cancel` was called meanwhile.
        CannotStart
            If this machine can grade no submission any more.
        """
        graded = grade_submission(
            task.student,
            Parcel.from_bytes(task.parcel),
            self._chapter.assignment,
            self._runner,
            seed=task.seed,
            known_elsewhere=self._chapter.elsewhere,
            noted=task.flags,
        )
        graded.record.unprotected = self._unprotected
        return graded.to_bytes()

    def cancel(self) -> None:
        """Stop every submission that is being graded, and those to come."""
        self._runner.cancel()

    def close(self) -> None:
        """End the warm processes."""
        self._runner.close()
