"""Figures of student cells are drawn only where the student's own code asks for it."""

import pytest
from lesson import POINTS, Lesson

COUNT = """
import matplotlib.pyplot as plt
from matplotlib.figure import Figure
drawn = []
_draw = Figure.draw
def counted(self, *args, **kwargs):
    drawn.append(1)
    return _draw(self, *args, **kwargs)
Figure.draw = counted
"""
PLOT = "figure, axes = plt.subplots()\naxes.plot([1, 2], [3, 4])\naxes.legend(['a'])\n"
WAYS = {
    "left at the end of a cell": ("", 0),
    "plt.show()": ("plt.show()", 0),
    "shown twice": ("plt.show(); plt.show()", 0),
    "the figure as the cell's result": ("figure", 0),
    "display(figure)": ("from IPython.display import display\ndisplay(figure)", 0),
    "inline": ("%matplotlib inline\nplt.show()", 0),
    "figure.show()": ("figure.show()", 0),
    "asked for": ("figure.canvas.draw()", 1),
    "saved": ("figure.savefig('x.png')\nimport os\nassert os.path.getsize('x.png') > 1000", 1),
}


@pytest.mark.parametrize(("ending", "least"), WAYS.values(), ids=WAYS)
def test_a_figure_is_drawn_only_if_asked_for(engine, ending, least):
    lesson = Lesson(
        {"plot": COUNT + PLOT + ending, "after": "def count(): return len(drawn), plt.get_backend()"},
        {"plot": "assert True", "after": "print(count())"},
    )
    outcome = lesson.run(engine)
    verdicts = {verdict["grade_id"]: verdict for verdict in outcome.verdicts}
    assert outcome.failed == {}
    times = int(verdicts["test-after"]["printed"].strip("()\n").split(",")[0])
    assert (times > 0) == (least > 0)


def test_open_figures_do_not_pile_up(engine):
    lesson = Lesson(
        dict.fromkeys("abc", "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
        | {"d": "import matplotlib.pyplot as plt\ndef d(): return plt.get_fignums()"},
        dict.fromkeys("abc", "assert True") | {"d": "assert d() == []"},
    )
    assert lesson.grade(engine)["d"].score == POINTS
