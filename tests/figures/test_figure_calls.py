"""A call that cannot work says what to change, in a notebook and in a build alike."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import byhand
import numpy as np
import pytest
from byhand import explore, explore_field, static
from byhand.sliders import FigureError
from figure_examples import GRID, POINTS, X

pytestmark = pytest.mark.usefixtures("static")


def line(x, w):
    return w * x


def plane(x1, x2, w):
    return w * x1 + x2


W = (-1, 1, 1)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: explore(line, X, w=W, alt=" "), "Give alt="),
        (lambda: explore(line, X[::-1], w=W, alt="a"), "x must be a 1-D array of at least two rising"),
        (lambda: explore(line, [[1, 2]], w=W, alt="a"), "x must be a 1-D array"),
        (lambda: explore(line, X, w=W, ylim=(1, 0), alt="a"), "ylim must be"),
        (lambda: explore(line, X, w=W, title=(0, 1, 1), alt="a"), "title must be text"),
        (lambda: explore(lambda x, w: None, X, w=W, alt="a"), "Does the function end with `return`"),
        (lambda: explore(lambda x, w: "no", X, w=W, alt="a"), "not made of numbers"),
        (lambda: explore(lambda x, w: x[1:], X, w=W, alt="a"), r"shape \(120,\); x has shape \(121,\)"),
        (lambda: explore(lambda x, w: x / 0, X, w=W, alt="a"), "Give ylim"),
        (lambda: explore(lambda x, w: {str(i): x for i in range(7)}, X, w=W, alt="a"), "7 curves"),
        (lambda: explore(lambda x, w: {f"w = {w}": x}, X, w=W, alt="a"), "The curves are"),
        (lambda: explore_field(lambda x1, x2, w: x1[0], GRID, GRID, w=W, alt="a"), r"\(len\(x2\), len\(x1\)\) is"),
        (lambda: explore_field(plane, GRID, GRID, points=[1, 2], w=W, alt="a"), r"points must have shape \(n, 2\)"),
        (lambda: explore_field(plane, GRID, GRID, labels=[1], w=W, alt="a"), "labels must give one class"),
        (lambda: explore_field(plane, GRID, GRID, points=POINTS, labels=range(5), w=W, alt="a"), "more than 4 classes"),
        (lambda: explore_field(plane, GRID, GRID, levels=[np.nan], w=W, alt="a"), "levels must be numbers"),
        (lambda: explore_field(plane, GRID, GRID, path=[1, 2], w=W, alt="a"), r"path must have shape \(n, 2\)"),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_mistake_in_the_call_is_named(call, says):
    with pytest.raises(FigureError, match=says):
        call()


def test_large_table_is_refused_with_its_size_and_what_to_do():
    fine = (-5, 5, 0.1)
    with pytest.raises(FigureError, match=r"10201 slider settings \(of 101 of w x 101 of b\).*larger slider step"):
        explore(lambda x, w, b: w * x + b, np.linspace(-1, 1, 1001), w=fine, b=fine, alt="a")


def test_table_that_hardly_packs_is_refused_with_its_size():
    noise = np.random.default_rng(0).normal(size=(41, 41, 31, 31))

    def rough(x1, x2, w, v):
        return noise[w, v]

    axis = np.linspace(0, 1, 31)
    with pytest.raises(FigureError, match=r"would add \d+ kB to the page; at most 400 kB"):
        explore_field(rough, axis, axis, w=(0, 40, 1), v=(0, 40, 1), alt="a")


def test_field_under_a_moving_path_is_stored_once():
    axis = np.linspace(-2, 2, 101)
    figure = explore_field(
        lambda x1, x2, rate, steps: x1**2 + x2**2, axis, axis, path=lambda rate, steps: np.full((steps, 2), rate),
        rate=(0, 1, 0.05), steps=(1, 20, 1), alt="a",
    )
    back = static.read_back(figure._repr_html_())
    assert (back["values"].shape, back["path"].shape) == ((1, 1, 101, 101), (21, 20, 20, 2))


def test_checks_can_be_imported_without_anything_that_draws():
    code = (
        "import sys; from byhand import checks; "
        "print([m for m in ('matplotlib', 'anywidget', 'ipywidgets', 'byhand.figures') if m in sys.modules])"
    )
    chapters = Path(byhand.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=chapters)
    assert done.stdout.strip() == "[]"


def test_unknown_part_of_the_package_is_named():
    with pytest.raises(AttributeError, match="it has checks, data, explore, explore_bars, explore_field, explore_net"):
        byhand.plot  # noqa: B018
