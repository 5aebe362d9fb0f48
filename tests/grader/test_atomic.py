"""What is written is whole or not there, and what a killed run left can be told by its name."""

from __future__ import annotations

import pytest

from autograde import atomic


def test_a_file_that_is_not_finished_leaves_the_old_one(tmp_path):
    final = tmp_path / "table.csv"
    atomic.write_text(final, "old")

    def write_half() -> None:
        with atomic.written(final) as place:
            place.write_text("half")
            assert final.read_text() == "old"
            raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        write_half()
    assert final.read_text() == "old"
    assert list(tmp_path.iterdir()) == [final]


def test_a_finished_file_takes_the_place(tmp_path):
    final = tmp_path / "table.csv"
    atomic.write_text(final, "old")
    with atomic.written(final) as place:
        place.write_text("new")
    assert final.read_text() == "new"
    assert list(tmp_path.iterdir()) == [final]


def test_what_was_left_is_told_by_its_name(tmp_path):
    chapter = tmp_path / "01_neurons"
    assert atomic.become(atomic.stage(chapter).name) == "01_neurons"
    assert atomic.become(atomic.former(chapter).name) == "01_neurons"
    for ordinary in ("01_neurons", ".part", "01_neurons.part", ".01_neurons", ".ipynb_checkpoints"):
        assert atomic.become(ordinary) is None
