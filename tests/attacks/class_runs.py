"""Grades classes of cheats between honest students, and keeps what each run left behind."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from unittest import mock

import matplotlib
from attacked_course import (
    CANARIES,
    CHAPTER,
    HONEST,
    RIGHT,
    Places,
    blank_notebook,
    enrol,
    filled,
    hand_in,
    hand_in_honest,
)
from nbgrader.api import Gradebook
from tampered import TAMPERINGS

from autograde import feedback
from autograde.batch import GradeRun, grade
from autograde.course import find_course
from autograde.records import Record

HERE = Path(__file__).parent
ANSWER_FILES = {
    "forging": [HERE.parent / "split" / "forged_answers.txt", HERE / "forgeries.txt"],
    "escaping": [HERE / "escapes.txt"],
    "sabotage": [HERE / "sabotage.txt"],
}
TIME_LIMITS = {"sabotage": 4}  # seconds an exercise; what hangs, hangs as long as it may
# Tricks that spoil the student's own process for all exercises after them.
SPOILING = {"an input transformer", "a kernel that answers ok", "patched comparators"}
LATER = frozenset({"Unit", "shift", "mean", "apply", "parts", "last"})
MARKER = "86417"  # in the name or the command of whatever an attack leaves behind


@dataclass(frozen=True)
class Attack:
    """One fixture.

    Parameters
    ----------
    row : int
        Of the catalogue.
    name : str
    run : str
        The class in which it is graded.
    student : str
    target : str
        The exercise that is answered wrongly.
    loses : frozenset of str
        Other exercises whose points the cheat may throw away with it.
    right : bool
        Whether the trick stands in a hand-in whose answer is right.
    status : str
        The status that is expected, "" for any but a failure.
    source : str
        The answer, if the attack is one.
    """

    row: int
    name: str
    run: str
    student: str
    target: str = "sigmoid"
    loses: frozenset[str] = frozenset()
    right: bool = False
    status: str = ""
    source: str = ""

    @property
    def label(self) -> str:
        return f"{self.row:02} {self.name}" + (" (answer right)" if self.right else "")


@dataclass
class ClassRun:
    """What one run of `grade` and `feedback` made and left behind."""

    places: Places
    outcome: GradeRun
    records: dict[str, Record]
    pages: dict[str, str]
    gradebook: dict[str, dict] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def leaks(self, student: str) -> list[str]:
        """Which secrets show in what the student can see."""
        own = {} if student != "aaa-right" else {CANARIES["another student's hand-in"]}
        texts = self.told(student)
        return [what for what, canary in CANARIES.items() if canary not in own and any(canary in t for t in texts)]

    def told(self, student: str) -> list[str]:
        """The page, the record without the grader's own trace, and what the executed cells of the student say."""
        record = asdict(self.records[student])
        record.pop("trace")
        texts = [self.pages.get(student, ""), json.dumps(record, ensure_ascii=False)]
        notebook = self.places.course.autograded / student / CHAPTER / f"{CHAPTER}.ipynb"
        if notebook.exists():
            cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
            texts += [json.dumps(cell.get("outputs", []), ensure_ascii=False) for cell in cells]
        return texts


def read_answers(path: Path) -> dict[str, str]:
    """{head: source} of a file in which each answer begins with `# %% HEAD`; `# include: HEAD` is another's text."""
    cells = dict(part.split("\n", 1) for part in path.read_text(encoding="utf-8").split("# %% ")[1:])
    return {
        head: re.sub(r"^# include: (.+)$", lambda found: cells[found[1]], source, flags=re.MULTILINE)
        for head, source in cells.items()
    }


def all_attacks() -> list[Attack]:
    """Every fixture, each with a student of its own."""
    found = []
    for run, paths in ANSWER_FILES.items():
        for path in paths:
            for head, source in read_answers(path).items():
                numbered = re.fullmatch(r"(\d\d) (.*?)(?: @(\w+))?( \| both)?", head)
                if numbered is None and path.parent == HERE:
                    continue  # a part that others include
                row, name, target, both = numbered.groups() if numbered else (43, head, None, None)
                if head == "always equal":
                    continue
                loses = re.search(r"^# loses: (.*)$", source, re.MULTILINE)
                attack = Attack(
                    int(row), name, run, f"m{len(found):03}", target or "sigmoid",
                    frozenset(loses[1].split()) if loses else LATER if name in SPOILING else frozenset(), source=source,
                )  # fmt: skip
                found.append(attack)
                if both:
                    whole = f"{source}\n{RIGHT[attack.target]}"
                    found.append(Attack(
                        attack.row, name, run, f"m{len(found):03}", attack.target, attack.loses, True, source=whole,
                    ))  # fmt: skip
    for one in TAMPERINGS:
        found.append(Attack(one.row, one.name, "tampering", f"m{len(found):03}", loses=one.loses, status=one.status))
    return found


def run_class(places: Places, attacks: list[Attack], time_limit: float = 20) -> ClassRun:
    """Grade the attacks between two honest students before and two after them."""
    course = places.course
    blank = blank_notebook(course)
    hand_in_honest(course, blank)
    tamperings = {(one.row, one.name): one.act for one in TAMPERINGS}
    for attack in attacks:
        if attack.source:
            hand_in(course, attack.student, filled(blank, {attack.target: places.fill(attack.source)}))
        else:
            tamperings[attack.row, attack.name](places, attack.student, filled(blank, {"sigmoid": WRONG}))
    return grade_class(places, time_limit)


WRONG = "def sigmoid(z):\n    return 0"


def grade_class(places: Places, time_limit: float = 20) -> ClassRun:
    """Grade and write feedback, with canaries in the environment; note what was left behind."""
    course = places.course
    enrol(course)
    with _surroundings(places):
        before = _files(places)
        outcome = grade(course, jobs=2, seed=3, progress=False, time_limit=time_limit)
        feedback.write_pages(course, outcome.records)
        left = [f"changed: {name}" for name in sorted(set(_files(places).items()) ^ set(before.items()))]
    left += [f"in the temporary folder: {path.name}" for path in places.temporary.iterdir()]
    left += _processes(places)
    records = {record.student: record for record in outcome.records}
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in course.feedback.glob("*/*/*.html")}
    return ClassRun(places, outcome, records, pages, gradebook_rows(places), left)


def gradebook_rows(places: Places) -> dict[str, dict]:
    """{student: everything that the gradebook holds of them, as plain data}."""
    rows: dict[str, dict] = {}
    with Gradebook(places.course.db_url) as gradebook:
        for student in gradebook.students:
            rows[student.id] = {"name": [student.first_name, student.last_name, student.email]}
            for submission in student.submissions:
                rows[student.id]["submission"] = [submission.assignment.name, submission.score, submission.max_score]
                rows[student.id]["grades"] = sorted(
                    (g.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade)
                    for notebook in submission.notebooks for g in notebook.grades
                )  # fmt: skip
                rows[student.id]["comments"] = sorted(
                    (c.name, c.auto_comment, c.manual_comment)
                    for notebook in submission.notebooks for c in notebook.comments
                )  # fmt: skip
    return rows


def comparable(record: Record) -> dict:
    """A record without what differs between two runs of the same hand-in."""
    return {name: value for name, value in asdict(record).items() if name != "seconds"}


def honest_part(run: ClassRun) -> dict[str, tuple]:
    """What the run says of the honest students."""
    return {name: (comparable(run.records[name]), run.gradebook[name], run.pages[name]) for name in HONEST}


@contextmanager
def _surroundings(places: Places) -> Iterator[None]:
    """An instructor with secrets: a home, a token in the environment, a temporary folder that is looked at later."""
    secret = CANARIES["the environment"]
    own = {"HOME": str(places.home), "COURSE_TOKEN": secret, "JUPYTERHUB_API_TOKEN": secret, "AWS_SECRET_KEY": secret,
           "TMPDIR": str(places.temporary), "MPLCONFIGDIR": matplotlib.get_cachedir()}  # fmt: skip
    with mock.patch.dict(os.environ, own), mock.patch.object(tempfile, "tempdir", None):
        yield


def _files(places: Places) -> dict[str, str]:
    """{path: digest} of what no run may change: homes, hand-ins and sources."""
    roots = [places.home, places.course.source, places.course.submitted]
    found = {}
    for root in roots:
        for path in root.rglob("*"):
            if "__pycache__" in path.parts:
                continue
            if path.is_symlink() or not path.is_file():
                found[str(path)] = "link or folder"
            else:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    for place in (Path.home(), Path("/tmp"), Path("/dev/shm"), Path("/var/tmp"), find_course().nbgrader):
        found.update({str(path): "" for path in place.glob(f"*{MARKER}*")})
    return found


def _processes(places: Places) -> list[str]:
    """Processes that come from an attack or from a warm process of this course and are still there."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"sleep {MARKER}" in command or ("split.zygote" in command and str(places.course.root) in command):
            found.append(f"a process: {command[:100]}")
    return found
