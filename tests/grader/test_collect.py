"""Hand-ins of a class are sorted into submitted/<student>/<chapter>/, and nothing else is written anywhere."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import stat
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from small_course import CHAPTER, OTHER, RIGHT, student_notebook
from sqlalchemy import create_engine

from autograde import archive, gradebook, parcel
from autograde.collect import describe
from autograde.course import Course, UserError
from autograde.damage import pack
from autograde.inbox import find_submissions
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
        (lambda: zipped({f"{number}.txt": b"" for number in range(parcel.MAX_ENTRIES + 1)}), "files"),
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


ONE_BELOW_THE_OTHER = "/".join("abcdefgh")


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_what_can_just_be_collected_can_be_graded_and_what_is_more_is_refused(course, box, small_notebook, packed):
    """The time of the hand-in, which `collect` puts beside the files, is none of theirs."""
    assert len(ONE_BELOW_THE_OTHER.split("/")) == parcel.MAX_FOLDERS_DEEP
    names = ["x.ipynb", f"{ONE_BELOW_THE_OTHER}/x.txt"]
    names += [f"{number}.txt" for number in range(parcel.MAX_ENTRIES - parcel.MAX_FOLDERS_DEEP - len(names))]
    files = dict.fromkeys(names, b"") | {"x.ipynb": small_notebook}
    for student, more in (("ana", {}), ("bob", {"one_more.txt": b""}), ("carl", {"one/x.txt": b""})):
        handed = box / "inbound" / f"{student}+{CHAPTER}+2026-03-01 10:00:00 UTC"
        if packed:
            put(handed / "work.zip", zipped(files | more))
        else:
            for name, data in (files | more).items():
                put(handed / name, data)
    result = collect(course, [box / "inbound"])
    assert os.listdir(course.submitted) == ["ana"]
    assert ["more than 2000 files and folders" in line for line in result.problems] == [True, True]
    found = parcel.pack_folder(course.submitted / "ana" / CHAPTER)
    assert (found.failure, len(found.entries)) == (None, parcel.MAX_ENTRIES + 1)


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_folders_that_are_too_deep_to_be_graded_are_not_collected(course, box, small_notebook, packed):
    deep = f"{ONE_BELOW_THE_OTHER}/i/x.ipynb"
    if packed:
        put(box / "ana" / "work.zip", zipped({deep: small_notebook}))
    else:
        put(box / "ana" / deep, small_notebook)
    put(box / "bob" / "x.ipynb", small_notebook)
    result = collect(course, [box])
    assert list(collected(course)) == [f"bob/{CHAPTER}/x.ipynb"]
    assert ["more than 8 folders inside one another" in line for line in result.problems] == [True]


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("junk", ["__MACOSX/x.ipynb", ".ipynb_checkpoints/x.ipynb", "._x.ipynb", "._work/x.ipynb"])
def test_what_systems_leave_behind_is_neither_collected_nor_graded(course, box, small_notebook, junk, packed):
    files = {"x.ipynb": small_notebook, junk: small_notebook, f"below/{junk}": small_notebook}
    if packed:
        put(box / "ana" / "work.zip", zipped(files))
    else:
        for name, data in files.items():
            put(box / "ana" / name, data)
    put(box / "bob" / "x.ipynb", small_notebook)
    assert collect(course, [box]).problems == []
    assert list(collected(course)) == [f"ana/{CHAPTER}/x.ipynb", f"bob/{CHAPTER}/x.ipynb"]
    folder = course.submitted / "ana" / CHAPTER
    put(folder / junk, small_notebook)
    assert [entry.name for entry in parcel.pack_folder(folder).entries] == ["x.ipynb"]


def damaged_data(method: int) -> bytes:
    """A zip whose member begins with bytes that are no packed data."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        made.writestr("x.ipynb", b"answer " * 100)
    data = bytearray(buffer.getvalue())
    start = data.index(b"x.ipynb") + len(b"x.ipynb") + (9 if method == zipfile.ZIP_LZMA else 0)  # after its settings
    data[start : start + 10] = b"\xff" * 10
    return bytes(data)


def name_that_is_no_utf8() -> bytes:
    return zipped({"éx.ipynb": b"{}"}).replace("éx".encode(), b"\xff\xffx")


def of_a_version_to_come() -> bytes:
    data = bytearray(zipped({"x.ipynb": b"{}"}))
    data[data.index(b"PK\x01\x02") + 6] = 99
    return bytes(data)


def cut_off_header() -> bytes:
    """The list of members says that one begins a few bytes before the end."""
    data = bytearray(zipped({"x.ipynb": b"{}"}))
    place = data.index(b"PK\x01\x02") + 42
    data[place : place + 4] = (len(data) - 10).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    "odd",
    [
        lambda: damaged_data(zipfile.ZIP_DEFLATED),
        lambda: damaged_data(zipfile.ZIP_LZMA),
        name_that_is_no_utf8,
        of_a_version_to_come,
        cut_off_header,
    ],
    ids=["deflate", "lzma", "name", "version", "header"],
)
@pytest.mark.parametrize("deep", [False, True], ids=["zip", "zip in a folder"])
def test_a_damaged_zip_costs_only_its_student(course, box, small_notebook, odd, deep):
    put(box / ("ana/work.zip" if deep else "ana.zip"), odd())
    put(box / "bob" / "x.ipynb", small_notebook)
    result = collect(course, [box])
    assert list(collected(course)) == [f"bob/{CHAPTER}/x.ipynb"]
    assert len(result.problems) == 1
    assert "ana" in result.problems[0]
    assert "again" in result.problems[0]


@pytest.mark.parametrize("odd", [name_that_is_no_utf8, of_a_version_to_come], ids=["name", "version"])
def test_a_damaged_zip_of_a_class_is_told(course, tmp_path, odd):
    with pytest.raises(UserError, match="not a whole zip"):
        collect(course, [put(tmp_path / "class.zip", odd())])


def test_folders_that_end_with_a_backslash_are_folders(course, box, small_notebook):
    files = {f"{CHAPTER}\\": b"", f"{CHAPTER}\\img\\": b"", f"{CHAPTER}\\img\\a.png": b"p"}
    put(box / "ana.zip", zipped(files | {f"{CHAPTER}\\x.ipynb": small_notebook}))
    result = collect(course, [box])
    assert collected(course) == {f"ana/{CHAPTER}/img/a.png": b"p", f"ana/{CHAPTER}/x.ipynb": small_notebook}
    assert result.problems == []


@pytest.mark.parametrize(
    "names", [["ก" * 100 + ".ipynb"], ["a.ipynb", "a.ipynb/b.ipynb"]], ids=["long", "file and folder"]
)
def test_names_that_this_disk_cannot_hold_cost_only_their_student(course, box, small_notebook, names):
    put(box / "ana" / "old.ipynb", small_notebook)
    collect(course, [box])
    (box / "ana" / "old.ipynb").unlink()
    put(box / "ana" / "work.zip", zipped(dict.fromkeys(names, small_notebook)), 1_000_000_500)
    put(box / "new" / "work.zip", zipped(dict.fromkeys(names, small_notebook)))
    put(box / "bob" / "x.ipynb", small_notebook)
    result = collect(course, [box])
    assert sorted(os.listdir(course.submitted)) == ["ana", "bob"]
    assert list(collected(course)) == [f"ana/{CHAPTER}/old.ipynb", f"bob/{CHAPTER}/x.ipynb"]
    assert os.listdir(course.submitted / "ana") == [CHAPTER]
    assert (len(result.new), result.replaced) == (1, [])
    assert "cannot be written" in result.problems[0]
    assert "collect again" in result.problems[0]


def test_a_notebook_that_cannot_be_read_is_kept_with_the_only_chapter_it_came_with(course, box, small_notebook):
    put(box / "ana" / "x.ipynb", small_notebook)
    put(box / "ana" / "more.ipynb", small_notebook[:-200])
    put(box / "ana" / "data.json", b"{}")  # no notebook by its name, so it is not taken along
    put(box / "bob" / "x.ipynb", small_notebook)
    result = collect(course, [box])
    assert {name for name in collected(course) if name.startswith("ana/")} == {
        f"ana/{CHAPTER}/x.ipynb",
        f"ana/{CHAPTER}/more.ipynb",
    }
    assert result.problems == []


def test_a_notebook_that_cannot_be_read_and_may_be_of_two_chapters_is_named(
    course, box, small_notebook, other_notebook
):
    put(box / "ana" / "x.ipynb", small_notebook)
    put(box / "ana" / "y.ipynb", other_notebook)
    put(box / "ana" / "more.ipynb", small_notebook[:-200])
    put(box / "ana" / "README.md", b"hello")
    put(box / "bob" / "x.ipynb", small_notebook)
    result = collect(course, [box])
    assert not [name for name in collected(course) if "more" in name]
    assert len(result.problems) == 1
    assert "(more.ipynb); --chapter NAME" in result.problems[0]


@pytest.mark.parametrize("zip_is_newer", [True, False])
def test_a_zip_is_as_old_as_its_hand_in_and_not_as_the_files_in_it(course, box, small_notebook, zip_is_newer):
    blank = pack(student_notebook(course))
    put(box / "ana.ipynb", blank, 1_000_000_000)
    put(box / "ana.zip", zipped({"x.ipynb": small_notebook}, 1990 if zip_is_newer else 2090), 1_000_000_500)
    if not zip_is_newer:
        put(box / "ana.ipynb", blank, 1_000_000_900)
    collect(course, [box])
    assert list(collected(course).values()) == [small_notebook if zip_is_newer else blank]


def test_a_time_that_the_student_wrote_is_not_believed_below_nbgraders_own(course, tmp_path, small_notebook):
    folder = tmp_path / "submitted" / "ana" / CHAPTER
    put(folder / "x.ipynb", small_notebook)
    put(folder / "timestamp.txt", b"2026-03-09 10:00:00 UTC")
    put(folder / "a" / "timestamp.txt", b"2026-03-01 10:00:00 UTC")
    put(folder / "z" / "timestamp.txt", b"2026-03-01 10:00:00 UTC")
    put(folder / "z.zip", zipped({"timestamp.txt": b"2026-03-02 10:00:00 UTC"}))
    put(folder.parent / "z.zip", zipped({f"{CHAPTER}/timestamp.txt": b"2026-03-03 10:00:00 UTC"}))
    put(tmp_path / "submitted" / "bob" / CHAPTER / "x.ipynb", small_notebook)
    put(tmp_path / "submitted" / "bob" / CHAPTER / "a.zip", zipped({"timestamp.txt": b"2026-03-02 10:00:00 UTC"}))
    collect(course, [folder.parents[1]])
    assert collected(course)[f"ana/{CHAPTER}/timestamp.txt"] == b"2026-03-09 10:00:00 UTC\n"
    assert f"bob/{CHAPTER}/timestamp.txt" not in collected(course)


@pytest.mark.parametrize(("where", "path"), [("submitted", "."), ("submitted/ana", "..")])
def test_the_folder_that_one_is_in_has_a_name_too(course, tmp_path, small_notebook, monkeypatch, where, path):
    put(tmp_path / "submitted" / "ana" / CHAPTER / "x.ipynb", small_notebook)
    put(tmp_path / "submitted" / "ana" / CHAPTER / "timestamp.txt", b"2026-03-09 10:00:00 UTC")
    monkeypatch.chdir(tmp_path / where)
    result = collect(course, [Path(path)])
    assert "nbgrader's submitted folder" in result.routes[0]
    assert f"ana/{CHAPTER}/timestamp.txt" in collected(course)


def test_names_in_problems_are_shown_as_what_they_are(course, box):
    put(box / "ana" / "x\u202egpj.zip", b"no zip")
    put(box / "bob" / os.fsdecode(b"l\xf6sung.zip"), b"no zip")
    lone = put(box.parent / os.fsdecode(b"carl_l\xf6sung.ipynb"), b"{}")
    result = collect(course, [box, lone])
    assert len(result.problems) == 3
    assert all(line.isprintable() for line in result.problems)
    with pytest.raises(archive.Refused, match=r"x<202e>gpj\.zip is not a whole zip"):
        archive.read_path(box / "ana")


def test_what_lies_between_the_folders_is_shown_as_what_it_is(course):
    put(course.submitted / os.fsdecode(b"l\xf6sung.ipynb"), b"")
    put(course.submitted / "ana" / os.fsdecode(b"\xf6.ipynb"), b"")
    strays = find_submissions(course, [CHAPTER], [], []).strays
    assert len(strays) == 2
    assert all(line.isprintable() for line in strays)


def kill(monkeypatch, moment: str) -> None:
    """End the run at the first or second renaming, or when what was there before is about to be removed."""
    replace, rmtree, left = os.replace, shutil.rmtree, [{"first": 1, "second": 2}.get(moment, 0)]

    def killed_replace(*paths):
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt
        replace(*paths)

    def killed_rmtree(path, **options):
        if moment == "removal" and path.name.endswith(".old.part") and path.exists():
            raise KeyboardInterrupt
        rmtree(path, **options)

    monkeypatch.setattr(os, "replace", killed_replace)
    monkeypatch.setattr(shutil, "rmtree", killed_rmtree)


@pytest.mark.parametrize("moment", ["first", "second", "removal"])
@pytest.mark.parametrize("then", ["newer", "older"])
def test_a_killed_run_loses_nothing_and_the_next_one_mends_it(course, box, small_notebook, monkeypatch, moment, then):
    blank = pack(student_notebook(course))
    put(box / "ana" / "x.ipynb", blank)
    put(box / "bob" / "x.ipynb", small_notebook)
    collect(course, [box])
    put(box / "ana" / "x.ipynb", small_notebook, 1_000_000_900)
    with monkeypatch.context() as patched:
        kill(patched, moment)
        with pytest.raises(KeyboardInterrupt):
            collect(course, [box])
    inbox = find_submissions(course, [CHAPTER, OTHER], [], [])
    assert inbox.failed == []
    if moment == "second":  # the old ones are aside, the new ones not yet there
        assert [job.student for job in inbox.jobs] == ["bob"]
        assert ["collect again" in line for line in inbox.strays] == [True]
        assert find_submissions(course, [CHAPTER, OTHER], [OTHER], []).strays == []
    else:
        assert [job.student for job in inbox.jobs] == ["ana", "bob"]
        assert inbox.strays == []
    if then == "older":
        put(box / "ana" / "x.ipynb", blank + b"\n", 999_999_000)  # does not replace what was aside
    collect(course, [box])
    assert os.listdir(course.submitted / "ana") == [CHAPTER]
    expected = blank if then == "older" and moment != "removal" else small_notebook
    assert collected(course)[f"ana/{CHAPTER}/x.ipynb"] == expected


def test_of_a_released_folder_and_a_notebook_beside_it_both_are_kept(course, box, small_notebook):
    blank = pack(student_notebook(course))
    put(box / "ana" / CHAPTER / f"{CHAPTER}.ipynb", blank)
    put(box / "ana" / f"{CHAPTER}.ipynb", small_notebook)
    put(box / "bob" / "x.ipynb", small_notebook)
    result = collect(course, [box])
    assert result.problems == []
    assert collected(course)[f"ana/{CHAPTER}/{CHAPTER}.ipynb"] == small_notebook
    assert collected(course)[f"ana/{CHAPTER}/{CHAPTER}/{CHAPTER}.ipynb"] == blank


def test_a_zip_in_a_folder_may_be_as_large_as_any_hand_in(course, box, small_notebook, monkeypatch):
    monkeypatch.setattr(archive, "MAX_BYTES", 20_000)
    monkeypatch.setattr(archive, "MAX_TOTAL", 60_000)
    large = {"x.ipynb": small_notebook, "a.bin": os.urandom(19_000), "b.bin": os.urandom(19_000)}
    put(box / "ana" / "work.zip", zipped(large))
    put(box / "bob" / "work.zip", zipped({"x.ipynb": small_notebook, "a.bin": os.urandom(70_000)}))
    result = collect(course, [box])
    assert list(collected(course)) == [f"ana/{CHAPTER}/x.ipynb"]
    assert "work.zip is larger than" in result.problems[0]


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


@pytest.mark.parametrize("spoil", ["ALTER TABLE student DROP COLUMN lms_user_id", "hold"])
def test_a_gradebook_that_cannot_be_asked_who_is_in_the_class_is_not_one_without_a_class(
    course, box, small_notebook, monkeypatch, spoil
):
    """Else names of files were taken for ids, and strangers made of the students who are entered there."""
    monkeypatch.setattr(gradebook, "create_engine", lambda url: create_engine(url, connect_args={"timeout": 0}))
    with Gradebook(course.db_url) as opened:
        opened.add_student("ana.silva", last_name="Silva")
    put(box / "ana" / "x.ipynb", small_notebook)
    put(box / "bob" / "x.ipynb", small_notebook)
    with sqlite3.connect(course.nbgrader / "gradebook.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE" if spoil == "hold" else spoil)
        with pytest.raises(UserError, match=r"gradebook\.db cannot be used: .*nbgrader db upgrade"):
            collect(course, [box])
    assert collected(course) == {}
    (course.nbgrader / "gradebook.db").unlink()
    assert len(collect(course, [box]).new) == 2, "a course without a gradebook has no list of the class"
    assert not (course.nbgrader / "gradebook.db").exists(), "asking makes none"


def test_wrong_use_is_told(course, tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        collect(course, [tmp_path / "nowhere"])
    with pytest.raises(UserError, match="no chapter"):
        collect(course, [tmp_path], chapter="99_none")
