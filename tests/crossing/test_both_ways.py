"""The linter's list is complete: what runs in one process and not in two, or the other way round, is told.

Each construct of both_ways.txt runs in one notebook, as under stock nbgrader, and in judge and worker.
"""

import pytest
from lesson import Lesson
from tried import GIVEN, in_one_process, read_tried

TRIED = read_tried()


@pytest.mark.slow
@pytest.mark.parametrize("tried", TRIED.values(), ids=TRIED)
def test_a_construct_that_means_something_else_in_two_processes_is_told(engine, tried):
    one = in_one_process(GIVEN, tried.answer, tried.test)
    verdict = Lesson({"f": tried.answer}, {"f": tried.test}, GIVEN).grade(engine)["f"]
    two = verdict.status == "ok"
    if tried.shown == "same":
        assert one == two, verdict
    elif tried.shown == "reference":
        assert one
        assert not two, "the line carries it now: mark it as the same"
        assert verdict.evalue or verdict.ename == "AssertionError"
    else:
        assert (one == two) == tried.harmless, f"{tried.rules}: {'works in both' if one else verdict}"
