"""A folder that was handed in becomes the cells of one notebook, or a failure that says why not."""

from __future__ import annotations

import json
import os
from datetime import datetime

import pytest
from small_course import CHAPTER, OTHER, RIGHT, code, fill_in, hand_in, student_notebook

from autograde.assignment import load_assignment
from autograde.damage import DAMAGES
from autograde.decode import MAX_BYTES, Unreadable, decode
from autograde.flags import FAILURES, FLAGS, student_text
from autograde.parcel import MAX_ENTRIES, folder_digest, pack_folder
from autograde.read import Reading, read_submission, time_of
from autograde.submission import ended_its_workers


@pytest.fixture
def read(course, small):
    """Hands in files as one student and reads them back."""

    def read(files: dict[str, bytes | str | dict]) -> Reading:
        folder = course.submitted / "ana" / CHAPTER
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            hand_in(course, "ana", content, name)
        others = load_assignment(course, OTHER).known_ids
        return read_submission(pack_folder(folder), small, others)

    return read


@pytest.fixture
def solved(small) -> dict:
    return fill_in(small, RIGHT)


def codes(reading: Reading) -> list[str]:
    return [flag.code for flag in reading.flags]


def answer(reading: Reading, name: str) -> str:
    return next(cell.source for cell in reading.cells if cell.grade_id == name)


def test_an_honest_notebook_is_read_without_a_flag(read, solved):
    reading = read({f"{CHAPTER}.ipynb": solved})
    assert reading.failure is None
    assert codes(reading) == []
    assert answer(reading, "double") == RIGHT["double"]
    assert reading.file == f"{CHAPTER}.ipynb"


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.row)
def test_each_row_of_the_catalogue_ends_as_it_says_or_reaches_the_next_step(read, solved, damage):
    reading = read(damage.make(solved, CHAPTER, "double"))
    if damage.status == "failed":
        assert reading.cells is None
        assert (reading.failure.code,) == damage.flags
    else:
        assert reading.cells is not None
        assert set(codes(reading)) <= set(damage.flags)


@pytest.mark.parametrize(
    ("row", "content", "failure"),
    [
        ("M01 only white space", b" \n\0", "empty_file"),
        ("M04 web page", b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "web_page"),
        ("M04 PDF", b"%PDF-1.7 ...", "pdf_file"),
        ("M04 zip", b"PK\x03\x04 ...", "archive_file"),
        ("M05", b"{}", "not_a_notebook"),
        ("M06 list", b"[]", "not_a_notebook"),
        ("M06 string", b'"notebook"', "not_a_notebook"),
        ("M07", b'{"nbformat": 4, "metadata": {}}', "not_a_notebook"),
        ("M16", b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested_too_deep"),
        ("a number of 5000 digits", b'{"cells": [' + b"9" * 5000 + b"]}", "broken_json"),
        ("not JSON", b'{"cells": [,]}', "broken_json"),
    ],
)
def test_a_file_that_is_no_notebook_is_named_for_what_it_is(read, row, content, failure):
    reading = read({f"{CHAPTER}.ipynb": content})
    assert reading.cells is None
    assert reading.failure.code == failure
    assert f"{CHAPTER}.ipynb" in reading.failure.detail


def test_a_cut_file_says_at_which_byte(read, solved):
    data = json.dumps(solved).encode()
    reading = read({f"{CHAPTER}.ipynb": data[:1234]})
    assert reading.failure.code == "truncated_file"
    assert "cut off at byte 1234" in reading.failure.detail


def test_a_merge_conflict_says_on_which_lines(read, solved):
    lines = json.dumps(solved, indent=1).splitlines()
    lines[4:4] = ["<<<<<<< HEAD", " 1", "=======", " 2", ">>>>>>> theirs"]
    reading = read({f"{CHAPTER}.ipynb": "\n".join(lines)})
    assert reading.failure.code == "merge_conflict"
    assert "lines 5, 7, 9" in reading.failure.detail


def test_conflict_markers_inside_an_answer_are_no_conflict(read, solved):
    solved["cells"].append(code("text = '''\n<<<<<<< HEAD\n=======\n>>>>>>> theirs\n'''"))
    assert read({f"{CHAPTER}.ipynb": solved}).failure is None


@pytest.mark.parametrize(
    ("row", "encoding", "flags"),
    [
        ("M10", "utf-16", ["utf16_converted"]),
        ("M10 without a mark", "utf-16-le", ["utf16_converted"]),
        ("UTF-32", "utf-32", ["utf16_converted"]),
        ("M11", "utf-8-sig", ["bom_removed"]),
        ("M12", "latin-1", ["not_utf8"]),
    ],
)
def test_other_encodings_are_read_and_flagged(read, solved, row, encoding, flags):
    solved["cells"].append(code("name = 'é'"))
    reading = read({f"{CHAPTER}.ipynb": json.dumps(solved, ensure_ascii=False).encode(encoding)})
    assert codes(reading) == flags
    assert answer(reading, "double") == RIGHT["double"]
    assert reading.cells[-1].source == "name = 'é'"


def test_half_an_emoji_and_nul_characters_are_replaced(read, solved):
    solved["cells"].append(code("face = '\ud83d' + 'a\0b'"))
    reading = read({f"{CHAPTER}.ipynb": json.dumps(solved)})
    assert codes(reading) == ["broken_characters"]
    assert reading.cells[-1].source == "face = '\ufffd' + 'ab'"
    reading.cells[-1].source.encode("utf-8")


def test_nan_and_repeated_keys_are_accepted_and_noted(read, solved):
    text = json.dumps(solved).replace('"nbformat": 4', '"nbformat": 4, "x": NaN, "x": 1', 1)
    assert codes(read({f"{CHAPTER}.ipynb": text})) == ["odd_json"]


def test_an_old_notebook_is_upgraded(read, solved):
    cells = [
        {"cell_type": "code", "input": cell["source"], "metadata": cell["metadata"], "outputs": []}
        if cell["cell_type"] == "code"
        else {"cell_type": "markdown", "source": cell["source"], "metadata": cell["metadata"]}
        for cell in solved["cells"]
    ]
    reading = read({f"{CHAPTER}.ipynb": {"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]}})
    assert codes(reading) == ["old_format"]
    assert answer(reading, "double") == RIGHT["double"]


def test_sixty_megabytes_of_stored_output_are_dropped(read, solved):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 60_000_000}
    next(cell for cell in solved["cells"] if cell["cell_type"] == "code")["outputs"] = [output]
    reading = read({f"{CHAPTER}.ipynb": solved})
    assert reading.failure is None
    assert sum(len(cell.source) for cell in reading.cells) < 10_000


def test_a_file_beyond_the_cap_is_not_parsed():
    with pytest.raises(Unreadable) as refused:
        decode(b" " * (MAX_BYTES + 1))
    assert refused.value.flag.code == "file_too_large"


@pytest.mark.parametrize("text", ['"' + '\\"' * 200_000, "[" * 90 + '"' * 100_001, '{"a":' * 99 + '"\\'])
def test_hostile_text_is_refused_in_time_that_grows_with_its_length(text):
    with pytest.raises(Unreadable):
        decode(text.encode())


@pytest.mark.parametrize(
    "metadata", [None, [], "x", {"nbgrader": []}, {"nbgrader": None}, {"nbgrader": {"grade_id": 7}}]
)
def test_metadata_of_any_kind_is_ignored(read, solved, metadata):
    cell = code("own = 1")
    cell["metadata"] = metadata
    solved["cells"] += [cell, {"cell_type": "code", "source": ["a = 1\n", 5, "b = 2"]}, 7, None, {"source": {}}]
    reading = read({f"{CHAPTER}.ipynb": solved})
    assert reading.failure is None
    assert reading.cells[-5].grade_id is None
    assert reading.cells[-4].source == "a = 1\nb = 2"


def test_a_link_is_never_followed(read, course, solved, tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(json.dumps(solved))
    folder = course.submitted / "ana" / CHAPTER
    folder.mkdir(parents=True)
    (folder / f"{CHAPTER}.ipynb").symlink_to(secret)
    reading = read({})
    assert reading.cells is None
    assert reading.failure.code == "link_only"


def test_a_pipe_does_not_hang_the_grader(read, course):
    folder = course.submitted / "ana" / CHAPTER
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{CHAPTER}.ipynb")
    assert read({}).failure.code == "link_only"


def test_a_folder_named_like_the_notebook_is_looked_into(read, solved):
    reading = read({f"{CHAPTER}.ipynb/{CHAPTER}.ipynb": solved})
    assert reading.failure is None
    assert set(codes(reading)) == {"file_ignored", "found_in_subfolder"}


def test_an_empty_folder_named_like_the_notebook_is_no_notebook(read, course):
    (course.submitted / "ana" / CHAPTER / f"{CHAPTER}.ipynb").mkdir(parents=True)
    assert read({}).failure.code == "no_notebook"


@pytest.mark.parametrize("name", [f"{CHAPTER} (1).ipynb", "WMS q3.ipynb", f"{CHAPTER}.ipynb.txt", f"{CHAPTER}.json"])
def test_a_notebook_under_another_name_is_recognised_by_its_cells(read, solved, name):
    reading = read({name: solved})
    assert codes(reading) == ["wrong_name"]
    assert answer(reading, "double") == RIGHT["double"]


def test_of_a_blank_original_and_a_solved_copy_the_copy_is_graded(read, solved, small):
    reading = read({f"{CHAPTER}.ipynb": fill_in(small, {}), f"{CHAPTER}-Copy1.ipynb": solved})
    assert reading.file == f"{CHAPTER}-Copy1.ipynb"
    assert set(codes(reading)) == {"several_notebooks", "wrong_name"}


def test_a_solved_original_beats_a_blank_copy(read, solved, small):
    reading = read({f"{CHAPTER}.ipynb": solved, f"{CHAPTER}-Copy1.ipynb": fill_in(small, {})})
    assert reading.file == f"{CHAPTER}.ipynb"
    assert codes(reading) == ["several_notebooks"]


def test_a_notebook_in_a_subfolder_is_found(read, solved):
    reading = read({f"{CHAPTER}/{CHAPTER}.ipynb": solved})
    assert codes(reading) == ["found_in_subfolder"]


@pytest.mark.parametrize("junk", [".ipynb_checkpoints", "__MACOSX", ".git"])
def test_junk_folders_are_ignored(read, solved, small, junk):
    reading = read({f"{CHAPTER}.ipynb": fill_in(small, {}), f"{junk}/{CHAPTER}.ipynb": solved, "._x.ipynb": b"\0"})
    assert codes(reading) == []
    assert answer(reading, "double") != RIGHT["double"]


def test_foreign_files_beside_the_notebook_are_ignored(read, solved):
    assert codes(read({f"{CHAPTER}.ipynb": solved, f"{CHAPTER}.html": b"<html>", "notes.txt": b"x"})) == []


def test_the_notebook_of_another_chapter_is_named_so(read, course):
    other = student_notebook(course, {"triple": "def triple(x):\n    return 3 * x"}, OTHER)
    reading = read({f"{CHAPTER}.ipynb": other})
    assert reading.failure.code == "other_chapter"


def test_of_many_names_the_first_few_are_said_and_how_many_there_are(read):
    assert read({f"{number}.txt": "" for number in range(7)}).failure.detail == (
        "found 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more"
    )


def test_too_many_files_are_refused(read, course):
    folder = course.submitted / "ana" / CHAPTER
    folder.mkdir(parents=True)
    for number in range(MAX_ENTRIES + 1):
        (folder / f"{number}.txt").touch()
    assert read({}).failure.code == "too_many_files"


NO_TIMES = [
    "yesterday", "9999-99-99 99:99:99 UTC", "", "\xff", b"2026-05-01 12:30:00 \xff",
    "1" * 29 + "h", "1" * 5000, "2026-05-01 12:30:00 " + "9" * 30, "2026-05-01 " * 100_000,
]  # fmt: skip


@pytest.mark.parametrize("text", NO_TIMES, ids=lambda text: repr(text[:40]))
def test_a_timestamp_that_is_no_date_counts_as_unknown(read, solved, text):
    reading = read({f"{CHAPTER}.ipynb": solved, "timestamp.txt": text})
    assert codes(reading) == ["bad_timestamp"]
    assert reading.timestamp is None
    assert answer(reading, "double") == RIGHT["double"]


@pytest.mark.parametrize("text", NO_TIMES, ids=lambda text: repr(text[:40]))
def test_a_timestamp_that_is_no_date_raises_nothing_where_nobody_else_looks(course, small, text):
    """`ended_its_workers` is called by the run itself: what it raised would end the run for the class."""
    path = hand_in(course, "ana", text, "timestamp.txt")
    record = ended_its_workers("ana", pack_folder(path.parent), small, seed=1).record
    assert (record.flags, record.timestamp) == (["bad_timestamp", "ended_its_workers"], "")


@pytest.mark.parametrize("zone", ["/etc/localtime", ":/etc/localtime", "../../../etc/localtime"])
def test_a_time_zone_that_names_a_file_is_not_looked_for(monkeypatch, zone):
    """It may be one that nobody may read, which is a PermissionError, or one whose reading never ends."""
    monkeypatch.setattr("autograde.read.parse_utc", lambda text: pytest.fail(f"{text} is looked for"))
    assert time_of(f"2026-05-01 12:30:00 {zone}") is None


def test_a_time_zone_with_a_slash_in_its_name_is_one():
    assert time_of("01/05/2026 12:30:00 UTC") == datetime(2026, 1, 5, 12, 30)
    assert time_of("2026-05-01 12:30:00 Europe/Berlin") == datetime(2026, 5, 1, 10, 30)


def test_a_timestamp_is_read_as_nbgrader_reads_it(read, solved):
    reading = read({f"{CHAPTER}.ipynb": solved, "timestamp.txt": "2026-05-01 12:30:00 UTC"})
    assert reading.timestamp == datetime(2026, 5, 1, 12, 30)
    assert codes(reading) == []


def test_the_digest_changes_with_the_bytes_and_only_with_them(read, course, solved):
    path = hand_in(course, "ana", solved)
    first = read({}).digest
    os.utime(path, (1, 1))
    assert read({}).digest == first == folder_digest(path.parent)
    solved["cells"][0]["source"] += "."
    assert read({f"{CHAPTER}.ipynb": solved}).digest != first


def test_every_flag_has_a_text_for_the_student_and_one_for_the_instructor():
    for code_, texts in {**FLAGS, **FAILURES}.items():
        assert len(texts) == 2
        assert all(len(text) > 10 and text.endswith(".") for text in texts), code_
    assert not FLAGS.keys() & FAILURES.keys()
    with pytest.raises(KeyError):
        student_text("no_such_code")
