"""The digits that travel with the notebooks are scikit-learn's, and reach everyone who runs a notebook."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from byhand import data
from sklearn.datasets import load_digits as scikit_learns

from autograde.course import find_course
from autograde.generate import package_files
from autograde.release import needed_pins, packed
from autograde.source import load
from autograde.split.engine import Engine
from autograde.split.plan import Step
from autograde.split.walls import probe
from tests.make_digits import write

COURSE = find_course()


def test_every_value_is_that_of_scikit_learn():
    images, labels = data.load_digits()
    theirs = scikit_learns()
    np.testing.assert_array_equal(images, theirs.data)
    np.testing.assert_array_equal(labels, theirs.target)
    assert images.dtype == np.float64
    assert labels.dtype == np.int64
    assert images.flags["C_CONTIGUOUS"]


def test_one_changed_pixel_would_be_noticed():
    images, _ = data.load_digits()
    images[1000, 20] += 1
    with pytest.raises(AssertionError):
        np.testing.assert_array_equal(images, scikit_learns().data)


def test_each_call_gives_arrays_of_its_own():
    images, labels = data.load_digits()
    images[:], labels[:] = -1, -1
    again, labels_again = data.load_digits()
    assert again.min() == 0
    assert labels_again.min() == 0


def test_the_file_is_what_its_script_makes(tmp_path):
    write(tmp_path / "digits.npz")
    with np.load(tmp_path / "digits.npz") as new, np.load(COURSE.byhand / "data" / "digits.npz") as kept:
        assert sorted(new) == sorted(kept) == ["images", "labels"]
        for name in new:
            assert kept[name].dtype == np.uint8
            np.testing.assert_array_equal(new[name], kept[name])
    assert (COURSE.byhand / "data" / "digits.npz").stat().st_size < 60_000


def test_the_data_are_in_the_package_and_in_the_zip_for_students(tmp_path):
    assert Path("data/digits.npz") in package_files(COURSE.byhand)
    content = packed(COURSE, load(COURSE, "08_digits"), needed_pins(COURSE))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    # As a student has it: nothing but what was unpacked is on the path.
    done = subprocess.run(
        [sys.executable, "-c", "from byhand import data; X, y = data.load_digits(); print(X.shape, int(X.sum()))"],
        cwd=tmp_path / "08_digits", env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == f"(1797, 64) {int(scikit_learns().data.sum())}", done.stderr


def test_students_code_in_the_sandbox_and_tests_in_the_judge_can_load_them():
    given = "from byhand import data\nimages, labels = data.load_digits()"
    answer = "def ink():\n    return data.load_digits()[0].sum()"
    test = "assert ink() == images.sum() == data.load_digits()[0].sum() > 0"
    steps = [
        Step("given", "given", given, judge=True, worker=True),
        Step("ink", "answer", answer, exercise="ink", worker=True),
        Step("test-ink", "test", test, exercise="ink", stands=["ink"], points=1.0),
    ]
    with Engine({"byhand": COURSE.byhand}, walls=probe().walls()) as engine:
        verdict = engine.grade(steps, seed=0).verdicts[0]
    assert verdict["status"] == "ok", verdict
    assert verdict["score"] == 1.0
