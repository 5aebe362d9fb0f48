"""What a cell defines and calls is read off its source, IPython's own syntax included; notes stay few."""

from __future__ import annotations

import pytest

from autograde.flags import MOST, Flag, few_of_each
from autograde.names import bound_names, called_names, defined_names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def double(x):\n    y = 1\n    return x", "double"),
        ("import numpy as np, os.path\nfrom math import pi as tau", "np os tau"),
        ("files = !ls\n%matplotlib inline\n!pip install x\na, b = 1, 2", "files a b"),
        ("%%time\nx = 1", "x"),
        ("%%bash\nx=1", ""),
        ("help?\nx = 1\nx.real??", "x"),
        ("if True:\n    !ls\n    y = 3", "y"),
        ('text = """\n%not magic\n!nor this\n"""', "text"),
        ("x != 3", ""),
        ("def double(x)\n    return 2", "double"),
        ("def f():\n" + "(" * 300, "f"),
        ("x = 1\0", "x"),
    ],
)
def test_names_that_a_cell_defines(source, names):
    assert bound_names(source) == frozenset(names.split())


def test_names_that_a_cell_calls():
    called = called_names("n = int(input())\nimport pdb; pdb.set_trace()\nf = breakpoint")
    assert called == {"int", "input", "set_trace"}
    assert called_names("def input(:") == frozenset()
    assert called_names("# input()") == frozenset()


def test_the_quick_look_sees_what_stands_at_the_margin():
    assert defined_names("class A:\n    b = 1\nasync def f(): pass\nc = 2\nd == 3") == {"A", "f", "c"}


def test_of_many_notes_of_one_kind_the_first_are_kept_and_the_rest_counted():
    many = [Flag("unknown_cell_id", str(number)) for number in range(MOST + 7)]
    kept = few_of_each([Flag("bom_removed"), *many, many[0]])
    assert kept[0] == Flag("bom_removed")
    assert len(kept) == 1 + MOST + 1
    assert kept[-1] == Flag("unknown_cell_id", "and 7 more")
