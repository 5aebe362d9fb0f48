"""Packed folders: what goes in comes out, and nothing that another process writes leads out of the folder."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograde.compatible import folder

LIMIT = 1 << 20


@contextlib.contextmanager
def _packed(data: bytes):
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.flush()
        yield file


def _index(files: object, contents: bytes = b"") -> bytes:
    index = json.dumps({"files": files}).encode()
    return len(index).to_bytes(8, "little") + index + contents


def test_what_goes_in_comes_out(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "sub").mkdir(parents=True)
    target.mkdir()
    (source / "a.bin").write_bytes(bytes(range(256)))
    (source / "sub" / "ü.sh").write_text("#!/bin/sh")
    (source / "sub" / "ü.sh").chmod(0o755)
    (source / "link").symlink_to("/etc/passwd")
    with tempfile.TemporaryFile() as file:
        paths = [path for path, _ in folder.files_of(source)]
        assert paths == ["a.bin", "sub/ü.sh"]
        folder.pack(file, source, paths, LIMIT, name="n")
        assert folder.read_index(file)["name"] == "n"
        assert folder.unpack(file, target, keep=["none"]) == paths
    assert (target / "a.bin").read_bytes() == bytes(range(256))
    assert os.access(target / "sub" / "ü.sh", os.X_OK)
    assert not (target / "link").exists()


def test_too_much_is_refused(tmp_path):
    (tmp_path / "a").write_bytes(bytes(100))
    with tempfile.TemporaryFile() as file, pytest.raises(folder.FolderError, match="at most"):
        folder.pack(file, tmp_path, ["a"], 99)


@pytest.mark.parametrize(
    "files",
    [
        [["../x", 0, False]], [["/x", 0, False]], [["a/../../x", 0, False]], [["", 0, False]], [["a", -1, False]],
        [["a", 9, False]], [["a", 0]], [[1, 0, False]], "abc", [["a\0b", 0, False]], [["a", 0, 0]] * 3000,
    ],
)  # fmt: skip
def test_index_that_lies_is_refused(tmp_path, files):
    with _packed(_index(files)) as file, pytest.raises(folder.FolderError):
        folder.unpack(file, tmp_path, links=False)
    assert not list(tmp_path.iterdir())


def test_link_is_not_followed(tmp_path):
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (inside / "d").symlink_to(outside)
    with _packed(_index([["d/x", 1, False]], b"x")) as file, pytest.raises(folder.FolderError, match="link"):
        folder.unpack(file, inside, links=False)
    assert not list(outside.iterdir())


_LENGTHS = st.integers(0, 80).map(lambda length: length.to_bytes(8, "little"))


@given(st.binary(max_size=60) | st.builds(bytes.__add__, _LENGTHS, st.text().map(str.encode)))
def test_any_bytes_are_read_or_refused(data):
    with _packed(data) as file, tempfile.TemporaryDirectory() as place:
        try:
            folder.unpack(file, folder.Path(place), links=False)
        except folder.FolderError:
            assert not os.listdir(place)


