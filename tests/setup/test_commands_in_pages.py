"""What our pages tell people to type is what the program understands, and what they say is stored is what is stored."""

from __future__ import annotations

import dataclasses
import re
import shlex

import pytest
from nbgrader.api import Comment, Grade, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.apps.nbgraderapp import NbGraderApp

from autograde.__main__ import VERBS, build_parser
from autograde.course import find_course
from autograde.records import ExerciseResult, Record, TestResult
from autograde.roster import Classmate

ROOT = find_course().root
PAGES = ("README.md", "autograde/OPERATING.md", "CONTRIBUTING.md")


def commands(page: str, program: str) -> list[list[str]]:
    """The arguments of every use of `program` in backticks or in a block of code."""
    blocks = re.findall(r"^```[^\n]*\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL))
    lines = [line for block in blocks for line in block.splitlines()] + inline
    used = [shlex.split(line, comments=True) for line in lines if line.startswith(program + " ")]
    return [words[len(program.split()) :] for words in used]


def refused(arguments: list[str]) -> str:
    """Why the command line does not take the arguments; "" if it does."""
    if arguments in (["VERB", "--help"], ["--help"]):
        return ""
    if not arguments or arguments[0] not in VERBS:
        return "no such verb"
    try:
        build_parser(arguments[0]).parse_args([word for word in arguments if word not in ("--help", "...")])
    except SystemExit as error:
        return "" if error.code == 0 else "wrong use"
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_every_command_in_our_pages_is_understood(page, capsys):
    text = (ROOT / page).read_text(encoding="utf-8")
    wrong = [words for words in commands(text, "python -m autograde") if refused(words)]
    assert wrong == [], capsys.readouterr().err


def test_the_pages_hold_commands_at_all():
    found = [words[0] for page in PAGES for words in commands((ROOT / page).read_text(), "python -m autograde")]
    assert len(found) >= 20
    assert {"collect", "grade", "student", "similar", "export"} <= set(found)


@pytest.mark.parametrize(
    "planted",
    ["grade --jbos 8", "collect", "collect x.zip --from blackboard", "regrade 01_neurons", "student ana",
     "export --format xls"],
)
def test_a_planted_wrong_command_is_seen(planted, capsys):
    for page in (f"Type `python -m autograde {planted}`.", f"```\npython -m autograde {planted}   # so\n```\n"):
        (words,) = commands(page, "python -m autograde")
        assert refused(words)


@pytest.mark.parametrize("page", PAGES)
def test_every_nbgrader_command_in_our_pages_exists(page):
    known = set(NbGraderApp().subcommands)
    text = (ROOT / page).read_text(encoding="utf-8")
    assert [words for words in commands(text, "nbgrader") if words[0] not in known] == []


# ---------------------------------------------------------------------------------------------- What is stored

STORED = {
    "gradebook, `student`": [column.key for column in Student.__table__.columns],
    "gradebook, `submitted_assignment`": [column.key for column in SubmittedAssignment.__table__.columns],
    "gradebook, `submitted_notebook`": [column.key for column in SubmittedNotebook.__table__.columns],
    "gradebook, `grade`": [column.key for column in Grade.__table__.columns],
    "gradebook, `comment`": [column.key for column in Comment.__table__.columns],
    "`record.json`": [one.name for kind in (Record, ExerciseResult, TestResult) for one in dataclasses.fields(kind)],
    "`autograde/students.csv`": [field.name for field in dataclasses.fields(Classmate)],
}


def told(page: str) -> dict[str, set[str]]:
    section = page.split("## What is known about a student")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", section, re.MULTILINE)
    return {where: set(re.findall(r"`([a-z_]+)`", what)) for where, what in rows}


def untold(page: str) -> list[str]:
    found = told(page)
    return [f"{where}: {name}" for where, names in STORED.items() for name in names if name not in found.get(where, ())]


def test_the_page_names_every_field_that_is_kept_of_a_student():
    page = (ROOT / "autograde/OPERATING.md").read_text(encoding="utf-8")
    assert untold(page) == []
    assert untold(page.replace("`late_submission_penalty`", "")) == [
        "gradebook, `submitted_notebook`: late_submission_penalty"
    ]
    assert untold(page.replace("`unprotected`, ", "")) == ["`record.json`: unprotected"]


def test_the_sizes_in_the_page_are_of_the_order_of_what_was_measured():
    """The benchmarks are measured anew now and then; the page must not be off by more than half."""
    page = (ROOT / "autograde/OPERATING.md").read_text(encoding="utf-8")
    bench = (ROOT / "autograde/BENCHMARKS.md").read_text(encoding="utf-8")
    row = re.search(r"\| `python -m autograde grade` \| 2 \| ([\d.]+) \|.*\| (\d+) \| [\d.]+ \|", bench)
    count = int(re.search(r"^(\d+) submissions,", bench, re.MULTILINE)[1])
    start, further = re.search(r"takes ([\d.]+) s and [\d.]+ s of processor .*takes ([\d.]+) s of it", bench).groups()
    each = (count * float(row[1]) - float(start)) / (count - 2)  # the start is that of a run over two
    measured = [float(start), each, float(further), float(row[2])]
    note = r"<!-- worked out from BENCHMARKS.md: start ([\d.]+), wall ([\d.]+), processor ([\d.]+), memory (\d+) -->"
    used = [float(value) for value in re.search(note, page).groups()]
    assert all(0.5 <= old / new <= 1.5 for old, new in zip(used, measured, strict=True)), (used, measured)
    start, wall, processor, memory = used
    rows = re.findall(r"^\| ([\d,]+) \| ([\d.]+) (s|min) \| ([\d.]+) (s|min) \| ([\d.]+) GB \|$", page, re.MULTILINE)
    assert len(rows) == 3
    for students, on_two, unit, busy, busy_unit, gigabytes in rows:
        number, seconds = int(students.replace(",", "")), {"s": 1, "min": 60}
        assert float(on_two) * seconds[unit] == pytest.approx(start + number * wall, rel=0.06)
        assert float(busy) * seconds[busy_unit] == pytest.approx(start + number * processor, rel=0.06)
        assert float(gigabytes) == round(memory / 1000, 1)


def test_the_cores_that_keep_the_gradebook_busy_follow_from_what_was_measured():
    page = (ROOT / "autograde/OPERATING.md").read_text(encoding="utf-8")
    of_mixed_class, of_cluster = map(int, re.findall(r"some (\d+) cores", page))
    wall = float(re.search(r"BENCHMARKS.md: start [\d.]+, wall ([\d.]+)", page)[1])
    rate, gradebook = map(float, re.search(r"LOAD.md: two workers ([\d.]+), gradebook ([\d.]+)", page).groups())
    assert f"in {gradebook * 1000:.0f} ms" in page
    for cores, seconds in ((of_mixed_class, wall), (of_cluster, 1 / rate)):  # of two cores, for one hand-in
        assert cores == pytest.approx(2 * seconds / gradebook, rel=0.1)


def test_the_price_in_the_page_is_that_of_the_cores_for_as_long_as_they_are_taken():
    page = " ".join((ROOT / "autograde/OPERATING.md").read_text(encoding="utf-8").split())
    told = r"3,000 hand-ins take two cores ([\d.]+) minutes: at ([\d.]+) an hour for a core, about ([\d.]+)\."
    minutes, price, cost = map(float, re.search(told, page).groups())
    assert f"| 3,000 | {minutes:g} min |" in page
    assert round(2 * minutes / 60 * price, 2) == cost


def test_the_times_on_a_cluster_follow_from_what_was_measured():
    page = (ROOT / "autograde/OPERATING.md").read_text(encoding="utf-8")
    load = (ROOT / "autograde/LOAD.md").read_text(encoding="utf-8")
    bench = (ROOT / "autograde/BENCHMARKS.md").read_text(encoding="utf-8")
    note = r"<!-- worked out from LOAD.md: two workers ([\d.]+), gradebook ([\d.]+) -->"
    rate, gradebook = (float(value) for value in re.search(note, page).groups())
    rows = re.findall(r"^\| cluster-2 \| (\d+) \| ([\d.]+) \|", load, re.MULTILINE)
    measured = float(max(rows, key=lambda row: int(row[0]))[1])
    recording = float(re.search(r"\| recording one submission \| ([\d.]+) \|", bench)[1]) / 1000
    assert 0.8 <= rate / measured <= 1.2
    assert 0.5 <= gradebook / recording <= 1.5
    times = re.findall(r"^\| (\d+) \| ([\d.]+) min \|$", page, re.MULTILINE)
    assert len(times) == 3
    for cores, minutes in times:
        seconds = 10_000 * max(1 / (rate / 2 * int(cores)), gradebook)
        assert float(minutes) == pytest.approx(seconds / 60, rel=0.03)


def missing_files(page: str) -> list[str]:
    """What a page names in a table and is not there; a bare name stands in the folder of the one before."""
    missing = []
    for row in re.findall(r"^\|.*\|$", page, re.MULTILINE):
        folder = ROOT
        for name in re.findall(r"`([\w./]+(?:/|\.(?:py|js|json|txt|md)))`", row):
            found = next((path for path in (ROOT / name, folder / name, folder.parent / name) if path.exists()), None)
            if found is None and "NN" not in name:
                missing.append(name)
            elif found is not None:
                folder = found if found.is_dir() else found.parent
    return missing


def test_what_a_page_says_is_there_is_there():
    assert missing_files((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")) == []
    planted = "| the book | `autograde/source.py`, `student_notebook.py`, `book.py`; `nowhere/` |\n"
    assert missing_files(planted) == ["book.py", "nowhere/"]
