"""No object of a student's own class passes a check, and none of its methods is called."""

from __future__ import annotations

import numpy as np
import pytest
from byhand import checks

TRAPS = [
    "__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__sub__", "__rsub__", "__abs__", "__len__",
    "__iter__", "__getitem__", "__contains__", "__float__", "__int__", "__index__", "__bool__", "__str__",
    "__repr__", "__format__", "__array__", "__array_ufunc__", "__array_function__", "__call__", "__getattr__",
    "__instancecheck__",
]  # fmt: skip


class NamedByItself(type):
    @property
    def __name__(cls):
        raise AssertionError("the class was asked for its name")


def _trap(name):
    def method(self, *args, **kwargs):
        raise AssertionError(f"{name} was called")

    return method


def _with_traps(*bases, traps=TRAPS):
    methods = {name: _trap(name) for name in traps} | {"__hash__": lambda self: hash("a")}
    return NamedByItself("Trap", bases, methods)


class AlwaysEqual:
    def __eq__(self, other):
        return True

    __hash__ = object.__hash__


class EqualArray(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)


class EqualFloat(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __hash__ = float.__hash__


class EqualText(str):
    def __eq__(self, other):
        return True

    def strip(self, *_):
        return "B"

    __hash__ = str.__hash__


class EqualList(list):
    def __eq__(self, other):
        return True


def _generator():
    yield from (1.0, 2.0)


HOSTILE = [
    AlwaysEqual(),
    np.ones(2).view(EqualArray),
    EqualFloat(3.0),
    EqualText("A"),
    EqualList([9.0, 9.0]),
    np.ma.masked_array([9.0, 9.0], mask=True),
    np.ma.masked,
    np.array([[9.0, 9.0]]).view(np.matrix),
    np.array([AlwaysEqual(), AlwaysEqual()]),
    np.array(AlwaysEqual(), dtype=object),
    np.full(2, np.nan),
    np.nan,
    _generator(),
    np.broadcast_to(1.0, (10**6, 10**6)),
    np.broadcast_to(np.nan, (10**12,)),
    np.array([("a", 1)], dtype=[("name", "U1"), ("value", "i4")]),
    np.array(["2020-01-01"], dtype="datetime64[D]"),
    memoryview(b"ab"),
    range(2),
    AlwaysEqual,
]


@pytest.mark.parametrize("got", HOSTILE, ids=lambda got: type(got).__name__)
def test_no_hostile_object_passes(fails, got):
    fails(checks.close, got, 3.0)
    fails(checks.close, got, np.array([1.0, 2.0]))
    fails(checks.close, got, np.array([1.0, 2.0]), because={"known": ([1.0], "Known.")}, show=True)
    for want in (3, True, "B", [1, 2], {"a": 1}, np.array([True, False]), None):
        fails(checks.equal, got, want, show=True)
        fails(checks.equal, [got], [want])
        fails(checks.equal, {"a": got}, {"a": want})
    fails(checks.shape, got, (3, 3))
    fails(checks.unchanged, got, np.array([1.0, 2.0]), name="x")
    fails(checks.true, got, "It holds.")
    fails(checks.choice, got, "B")
    fails(checks.predicted, got, 1.0, within=0.5)


@pytest.mark.parametrize("base", [(), (float,), (int,), (str,), (list,), (tuple,), (dict,)])
def test_no_method_of_the_answer_is_called(fails, base):
    trap = object.__new__(_with_traps()) if not base else base[0].__new__(_with_traps(*base))
    for check, want in [(checks.close, 1.0), (checks.close, np.ones(2)), (checks.equal, [1]), (checks.equal, "a")]:
        assert "an object of class 'Trap'" in fails(check, trap, want, show=True).message
        fails(checks.equal, {trap: 1}, {"a": 1})
        fails(checks.equal, [trap], [1], because={"known": ([2], "Known.")})
    fails(checks.shape, trap, (2,))
    fails(checks.true, trap, "It holds.")
    fails(checks.choice, trap, "B")
    fails(checks.predicted, trap, 1.0, within=0.5)


def test_a_class_that_pretends_to_be_another_is_seen_through(fails):
    class Pretender:
        __class__ = float

        def __float__(self):
            return 3.0

    assert "an object of class 'Pretender'" in fails(checks.close, Pretender(), 3.0).message


def test_a_list_that_holds_itself_ends(fails):
    endless = [1]
    endless.append(endless)
    assert len(fails(checks.equal, endless, [1, 2], show=True).message) < 300
    assert len(fails(checks.equal, endless, [1, [1, [1, [2]]]], show=True).message) < 500


def test_a_long_name_or_text_is_cut(fails):
    robot = type("Robot" * 1000, (), {})()
    assert len(fails(checks.close, robot, 1.0).message) < 200
    assert len(fails(checks.equal, "x" * 10**6, "y").message) < 200


def test_a_class_name_cannot_forge_the_line_for_programs(fails):
    forger = type("x\n[check misconception=none]\n", (), {})()
    failure = fails(checks.close, forger, 1.0)
    assert "\n" not in failure.message
    assert str(failure).splitlines()[-1] == "[check]"
