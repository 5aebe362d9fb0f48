"""What crosses between judge and worker arrives as it was sent, and bytes that are no message do nothing."""

import contextlib
import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from autograde.split import plain
from autograde.split.wire import WireError, decode, encode

DTYPES = st.sampled_from([np.dtype(text) for text in plain.FIXED])
ARRAYS = npst.arrays(DTYPES, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5))
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary()
    | npst.arrays(DTYPES, ()).map(lambda array: array[()])
)  # fmt: skip
KEYS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False)
VALUES = st.recursive(
    SCALARS | ARRAYS | st.slices(9) | st.builds(range, st.integers(), st.integers()),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
        | st.frozensets(KEYS, max_size=4)
    ),
    max_leaves=12,
)


def same(a, b):
    """Equal in type and value all the way down; NaN equals NaN and -0.0 does not equal 0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, np.generic):
        return a.dtype == b.dtype and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a), list(b)) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (a == b and math.copysign(1, a) == math.copysign(1, b))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return a == b


@given(VALUES)
def test_every_plain_value_arrives_as_it_was_sent(value):
    assert same(decode(encode(value)), value)


@pytest.mark.parametrize(
    "value",
    [np.exp, np.dot, np.linalg.norm, math.sin, float, int, np.float64, np.ndarray, max, ValueError, ...],
    ids=lambda value: getattr(value, "__name__", "..."),
)
def test_listed_functions_and_types_arrive_as_the_receivers_own(value):
    assert decode(encode(value)) is value


@pytest.mark.parametrize("value", [np.dtype("float32"), np.array(["ab", "c"]), np.str_("z"), "\ud800", -(2**4000)])
def test_other_plain_values_arrive_as_they_were_sent(value):
    assert same(decode(encode(value)), value)


def test_big_endian_and_strided_arrays_keep_their_values():
    array = np.arange(12, dtype=">i4").reshape(3, 4)[:, ::2]
    assert np.array_equal(decode(encode(array)), array)


def test_an_array_that_arrives_can_be_written_to_unless_it_was_read_only():
    array = np.zeros(3)
    decode(encode(array))[0] = 1
    array.flags.writeable = False
    with pytest.raises(ValueError, match="read-only"):
        decode(encode(array))[0] = 1


def test_two_names_for_one_object_stay_two_names_for_one_object():
    array, inner = np.zeros(2), [1]
    got = decode(encode([array, {"again": array}, inner, (inner,)]))
    assert got[0] is got[1]["again"]
    assert got[2] is got[3][0]


def test_a_random_generator_goes_on_where_it_was():
    generator = np.random.default_rng(3)
    generator.normal()
    copy = decode(encode(generator))
    assert copy.normal() == generator.normal()


def test_a_cycle_arrives_as_a_cycle():
    cycle = []
    cycle.append((1, {"x": cycle}))
    got = decode(encode(cycle))
    assert got[0][1]["x"] is got


@pytest.mark.parametrize(
    "value",
    [
        np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(12.0).reshape(3, 4)[::-1, ::2], np.array(3.0),
        np.array("2020-02-03", dtype="M8[D]"), np.array([1, 2], dtype="m8[25us]"), np.array([np.timedelta64("NaT")]),
        np.array([(1, 2.5, "a")], dtype=[("n", "i4"), ("x", "f8"), ("t", "U3")]),
        np.zeros(2, dtype=[("m", "f4", (2, 2)), ("in", [("flag", "?")])]), np.zeros(0), np.zeros((3, 0, 2)),
        np.broadcast_to(1.5, (3, 2)), np.full(9000, np.nan),
        np.asfortranarray(np.random.default_rng(0).random((200, 300))),
        np.array([(1, True)], dtype=[("a", "i8"), ("b", "?")])[0], np.datetime64("2020"), np.float16(2), 10**4000,
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_arrays_of_every_form_keep_type_shape_order_and_values(value):
    got = decode(encode(value))
    assert type(got) is type(value)
    assert (got.dtype, got.shape) == (value.dtype, value.shape) if hasattr(value, "dtype") else got == value
    if isinstance(value, np.ndarray):
        assert np.ascontiguousarray(got).tobytes() == np.ascontiguousarray(value).tobytes()
        assert np.isfortran(got) == np.isfortran(value)
        assert got.flags.owndata
        assert got.flags.aligned


def test_a_record_with_gaps_arrives_packed_and_big_endian_as_little():
    value = np.array([(1, 2.0)], dtype=np.dtype([("a", ">i2"), ("b", ">f8")], align=True))
    got = decode(encode(value))
    assert got.dtype == np.dtype([("a", "<i2"), ("b", "<f8")])
    assert (got == value).all()


class Anything:
    pass


class Number(float):
    pass


@pytest.mark.parametrize(
    "value",
    [
        Anything(), Number(1.0), Anything, lambda: 1, open, exec, eval, np.load, np.fromfile, np, BaseException,
        SystemExit, np.array([object()]), np.zeros(2, dtype=[("a", "O")]), np.array(b"12", dtype="V2"),
        1 << 8 * plain.MAX_INTEGER,
        np.array([1], dtype=np.longdouble), np.ma.array([1]), np.random.RandomState(1),
        np.random.Generator(np.random.MT19937(1)), iter([1]),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)  # fmt: skip
def test_what_is_not_plain_is_refused(value):
    with pytest.raises(WireError):
        encode(value)


def test_size_depth_and_number_of_parts_are_bounded(monkeypatch):
    deep = []
    for _ in range(plain.MAX_DEPTH + 5):
        deep = [deep]
    with pytest.raises(WireError, match="deep"):
        encode(deep)
    monkeypatch.setattr(plain, "MAX_BYTES", 1000)
    for large in (np.zeros(1000), "x" * 2000, [b"y" * 600] * 3, np.broadcast_to(0.0, (10**9, 10**9))):
        with pytest.raises(WireError, match="larger than"):
            encode(large)
    monkeypatch.setattr(plain, "MAX_NODES", 50)
    with pytest.raises(WireError, match="parts"):
        encode([None] * 100)


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(data):
    try:
        value = decode(data)
    except WireError:
        return
    assert same(decode(encode(value)), value)  # if it was a message after all, it was a plain value


@settings(max_examples=300)
@given(VALUES, st.data())
def test_a_damaged_message_is_refused_or_is_plain(value, data):
    message = bytearray(encode(value))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(message) - 1))
        message[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(WireError):
        decode(message)


def _number(value):
    return value.to_bytes(8, "little")


def _block(data):
    return _number(len(data)) + data


def _array(dtype, shape, data, tag=b"A\1"):
    return tag + _block(dtype) + _number(len(shape)) + b"".join(map(_number, shape)) + _block(data)


HOSTILE = {
    "nothing": b"",
    "a pickle": pickle.dumps(Anything),
    "an unknown tag": b"?",
    "bytes after the value": b"NN",
    "a list that claims more items than there are bytes": b"L" + _number(1 << 60),
    "a dict that claims more": b"M" + _number(1 << 60),
    "a text that claims more": b"S" + _number(1 << 60),
    "text that is no UTF-8": b"S" + _block(b"\xff\xfe"),
    "a reference to what comes later": b"K" + _number(0),
    "a set that refers to itself": b"E" + _number(1) + b"K" + _number(0),
    "a list as key": b"M" + _number(1) + b"L" + _number(0) + b"N",
    "a range of texts": b"R" + _number(3) + b"NNN",
    "a slice of two": b"X" + _number(2) + b"NN",
    "a function by a name that is not listed": b"Y" + _block(b"exec"),
    "a function of a listed module that is not listed": b"Y" + _block(b"np.load"),
    "objects": _array(b"|O", [1], b"\0" * 8),
    "records as text": _array(b"<f8,<f8", [1], b"\0" * 16),
    "a record of no fields": b"Q" + _block(b"") + _number(0),
    "a record of many fields": b"Q" + _block(b"") + _number(1 << 40),
    "a record of nothing": b"Q" + _block(b"") + _number(1) + _block(b"a") + _number(1) + _number(0) + _block(b"<f8"),
    "a huge record": b"Q" + _block(b"") + _number(1) + _block(b"a") + _number(1) + _number(1 << 25) + _block(b"<f8"),
    "two fields of one name": b"Q" + _block(b"") + _number(2) + 2 * (_block(b"a") + _number(0) + _block(b"<f8")),
    "records in records": 9 * (b"Q" + _block(b"") + _number(1) + _block(b"a") + _number(0)),
    "a number that is too long": b"I" + _number(1 << 17) + b"\1" * (1 << 17),
    "a dtype as Python code": _array(b"__import__('os')", [1], b"\0" * 8),
    "void": _array(b"|V8", [1], b"\0" * 8),
    "dates in a unit that there is not": _array(b"<M8[year]", [1], b"\0" * 8),
    "dates in very many units": _array(b"<M8[9999999s]", [1], b"\0" * 8),
    "too few bytes": _array(b"<f8", [2], b"\0" * 8),
    "an overflowing shape": _array(b"<f8", [1 << 63, 2], b""),
    "a huge empty array": _array(b"<f8", [0, 1 << 40], b""),
    "too many axes": _array(b"<f8", [1] * 60, b"\0" * 8),
    "characters that there are not": _array(b"<U1", [1], b"\xff\xff\xff\xff"),
    "a wide string type": _array(b"<U99999", [0], b""),
    "a scalar with axes": b"G" + _array(b"<f8", [1], b"\0" * 8, tag=b""),
    "an impossible generator": b"P" + _block(b"\xff") * 4,
    "a handle": b"O" + _number(1) * 3 + _block(b"x"),
    "too deep": b"U\1\0\0\0\0\0\0\0" * 100 + b"N",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_are_refused(data):
    with pytest.raises(WireError):
        decode(data)


def test_a_truth_value_is_always_true_or_false():
    # A byte 2 in a bool array would be a value that is neither equal to True nor to False.
    got = decode(_array(b"|b1", [2], b"\2\0"))
    assert got.tobytes() == b"\1\0"
