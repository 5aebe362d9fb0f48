"""A worker that says anything at all, at any time, costs its own test only: the judge gets data or ends the line."""

import contextlib
import os
import socket
import struct
import threading
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lesson import POINTS, Lesson

from autograde.split import plain
from autograde.split.line import ANSWER, ASK, RAISE, CannotSend, LineClosed, OutOfTime
from autograde.split.said import Said
from autograde.split.student import Student
from autograde.split.wire import WireError, encode

HARMLESS = (WireError, LineClosed, OutOfTime, CannotSend)


def message(value) -> bytes:
    """A message that changes and forgets nothing."""
    return bytes(8) + encode(value) + bytes(8)


def frame(kind: int, content: bytes) -> bytes:
    return struct.pack("<QB", len(content), kind) + content


@contextlib.contextmanager
def judge_of(*sent: bytes, seconds: float = 5.0, endless: bytes = b""):
    """A judge's end of a line whose other end has sent these bytes, and goes on sending `endless`."""
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def send():
        with contextlib.suppress(OSError):
            theirs.sendall(b"".join(sent))
            while endless and not stop.is_set():
                theirs.sendall(endless)

    def drain():
        with contextlib.suppress(OSError):
            while theirs.recv(1 << 16):
                pass

    threads = [threading.Thread(target=target, daemon=True) for target in (send, drain)]
    student = Student(ours, Said([]))
    student.line.deadline = time.monotonic() + seconds
    for thread in threads:
        thread.start()
    yield student
    stop.set()
    for sock in (ours, theirs):
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
        sock.close()
    for thread in threads:
        thread.join()


def test_an_honest_answer_arrives():
    with judge_of(frame(ANSWER, message((3,)))) as student:
        assert student.get("x") == (3,)


BROKEN = {
    "a frame of no kind": frame(9, b""),
    "a frame that is too large": struct.pack("<QB", plain.MAX_BYTES + 5000, ANSWER),
    "a frame as large as can be": struct.pack("<QB", (1 << 64) - 1, ANSWER),
    "an empty frame": frame(ANSWER, b""),
    "a change to what is not shared": frame(ANSWER, struct.pack("<QQ", 1, 0) + encode(1) + bytes(8)),
    "many changes": frame(ANSWER, struct.pack("<Q", 1 << 60)),
    "many forgotten objects": frame(ANSWER, bytes(8) + encode(()) + struct.pack("<Q", 1 << 60)),
    "a handle to nothing": frame(ANSWER, bytes(8) + b"H" + struct.pack("<Q", 7) + bytes(8)),
    "no answer to what was asked": frame(ANSWER, message("x")),
    "an array of which half arrives": frame(
        ANSWER,
        bytes(8) + b"A\1" + struct.pack("<Q", 3) + b"<f8" + struct.pack("<QQQ", 1, 1 << 20, 1 << 23) + bytes(1 << 16),
    ),
    "an exception that is none": frame(RAISE, message(("ValueError",))),
    "an exception of no class": frame(RAISE, message(((1, 2), 3, 4, 5, 6))),
}


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_what_is_no_answer_is_refused(sent):
    with judge_of(sent) as student, pytest.raises(HARMLESS):
        student.get("x")


def test_after_half_a_message_nothing_more_is_believed():
    with judge_of(frame(ANSWER, b"?" * 100), frame(ANSWER, message((1,)))) as student:
        with pytest.raises(WireError):
            student.get("x")
        with pytest.raises(LineClosed):
            student.get("x")


def test_an_answer_before_the_question_is_one_value_like_any_other():
    with judge_of(frame(ANSWER, message((1,))), frame(ANSWER, message((2,)))) as student:
        assert [student.get("a"), student.get("b")] == [(1,), (2,)]


@pytest.mark.parametrize(
    "question",
    [("get", ("x",)), ("call", ()), ("call", (print, (), {})), ("call", (len, ("x",), {})), ("call", (3, (), {})),
     ("__class__", ()), ("call", ("eval", ("1",), {}))],
    ids=repr,
)  # fmt: skip
def test_the_students_side_may_ask_for_nothing_but_calls_of_what_it_was_given(question, capsys):
    with judge_of(frame(ASK, message(question)), frame(ANSWER, message((5,)))) as student:
        assert student.get("x") == (5,)
    assert capsys.readouterr().out == ""


def test_a_flood_of_questions_ends_with_the_time():
    question = frame(ASK, message(("call", (3, (), {}))))
    with judge_of(seconds=0.5, endless=question * 100) as student, pytest.raises(OutOfTime):
        student.get("x")


def test_bytes_that_dribble_in_end_with_the_time():
    with judge_of(struct.pack("<QB", 1000, ANSWER), b"x" * 10, seconds=0.3) as student, pytest.raises(OutOfTime):
        student.get("x")


def test_a_worker_that_reads_nothing_ends_with_the_time():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        student = Student(ours, Said([]))
        student.line.deadline = time.monotonic() + 0.3
        with pytest.raises(OutOfTime):
            student.ask("call", os.urandom(1 << 22))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["call", "get", "ValueError"]),
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=5).map(tuple),
    max_leaves=8,
)
FRAMES = st.builds(
    frame, st.sampled_from([ASK, ANSWER, RAISE, 0]), st.binary(max_size=60) | VALUES.map(message)
) | st.binary(max_size=30)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FRAMES, max_size=4))
def test_no_frames_do_more_than_end_the_line_or_raise_an_exception_of_the_students(sent):
    with judge_of(*sent, seconds=0.02) as student:
        for ask in (lambda: student.get("x"), lambda: student.run("cell", "x = 1"), student.printed):
            raised = _raised(ask)
            if isinstance(raised, HARMLESS):
                return
            assert raised is None or hasattr(raised, "from_student")


def _raised(function) -> BaseException | None:
    try:
        function()
    except BaseException as error:
        return error
    return None


LYING = {
    "a length that is not that of its items": "class L:\n    def __len__(self): return 2\n"
    "    def __getitem__(self, i):\n        if i > 4: raise IndexError\n        return i",
    "a length that is no number": "class L(list):\n    def __len__(self): return True\n    __class__ = list",
    "items that change from one look to the next": "class L:\n    n = 0\n    def __len__(self): return 2\n"
    "    def __getitem__(self, i):\n        L.n += 1\n        if i > 1: raise IndexError\n        return L.n",
    "items without end": "import itertools\ndef L(): return itertools.count()",
    "an iterator that gives something else each time": "class L:\n    def __len__(self): return 2\n"
    "    def __iter__(self): return iter([object(), 1])",
}


@pytest.mark.parametrize("lie", LYING.values(), ids=LYING)
def test_an_object_that_lies_about_its_items_gains_nothing(engine, lie):
    test = "got = f()\nassert len(got) == 2 and [x for x in got] == [1, 2] and got[0] == 1 and got[0] == 1"
    lesson = Lesson({"f": "def f(): return [1, 2]"}, {"f": test})
    assert lesson.grade(engine)["f"].score == POINTS
    assert lesson.grade(engine, f=f"{lie}\ndef f(): return L()")["f"].score == 0
