"""Hand-ins of a class are sorted into submitted/<student>/<chapter>/, and nothing else is written anywhere."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from small_course import CHAPTER, OTHER, RIGHT, student_notebook

from autograde import archive
from autograde.collect import describe
from autograde.course import Course, UserError
from autograde.damage import pack
from autograde.sorting import Collected, collect


@pytest.fixture
def small_notebook(course) -> bytes:
    return pack(student_notebook(course, RIGHT))


@pytest.fixture
def other_notebook(course) -> bytes:
    return pack(student_notebook(course, {}, OTHER))


@pytest.fixture
def box(tmp_path) -> Path:
    folder = tmp_path / "box"
    folder.mkdir()
    return folder


def put(path: Path, data: bytes, seconds: int = 1_000_000_000) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (seconds, seconds))
    return path


def zipped(files: dict[str, bytes], year: int = 2026) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def collected(course: Course) -> dict[str, bytes]:
    files = (path for path in course.submitted.rglob("*") if path.is_file())
    return {path.relative_to(course.submitted).as_posix(): path.read_bytes() for path in files}


def test_folders_zips_and_named_notebooks_are_sorted_by_the_cells_in_them(course, box, small_notebook, other_notebook):
    put(box / "ana" / "whatever.ipynb", small_notebook)
    put(box / "bob.zip", zipped({"work/a.ipynb": small_notebook, "work/b.ipynb": other_notebook}))
    put(box / "carl_123_late_x.ipynb", other_notebook)
    result = collect(course, [box])
    assert collected(course) == {
        f"ana/{CHAPTER}/whatever.ipynb": small_notebook,
        f"bob/{CHAPTER}/work/a.ipynb": small_notebook,
        f"bob/{OTHER}/work/b.ipynb": other_notebook,
        f"carl/{OTHER}/carl_123_late_x.ipynb": other_notebook,
    }
    assert result.problems == []
    assert len(result.new) == 4


@pytest.mark.parametrize("wrapper", ["", "submissions/"])
def test_a_zip_of_the_whole_class_works_like_a_folder(course, tmp_path, small_notebook, wrapper):
    inner = zipped({"x.ipynb": small_notebook})
    files = {f"{wrapper}ana/x.ipynb": small_notebook, f"{wrapper}bob/y.ipynb": small_notebook}
    path = put(tmp_path / "class.zip", zipped(files | ({} if wrapper else {"carl.zip": inner})))
    collect(course, [path])
    students = {name.split("/")[0] for name in collected(course)}
    assert students == ({"ana", "bob"} if wrapper else {"ana", "bob", "carl"})


def test_one_students_own_folder_or_zip_is_taken_as_one_hand_in(course, box, small_notebook):
    put(box / "ana" / f"{CHAPTER}.ipynb", small_notebook)
    put(box / "bob.zip", zipped({f"{CHAPTER}.ipynb": small_notebook}))
    collect(course, [box / "ana", box / "bob.zip"])
    assert sorted(collected(course)) == [f"ana/{CHAPTER}/{CHAPTER}.ipynb", f"bob/{CHAPTER}/{CHAPTER}.ipynb"]


def test_the_newest_attempt_wins_and_the_others_are_listed(course, box, small_notebook):
    blank = pack(student_notebook(course))
    put(box / "ana_1.ipynb", blank, 1_000_000_000)
    put(box / "ana_2.ipynb", small_notebook, 1_000_000_500)
    put(box / "ana_3.ipynb", blank, 1_000_000_100)
    result = collect(course, [box])
    assert collected(course) == {f"ana/{CHAPTER}/ana_2.ipynb": small_notebook}
    assert len(result.superseded) == 2
    assert "ana_1.ipynb" in "\n".join(describe(result, False))


def test_collecting_again_changes_nothing_and_a_newer_attempt_replaces(course, box, small_notebook):
    put(box / "ana_1.ipynb", small_notebook)
    collect(course, [box])
    assert collect(course, [box]).unchanged == [f"ana {CHAPTER}"]
    newer = pack(student_notebook(course))
    put(box / "ana_2.ipynb", newer, 1_000_000_900)
    assert len(collect(course, [box]).replaced) == 1
    assert list(collected(course).values()) == [newer]
    (box / "ana_2.ipynb").unlink()
    assert collect(course, [box]).replaced == []
    assert list(collected(course).values()) == [newer]


def test_a_dry_run_writes_nothing(course, box, small_notebook):
    put(box / "ana" / "x.ipynb", small_notebook)
    assert len(collect(course, [box], dry_run=True).new) == 1
    assert collected(course) == {}


def test_a_broken_notebook_still_reaches_the_grader_by_its_name(course, box):
    put(box / "ana" / f"{CHAPTER}.ipynb", b"")
    put(box / "bob" / CHAPTER / "answers.pdf", b"%PDF")
    put(box / "carl" / "answers.pdf", b"%PDF")
    result = collect(course, [box])
    assert sorted(collected(course)) == [f"ana/{CHAPTER}/{CHAPTER}.ipynb", f"bob/{CHAPTER}/answers.pdf"]
    assert len(result.problems) == 1
    assert "carl" in result.problems[0]
    collect(course, [box], chapter=OTHER)
    assert f"carl/{OTHER}/answers.pdf" in collected(course)


def test_a_students_own_timestamp_is_not_believed(course, box, small_notebook):
    put(box / "ana" / "x.ipynb", small_notebook)
    put(box / "ana" / "timestamp.txt", b"2020-01-01 00:00:00 UTC")
    collect(course, [box])
    assert list(collected(course)) == [f"ana/{CHAPTER}/x.ipynb"]


@pytest.mark.parametrize(
    "name",
    ["../evil.ipynb", "/etc/evil.ipynb", "a/../../evil.ipynb", "..\\evil.ipynb", "C:\\evil.ipynb", "C:evil.ipynb"],
)
def test_names_that_lead_outside_are_left_out(course, tmp_path, box, small_notebook, name):
    put(box / "ana.zip", zipped({name: small_notebook, "good.ipynb": small_notebook}))
    result = collect(course, [box])
    assert list(collected(course)) == [f"ana/{CHAPTER}/good.ipynb"]
    assert "leads outside" in result.problems[0]
    assert not list(tmp_path.rglob("evil*"))


def test_links_are_left_out(course, box, tmp_path, small_notebook):
    secret = put(tmp_path / "secret.ipynb", small_notebook)
    (box / "ana").mkdir()
    (box / "ana" / "link.ipynb").symlink_to(secret)
    (box / "bob").symlink_to(tmp_path)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        info = zipfile.ZipInfo("link.ipynb")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(info, str(secret))
    put(box / "carl.zip", buffer.getvalue())
    result = collect(course, [box])
    assert collected(course) == {}
    assert {line.split("/")[-1].split(":")[0].split(" ")[0] for line in result.problems} >= {"ana", "bob", "carl.zip"}


def nested(data: bytes, levels: int) -> bytes:
    for level in range(levels):
        data = zipped({f"level{level}.zip": data})
    return data


@pytest.mark.parametrize(
    ("bomb", "says"),
    [
        (lambda: zipped({"x.ipynb": b"0" * 30_000_000}), "times its size"),
        (lambda: zipped({f"{number}.txt": b"" for number in range(archive.MAX_FILES + 1)}), "files"),
        (lambda: nested(zipped({"x.ipynb": b"{}"}), 4), "nested"),
        (lambda: b"PK\x03\x04 not a zip", "not a whole zip"),
        (lambda: zipped({"x.ipynb": os.urandom(5000)})[:3000], "not a whole zip"),
    ],
    ids=["ratio", "count", "depth", "no zip", "cut off"],
)
def test_zip_bombs_and_broken_zips_are_refused_and_the_others_collected(course, box, small_notebook, bomb, says):
    put(box / "ana.zip", bomb())
    put(box / "bob" / "x.ipynb", small_notebook)
    result = collect(course, [box])
    assert list(collected(course)) == [f"bob/{CHAPTER}/x.ipynb"]
    assert len(result.problems) == 1
    assert says in result.problems[0]


def test_a_total_beyond_the_cap_is_refused(course, box, monkeypatch):
    monkeypatch.setattr(archive, "MAX_TOTAL", 10_000)
    put(box / "ana.zip", zipped({f"{number}.txt": b"0" * 4000 for number in range(4)}))
    put(box / "bob.zip", zipped({"x.txt": os.urandom(11_000)}))
    problems = collect(course, [box]).problems
    assert "unpacks to more than" in problems[0]
    assert "is larger than" in problems[1]


@pytest.mark.parametrize("name", ["..", "a b", "-x", ".hidden", "x;y", "é"])
def test_names_that_are_no_student_ids_are_refused(course, tmp_path, small_notebook, name):
    path = put(tmp_path / "class.zip", zipped({f"{name}/x.ipynb": small_notebook}))
    result: Collected = collect(course, [path])
    assert collected(course) == {}
    assert result.problems


def test_wrong_use_is_told(course, tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        collect(course, [tmp_path / "nowhere"])
    with pytest.raises(UserError, match="no chapter"):
        collect(course, [tmp_path], chapter="99_none")
