"""A folder or zip of hand-ins is taken apart by what its names tell for sure, and otherwise not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from small_course import CHAPTER, OTHER, RIGHT, student_notebook

from autograde.archive import open_tree
from autograde.damage import pack
from autograde.routes import folder
from autograde.routes.way import Found
from autograde.sorting import Collected, collect

KNOWN = [CHAPTER, OTHER]
CLASS = frozenset({"ana", "bob", "carl"})
FOLDERS = [f"{student}/x.ipynb" for student in sorted(CLASS)]
FILES = [f"{student}.ipynb" for student in sorted(CLASS)]
STRAY = f"{CHAPTER}.ipynb"


def made(path: Path, names: list[str], data: bytes = b"") -> Path:
    """A zip if `path` is called so, else a folder."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, data)
        return path
    for name in names:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def taken(path: Path, ids: frozenset[str] = frozenset()) -> Found:
    return folder.sort(open_tree(path), KNOWN, ids)


def students(found: Found) -> list[str]:
    return sorted(hand_in.fallback for hand_in in found.hand_ins)


def inside(names: list[str], name: str = "handins") -> list[str]:
    return [f"{name}/{each}" for each in names]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("handins", [*FOLDERS, STRAY]),
        ("class.zip", inside(FILES)),
        ("class.zip", inside(FOLDERS)),
        ("handins", inside(FOLDERS)),
        ("handins", inside(FILES)),
        (f"{CHAPTER}.zip", inside(FILES, CHAPTER)),
        ("class.zip", inside(FILES, CHAPTER)),
        ("class.zip", [*inside(FOLDERS), f"handins/{STRAY}"]),
    ],
)
def test_with_a_roster_a_class_is_found_in_any_wrapping(tmp_path, path, names):
    found = taken(made(tmp_path / path, names), CLASS)
    assert students(found) == sorted(CLASS)
    assert len(found.problems) == (any(name.endswith(STRAY) for name in names))
    assert all(STRAY in problem for problem in found.problems)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("ana.zip", ["work/x.ipynb"]),
        ("ana.zip", ["x.ipynb"]),
        ("ana.zip", ["x.ipynb", "y.ipynb"]),
        ("ana", ["work/x.ipynb", "more/x.ipynb"]),
        ("ana", [STRAY, "scratch.ipynb"]),
        ("box", ["ana/one.ipynb", "ana/two.ipynb"]),
        ("box", ["ana/code/one.ipynb", "ana/data/two.csv"]),
        ("class.zip", ["ana/one.ipynb", "ana/two.ipynb"]),
        ("ana.zip", ["ana/x.ipynb"]),
    ],
)
def test_with_a_roster_one_students_work_stays_that_students(tmp_path, path, names):
    found = taken(made(tmp_path / path, names), CLASS)
    assert students(found) == ["ana"]
    assert found.problems == []


def test_a_zip_named_by_one_student_that_holds_anothers_is_given_to_neither(tmp_path):
    found = taken(made(tmp_path / "ana.zip", ["bob/x.ipynb"]), CLASS)
    assert found.hand_ins == []
    assert "ana" in found.problems[0]
    assert "bob" in found.problems[0]


@pytest.mark.parametrize(
    ("path", "names", "says"),
    [
        ("handins", [*FOLDERS, STRAY], "move what is named by a chapter away"),
        ("class.zip", inside(FILES), "unpack it"),
        ("handins", inside(FOLDERS), "If it is the class's, collect"),
        ("handins", inside(FILES), "If it is the class's, collect"),
        ("ana.zip", ["work/x.ipynb"], "put it into a folder"),
        ("ana.zip", ["x.ipynb"], "put it into a folder"),
        ("ana.zip", [f"work/{STRAY}"], "put it into a folder"),
        ("class.zip", inside(FILES, CHAPTER), "move what is named by a chapter away"),
        (CHAPTER, [STRAY], "rename"),
    ],
)
def test_without_a_roster_what_may_be_a_class_or_a_student_is_left_and_said(tmp_path, path, names, says):
    found = taken(made(tmp_path / path, names))
    assert found.hand_ins == []
    assert says in found.problems[0]


@pytest.mark.parametrize(
    ("path", "names", "whose"),
    [
        ("ana", [STRAY], ["ana"]),
        ("ana", [STRAY, "data.csv"], ["ana"]),
        ("ana", [f"{CHAPTER}/x.ipynb", f"{OTHER}/y.ipynb"], ["ana"]),
        ("ana.zip", [f"{CHAPTER}/x.ipynb"], ["ana"]),
        ("box", ["ana/x.ipynb"], ["ana"]),
        ("box", [f"ana/{STRAY}", f"ana/{OTHER}.ipynb"], ["ana"]),
        ("class.zip", inside(FOLDERS), ["ana", "bob", "carl"]),
        (f"{CHAPTER}.zip", inside(FILES, CHAPTER), ["ana", "bob", "carl"]),
    ],
)
def test_what_is_concluded_from_the_shape_alone_is_right_and_said(tmp_path, path, names, whose):
    found = taken(made(tmp_path / path, names))
    assert students(found) == whose
    assert found.problems == []
    assert len(found.notes) == (path != f"{CHAPTER}.zip"), "where the name is the chapter's, nothing else is possible"


def test_a_readme_beside_the_students_folders_hides_none_of_them(tmp_path):
    found = taken(made(tmp_path / "class.zip", [*inside(FOLDERS), "handins/README.txt"]))
    assert {"ana", "bob", "carl"} <= set(students(found))


@pytest.fixture
def notebook(course) -> bytes:
    return pack(student_notebook(course, RIGHT))


def test_no_class_becomes_one_student_on_the_way_through_collect(course, tmp_path, notebook):
    result: Collected = collect(course, [made(tmp_path / "handins", [*FOLDERS, STRAY], notebook)])
    assert not any(course.submitted.iterdir())
    assert "handins: it holds" in result.problems[0]


def test_the_longest_id_of_the_roster_is_read_from_a_files_name(course, tmp_path, notebook):
    (course.nbgrader / "students.csv").write_text("id\nmaria\nmaria_r\n")
    names = ["maria.ipynb", "maria_r.ipynb", "maria_x_1.ipynb", "maria_r late.ipynb"]
    result = collect(course, [made(tmp_path / "box", names, notebook)], dry_run=True)
    assert result.problems == []
    assert sorted(line.split(":")[0] for line in result.new) == [f"maria {CHAPTER}", f"maria_r {CHAPTER}"]
    assert [line.split(" ")[0] for line in sorted(result.superseded)] == ["maria", "maria_r"]
    assert result.unknown == []


def test_without_a_roster_files_that_are_joined_by_how_they_begin_are_said(tmp_path):
    found = taken(made(tmp_path / "box", ["maria.ipynb", "maria_r.ipynb", "ana_1.ipynb"]))
    assert students(found) == ["ana", "maria", "maria"]
    assert len(found.notes) == 1
    assert "maria" in found.notes[0]
    assert "ana" not in found.notes[0]
    assert taken(tmp_path / "box", frozenset({"maria", "maria_r"})).notes == []


def test_one_file_that_its_chapter_names_is_nobodys(course, tmp_path, notebook):
    made(tmp_path, [STRAY, "ana.ipynb"], notebook)
    result = collect(course, [tmp_path / STRAY, tmp_path / "ana.ipynb"])
    assert [line.split(":")[0] for line in result.new] == [f"ana {CHAPTER}"]
    assert len(result.problems) == 1
    assert "named by its chapter and not by a student" in result.problems[0]
    assert [path.name for path in course.submitted.iterdir()] == ["ana"]
