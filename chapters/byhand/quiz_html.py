"""The HTML of a question: native controls, and all answers in a <details> for readers without JavaScript."""

from __future__ import annotations

import hashlib
import json
import re
from html import escape
from typing import Any

from byhand.quizzes import Question
from byhand.sliders import MINUS

INPUTS = {"one": "radio", "several": "checkbox"}


def question_html(question: Question) -> str:
    """The HTML of `question`; quiz.js brings it to life. The same bytes for the same question."""
    key = hashlib.sha256(json.dumps([question.text, *map(str, question.options)]).encode()).hexdigest()[:10]
    data = {"kind": question.kind, "predicts": question.predicts}
    if question.kind == "number":
        data |= {"within": question.within, "otherwise": _inline(question.otherwise)}
    if question.at:
        data["at"] = question.at
    what = "prediction" if question.predicts else "quiz"
    answers = "\n".join(_answer(question, option) for option in question.options)
    return "\n".join(
        [
            f'<div class="byhand-quiz" data-{what}="{key}" data-question="{escape(json.dumps(data))}">',
            f"<fieldset><legend>{_inline(question.text)}</legend>",
            *_controls(question, key),
            "</fieldset>",
            f'<div class="byhand-buttons" hidden><button type="button">{"Note it" if question.predicts else "Check"}'
            "</button></div>",
            '<div class="byhand-verdict" role="status"></div>',
            f"<details><summary>{'After you have moved the figure: what it shows' if question.predicts else 'Answer'}"
            f"</summary><ul>\n{answers}\n</ul></details>",
            "</div>",
        ]
    )


def _controls(question: Question, key: str) -> list[str]:
    if question.kind == "number":
        return [
            '<label class="byhand-option"><span>Your number</span> '
            '<input type="number" step="any" autocomplete="off"></label>'  # a decimal keypad may have no minus
        ]
    return [
        f'<label class="byhand-option"><input type="{INPUTS[question.kind]}" name="byhand-{key}" value="{i}" '
        f'autocomplete="off"><span>{_inline(option)}</span></label>'
        for i, option in enumerate(question.options)
    ]


def _answer(question: Question, option: Any) -> str:
    right = option in question.right
    number = f' data-number="{option}"' if question.kind == "number" else ""
    shown = str(option).replace("-", MINUS) if question.kind == "number" else _inline(option)
    word = "right" if right else "wrong"
    return (
        f"<li{' data-right' if right else ''}{number}><b>{shown}</b> ({word}): "
        f"<span>{_inline(question.options[option])}</span></li>"
    )


def _inline(text: str) -> str:
    """Text as HTML; what stands between backticks is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))
