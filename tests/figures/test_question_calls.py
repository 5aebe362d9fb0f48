"""A question's call is checked, and its page holds everything that a reader without JavaScript needs."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import byhand
import pytest
from byhand import predict, quiz
from byhand.quizzes import QuizError
from question_examples import NUMBER, NUMBER_PREDICTED, ONE, PREDICTION, SEVERAL

TWO = {"a": "No.", "b": "Yes."}
NUMBERS = {1: "Yes.", 2: "No."}
OTHER = {"within": 0, "otherwise": "No."}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: quiz(" ", TWO, right="b"), "The question must be text"),
        (lambda: quiz("q", ["a", "b"], right="b"), "Give the options as a dict"),
        (lambda: quiz("q", {}, right="b"), "Give the options as a dict"),
        (lambda: quiz("q", {"a": "No.", 2: "Yes."}, right="a"), "all text or all numbers"),
        (lambda: quiz("q", {"a": "", "b": "Yes."}, right="b"), "The feedback of 'a' must be text.*Say in a sentence"),
        (lambda: quiz("q", {"a": None, "b": "Yes."}, right="b"), "The feedback of 'a' must be text"),
        (lambda: quiz("q", TWO, right="c"), r"right='c' is not among the options, which are 'a', 'b'"),
        (lambda: quiz("q", TWO, right=None), "right=None is not among the options"),
        (lambda: quiz("q", TWO, right=[]), "No option is right"),
        (lambda: quiz("q", TWO, right=["a", "b"]), "Every option is right"),
        (lambda: quiz("q", {"a": "Yes."}, right="a"), "Every option is right"),
        (lambda: quiz("q", TWO, right="b", within=1), "belong to numbers"),
        (lambda: quiz("q", NUMBERS, right=1), "Give within="),
        (lambda: quiz("q", NUMBERS, right=1, within=-1, otherwise="No."), "Give within="),
        (lambda: quiz("q", NUMBERS, right=1, within=0), "otherwise must be text.*not among the options"),
        (lambda: quiz("q", NUMBERS, right=1, within=0.5, otherwise="No."), "2 cannot be told from the right answer 1"),
        (lambda: quiz("q", NUMBERS, right=[1], **OTHER), "There is one right answer here"),
        (lambda: quiz("q", {float("nan"): "No."}, right=1), "The option nan must be text"),
        (lambda: predict("q", TWO, right=["b"]), "There is one right answer here"),
        (lambda: predict("q", TWO, right="b", at={}), "at={} must be a dict of the figure's sliders"),
        (lambda: predict("q", TWO, right="b", at=[1]), "must be a dict of the figure's sliders"),
    ],
)
def test_mistake_in_the_call_is_named(call, says):
    with pytest.raises(QuizError, match=says):
        call()


class Page(HTMLParser):
    """The text of each element, and the attributes of all."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.text, self.attributes = [], {}, {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.attributes.setdefault(tag, []).append(dict(attrs))
        if tag != "input":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in set(self.open):
            self.text[tag] = self.text.get(tag, "") + data


@pytest.mark.usefixtures("static")
@pytest.mark.parametrize("call", [ONE, SEVERAL, NUMBER, PREDICTION, NUMBER_PREDICTED])
def test_question_options_and_answers_are_in_the_page_itself(call):
    ask = predict if call["question"].startswith("Predict") else quiz
    html = ask(**call)._repr_html_()
    page = Page(html)
    assert page.open == []
    assert page.text["legend"] == call["question"]
    for option, feedback in call["options"].items():
        shown = str(option).replace("`", "").replace("-", "−" if isinstance(option, int) else "-")
        assert shown in page.text["li"]
        assert feedback in page.text["details"]
        if isinstance(option, str):
            assert shown in page.text["label"]
    right = call["right"] if isinstance(call["right"], list) else [call["right"]]
    assert page.text["li"].count("(right)") == len(right)
    assert page.attributes["details"] == [{}]
    assert ask(**call)._repr_html_() == html


@pytest.mark.usefixtures("static")
def test_each_kind_has_its_native_control():
    kinds = [re.findall(r'type="(\w+)"', quiz(**call)._repr_html_()) for call in (ONE, SEVERAL, NUMBER)]
    assert kinds == [["radio"] * 3 + ["button"], ["checkbox"] * 3 + ["button"], ["number", "button"]]


@pytest.mark.usefixtures("static")
def test_text_cannot_become_html():
    html = quiz("<b>?", {"<i>": "<script>alert(1)</script>", "`<u>`": "&amp;"}, right="<i>")._repr_html_()
    assert not re.search(r"<(b>\?|i>|u>|script)", html)
    assert "<code>&lt;u&gt;</code>" in html


@pytest.mark.usefixtures("live")
def test_widget_shows_what_the_page_shows_and_remembers(monkeypatch):
    live = predict(**PREDICTION)
    assert live.kept == {}
    assert "createDrawing" not in live._esm  # a question needs no drawing
    monkeypatch.setenv("BYHAND_STATIC", "1")
    assert live.html == predict(**PREDICTION)._repr_html_()


def test_importing_a_question_imports_nothing_that_draws():
    code = (
        "import sys; from byhand import quiz, predict; "
        "print([m for m in ('matplotlib', 'anywidget', 'ipywidgets', 'numpy', 'byhand.quiz_live') if m in sys.modules])"
    )
    chapters = Path(byhand.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=chapters)
    assert done.stdout.strip() == "[]"
