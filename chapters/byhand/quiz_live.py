"""A question in a live notebook: the page's HTML and script, and a widget that remembers what was chosen."""

from __future__ import annotations

import anywidget
import traitlets

from byhand import assets
from byhand.quiz_html import question_html
from byhand.quizzes import Question


class LiveQuestion(anywidget.AnyWidget):
    """One question; everything happens in the browser, Python only remembers.

    Traits
    ------
    html : str
        As on a page.
    kept : dict
        What the reader has chosen, for a prediction; empty before.
    """

    _esm = assets.quiz_module()
    _css = assets.stylesheet()
    html = traitlets.Unicode().tag(sync=True)
    kept = traitlets.Dict().tag(sync=True)

    def __init__(self, question: Question) -> None:
        super().__init__(html=question_html(question))
