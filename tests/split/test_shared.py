"""Objects that both ends hold on to stay one object, whoever changes them, and are let go of when one end is done."""

import numpy as np
import pytest

from autograde.split.shared import Shared
from autograde.split.wire import Encoder, WireError


def refuse(*args):
    raise WireError("not plain")


class Ends:
    """Two ends with nothing between them."""

    def __init__(self):
        self.here, self.there = Shared(refuse, refuse), Shared(refuse, refuse)

    def over(self, value):
        return self.there.read(b"".join(self.here.write([value])))

    def back(self, value):
        return self.here.read(b"".join(self.there.write([value])))


@pytest.fixture
def ends():
    return Ends()


CHANGES = [
    (lambda: [1, 2], lambda x: x.append(3)),
    (lambda: {"a": 1}, lambda x: x.update(b=[2])),
    (lambda: {1}, lambda x: x.add(2)),
    (lambda: np.zeros(3), lambda x: x.__setitem__(1, 7.0)),
]


@pytest.mark.parametrize(("make", "change"), CHANGES)
def test_a_change_on_one_end_reaches_the_other_in_the_same_object(ends, make, change):
    mine, expected = make(), make()
    change(expected)
    theirs = ends.over(mine)
    change(theirs)
    ends.back(None)
    assert np.array_equal(mine, expected) if isinstance(mine, np.ndarray) else mine == expected
    assert ends.here.saw_changes
    assert not ends.there.saw_changes


@pytest.mark.parametrize(("make", "change"), CHANGES)
def test_a_change_by_the_sender_reaches_who_has_kept_the_object(ends, make, change):
    mine = make()
    theirs = ends.over(mine)
    ends.back(None)
    change(mine)
    ends.over(None)
    assert np.array_equal(mine, theirs) if isinstance(mine, np.ndarray) else mine == theirs


def test_what_was_sent_before_is_not_sent_again(ends):
    array = np.zeros(1000)
    theirs = ends.over(array)
    ends.back(None)
    message = b"".join(ends.here.write([[array]]))
    assert len(message) < 200
    assert ends.there.read(message)[0] is theirs


def test_an_object_inside_another_stays_the_same_object(ends):
    inner = [1]
    outer = {"x": inner}
    theirs = ends.over((outer, inner))
    theirs[0]["x"].append(2)
    theirs[0]["y"] = theirs[1]
    ends.back(None)
    assert inner == [1, 2]
    assert outer["y"] is outer["x"] is inner


def test_what_one_end_has_let_go_of_is_forgotten_by_both(ends):
    array = np.zeros(3)
    ends.over([array, {"x": [1]}])  # the other end drops it at once
    ends.back(None)
    ends.over(None)
    assert ends.here._objects == ends.there._objects == {}
    ends.over(np.zeros(3))  # a temporary of this end
    ends.back(None)
    ends.over(None)
    assert ends.here._objects == ends.there._objects == {}


def test_an_object_that_cannot_cross_leaves_both_ends_in_step(ends):
    array = np.zeros(2)
    with pytest.raises(WireError):
        ends.here.write([[array, object()]])
    theirs = ends.over([array])
    assert ends.back(theirs)[0] is array


def test_drawing_random_numbers_is_no_change_of_an_argument(ends):
    rng = np.random.default_rng(1)
    theirs = ends.over(rng)
    drawn = theirs.normal()
    ends.back(None)
    assert np.random.default_rng(1).normal() == drawn
    assert rng.normal() == theirs.normal()
    assert not ends.here.saw_changes


def test_a_change_to_what_was_never_shared_or_into_another_form_is_refused(ends):
    array = np.zeros(2)
    theirs = ends.over(array)
    for number in (0, 99):
        encoder = Encoder()
        encoder.number(1)
        encoder.number(number)
        encoder.contents(np.ones(5))
        encoder.value(None)
        encoder.number(0)
        if number == 99:
            with pytest.raises(WireError, match="not shared"):
                ends.here.read(encoder.bytes())
        else:
            ends.here.read(encoder.bytes())
    assert (array.shape, array.sum(), theirs.sum()) == ((2,), 0, 0)


@pytest.mark.parametrize("data", [b"", b"\0" * 7, b"\xff" * 8, b"N" + b"\0" * 7 + b"\5" + b"\0" * 7], ids=repr)
def test_a_message_that_is_cut_off_is_refused(ends, data):
    with pytest.raises(WireError):
        ends.here.read(data)
