"""Each chapter with the reference answers, run top to bottom in JupyterLab as a student would."""

from __future__ import annotations

import nbformat
import pytest

from autograde.counts import count
from autograde.course import find_course
from autograde.source import load

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUN = 300_000  # milliseconds for all cells of a chapter, on a busy machine
DRAWN = "f => f.querySelector('.byhand-plot > svg')?.innerHTML"


def run_all(visit, lab, notebook):
    """The page after every cell of `notebook` has run."""
    seen = visit(lab.url(notebook), height=1000)
    page = seen.page
    page.wait_for_selector(".jp-Notebook .jp-CodeCell")
    lab.wait_for_kernel(page, notebook)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    page.wait_for_function(
        """() => { const cells = [...document.querySelectorAll('.jp-CodeCell')];
        // A cell that is folded away shows no prompt; those that are have a question as their output.
        const done = (cell) => /\\[\\d+\\]/.test(cell.querySelector('.jp-InputPrompt')?.textContent)
            || cell.querySelector('.byhand-quiz');
        const full = (cell) => cell.querySelector('.jp-InputPlaceholder')
            || cell.querySelector('.cm-content')?.innerText.trim();
        const stopped = document.querySelector("[data-mime-type='application/vnd.jupyter.error']");
        return cells.length && (stopped || cells.filter(full).every(done)); }""",
        timeout=RUN,
    )
    return seen


def write(lab, name, cells):
    """A notebook with these code cells, where JupyterLab finds it."""
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
    )
    nbformat.write(notebook, lab.folder / name)


def redrawn(figure, before):
    """Whether a figure draws something else than before, within ten seconds: its kernel may be kept waiting."""
    for _ in range(100):
        figure.page.wait_for_timeout(100)
        if figure.evaluate(DRAWN) != before:
            return True
    return False


def errors(page):
    """The text of every error and of everything on stderr."""
    wrong = "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
    return page.locator(f".jp-OutputArea-output:is({wrong})").all_inner_texts()


# The others are tried by `make test-thorough`; small notebooks below try every kind of figure and question.
IN_EVERY_RUN = {"00_introduction"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[] if name in IN_EVERY_RUN else pytest.mark.thorough)
        for name in find_course().chapter_names
    ],
)
def test_chapter_runs_and_its_figures_move(visit, lab, name):
    seen = run_all(visit, lab, f"{name}.ipynb")
    page = seen.page
    assert errors(page) == []
    _, _, _, calls, predictions, quizzes = count(load(find_course(), name))
    page.wait_for_function("n => document.querySelectorAll('.byhand .byhand-plot > svg').length === n", arg=calls)
    assert [text for text in page.locator(".byhand-message").all_inner_texts() if text] == []
    for output in page.locator(".jp-OutputArea-output:has(.byhand)").all():
        figure = output.locator(".byhand")
        handle = output.locator(".noUi-handle, select").first  # a choice has no handle
        before = figure.evaluate(DRAWN)
        handle.focus()
        for key in ("End", "Home"):
            page.keyboard.press(key)
            if redrawn(figure, before):
                break
        assert figure.evaluate(DRAWN) != before
    assert page.locator(".jp-CodeCell:has(.byhand-quiz)").count() == predictions + quizzes
    # What answers a question is in its cell, which is folded away.
    assert page.locator(".jp-CodeCell:has(.byhand-quiz) .cm-content:visible").count() == 0
    for asked in page.locator(".byhand-quiz").all():
        answer_wrongly(asked)
        asked.locator(".byhand-verdict p").wait_for()
    assert seen.blocked == []


def answer_wrongly(asked):
    """Press the button after choosing the first option, or writing a number that nobody could mean."""
    number = asked.locator("input[type=number]")
    if number.count():
        number.fill("123456")
    else:
        asked.locator("input").first.check()
    asked.locator("button").first.click()


def test_a_prediction_waits_for_the_figure_below_and_is_kept_by_the_widget(visit, lab):
    cells = [
        "import numpy as np\nfrom byhand import explore, predict",
        "asked = predict('How high?', {'1': 'Too low.', '4': 'w times 1.'}, right='4', at={'w': 4})\nasked",
        "explore(lambda x, w: w * x, np.linspace(0, 1, 11), w=(0, 4, 1), alt='A line')",
        "asked.kept",
    ]
    write(lab, "predicts.ipynb", cells)
    page = run_all(visit, lab, "predicts.ipynb").page
    page.wait_for_selector(".byhand-plot .byhand-curve")
    # By keyboard: JupyterLab has commands on these very keys.
    page.get_by_label("4", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("1", exact=True).is_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Noted. Now move the figure below.").wait_for()
    page.locator(".noUi-handle").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.byhand').byhand.values().settings.w === 3")
    assert page.locator(".byhand-verdict").inner_text() == "Noted. Now move the figure below."
    page.keyboard.press("End")
    page.get_by_text("You predicted 1; the figure shows 4. Too low. w times 1.").wait_for()
    page.locator(".jp-CodeCell").last.click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("{'choice': [0], 'compared': True}").wait_for()


def test_figure_waits_for_an_exercise_and_then_works(visit, lab):
    cells = [
        "import numpy as np\nfrom byhand import explore",
        "def answer(x, w):\n    raise NotImplementedError",
        "explore(lambda x, w: answer(x, w), np.linspace(0, 1, 11), w=(0, 4, 1), alt='A line')",
        "def answer(x, w):\n    return w * x",
    ]
    write(lab, "waits.ipynb", cells)
    page = run_all(visit, lab, "waits.ipynb").page
    assert errors(page) == []
    assert "waiting for your code" in page.locator(".byhand-message").inner_text()
    page.locator(".noUi-handle").focus()
    page.keyboard.press("End")
    page.wait_for_selector(".byhand-plot .byhand-curve")
    assert page.locator(".byhand-message").inner_text() == ""
    values = page.locator(".byhand").evaluate("f => f.byhand.values()")
    assert values["settings"] == {"w": 4}
    assert values["values"][0] == pytest.approx([0.4 * i for i in range(11)], abs=1e-6)


def test_error_in_a_notebook_is_found(visit, lab):
    write(lab, "wrong.ipynb", ["1 / 0"])
    assert any("ZeroDivisionError" in text for text in errors(run_all(visit, lab, "wrong.ipynb").page))
