"""Questions on a page and in a widget, in Chromium, by mouse, by keyboard and without JavaScript."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from byhand import assets, explore, predict, quiz
from figure_examples import CURVES, X, neuron
from question_examples import NUMBER, NUMBER_PREDICTED, ONE, PREDICTION, SEVERAL

from tests.conftest import come_alive

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="en"{theme}><head><meta charset="utf-8"><title>Questions</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="byhand.css">
<script>{before}</script><script src="byhand.js" defer></script></head>
<body><main><h1>Questions</h1>{parts}</main></body></html>"""
# As in a private window, or where the owner of the browser forbids it.
FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('SecurityError'); } })"
SPOILT = "localStorage.setItem('byhand:' + location.pathname + ':' + '{key}', '{value}')"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BYHAND_STATIC", "1")
        parts = [
            quiz(**ONE), quiz(**SEVERAL), quiz(**NUMBER), predict(**PREDICTION), predict(**NUMBER_PREDICTED),
            explore(neuron, X, **CURVES), explore(neuron, X, **CURVES | {"title": "Another one"}),
        ]  # fmt: skip
        html = "\n".join(part._repr_html_() for part in parts)
    made = tmp_path_factory.mktemp("questions")
    pages = {"light": ("", ""), "dark": (' data-theme="dark"', ""), "forbidden": ("", FORBIDDEN)}
    for name, (theme, before) in pages.items():
        (made / f"{name}.html").write_text(PAGE.format(theme=theme, before=before, parts=html), encoding="utf-8")
    (made / "byhand.js").write_text(assets.classic_script(), encoding="utf-8")
    (made / "byhand.css").write_text(assets.stylesheet(), encoding="utf-8")
    return made


@pytest.fixture
def opened(folder, visit):
    def open_page(name="light", **how):
        seen = visit((folder / f"{name}.html").as_uri(), **how)
        if how.get("javascript", True):
            ready(seen.page)
        return seen

    return open_page


def ready(page):
    come_alive(page)
    assert page.locator(".byhand[data-ready]").count() == 2


def question(page, n):
    return page.locator(".byhand-quiz").nth(n)


def answer(asked, *options):
    """Choose these options, or write this number, and press the button; returns what is said."""
    if isinstance(options[0], str):
        for box in asked.locator("fieldset input").all():
            if box.get_attribute("type") == "checkbox":
                box.uncheck()
        for option in options:
            asked.get_by_label(option).check()
    else:
        asked.locator("input").fill(str(options[0]))
    asked.locator("button").first.click()
    return said(asked)


def said(asked):
    asked.page.wait_for_timeout(40)  # the old words go first
    asked.locator(".byhand-verdict p").wait_for()
    return asked.locator(".byhand-verdict").inner_text()


SAID = [
    (0, ["0.5"], "✓ Right. e⁰ is 1, and 1 / (1 + 1) is a half."),
    (0, ["np.exp(0) < 1"], "✗ Not yet. That is 1."),
    (1, ["identity", "negation"], "✓ Right. identity: A line.\nnegation: A line that falls."),
    (1, ["identity"], "✗ Not yet. One right answer is not ticked."),
    (1, ["ReLU"], "✗ Not yet. ReLU: It has a corner at 0.\n2 right answers are not ticked."),
    (1, ["identity", "ReLU", "negation"], "✗ Not yet. ReLU: It has a corner at 0."),
    (2, [-1], "✓ Right. Three from two."),
    (2, [-0.991], "✓ Right. Three from two."),
    (2, [-0.98], "✗ Not yet. Count again."),
    (2, [5], "✗ Not yet. That is the sum."),
]


def test_an_answer_is_explained_at_once(opened):
    seen = opened()
    assert [answer(question(seen.page, n), *options) for n, options, _ in SAID] == [says for _, _, says in SAID]
    assert seen.problems == []


def test_one_may_try_again_and_then_read_all_answers(opened):
    asked = question(opened().page, 0)
    assert asked.locator("details").is_hidden()
    assert answer(asked, "np.exp(0) < 1").startswith("✗")
    asked.get_by_label("0.5").check()
    assert asked.locator(".byhand-verdict").inner_text() == ""
    assert answer(asked, "0.5").startswith("✓")
    asked.get_by_text("All answers, explained").click()
    assert asked.get_by_text("That is the input.").is_visible()


def test_the_same_words_are_said_again(opened):
    """A live region that keeps its text is not read out a second time."""
    asked = question(opened().page, 0)
    answer(asked, "0.5")
    asked.locator(".byhand-verdict").evaluate(
        "v => { window.seen = []; new MutationObserver((all) => all.forEach((m) => seen.push(m.addedNodes.length)))"
        ".observe(v, {childList: true}); }"
    )
    answer(asked, "0.5")
    asked.page.wait_for_function("seen.includes(0) && seen.includes(1)")


def test_nothing_chosen_is_asked_for_and_not_marked_wrong(opened):
    page = opened().page
    question(page, 0).locator("button").first.click()
    assert said(question(page, 0)) == "Choose an answer first."
    question(page, 2).locator("button").first.click()
    assert said(question(page, 2)) == "Write a number first."
    assert question(page, 2).locator("details").is_hidden()


def test_everything_goes_by_keyboard(opened):
    page = opened().page
    keys = page.keyboard
    keys.press("Tab")  # the first radio button
    keys.press("ArrowDown")  # chooses the second one
    keys.press("Tab")
    keys.press("Enter")
    assert said(question(page, 0)).startswith("✓")
    question(page, 1).locator("input").first.focus()
    keys.press("Space")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Space")
    keys.press("Tab")
    keys.press("Space")
    assert said(question(page, 1)).startswith("✓")
    question(page, 2).locator("input").focus()
    keys.type("-1")
    keys.press("Enter")
    assert said(question(page, 2)).startswith("✓")


def test_focus_stays_at_the_buttons_of_a_prediction(opened):
    page = opened().page
    asked = question(page, 3)
    asked.get_by_label("about 0.9").check()
    focused = "document.activeElement.textContent"
    for press, then in (("Note it", "Note it"), ("Compare", "Forget my answers"), ("Forget my answers", "Note it")):
        asked.get_by_role("button", name=press).focus()
        page.keyboard.press("Enter")
        assert page.evaluate(focused) == then


def move(page, keys, figure=0):
    """Put w of a figure at its start, and press the arrow key so often."""
    slider = page.locator(".byhand").nth(figure).locator("input").first
    slider.focus()
    for _ in range(keys):
        page.keyboard.press("ArrowRight")


NOTED = "Noted. Now move the figure below."
COMPARED = "You predicted about 0.6; the figure shows more than 0.99. That is too flat. σ(10) is close to 1."


def test_a_prediction_is_noted_and_compared_when_the_figure_gets_there(opened):
    page = opened().page
    asked = question(page, 3)
    assert answer(asked, "about 0.6") == NOTED
    move(page, 2)  # w is 1.0
    page.wait_for_timeout(100)
    assert said(asked) == NOTED
    move(page, 1)
    asked.get_by_text("You predicted").wait_for()
    assert said(asked) == COMPARED


def test_a_right_prediction_is_told_so(opened):
    page = opened().page
    answer(question(page, 3), "more than 0.99")
    question(page, 3).get_by_role("button", name="Compare").click()
    question(page, 3).get_by_text("and so it is").wait_for()
    assert said(question(page, 3)) == "You predicted more than 0.99, and so it is. σ(10) is close to 1."


def test_a_number_is_predicted_and_compared_at_the_first_move(opened):
    page = opened().page
    asked = question(page, 4)
    assert answer(asked, -2) == NOTED
    move(page, 1)
    asked.get_by_text("You predicted").wait_for()
    assert said(asked) == "You predicted −2; the figure shows 0.5. Put z = 0 into the formula. There z is 0."


def test_another_figure_further_down_compares_nothing(opened):
    page = opened().page
    answer(question(page, 3), "about 0.6")
    move(page, 3, figure=1)
    page.wait_for_timeout(100)
    assert said(question(page, 3)) == NOTED


def test_moving_before_predicting_says_nothing(opened):
    page = opened().page
    move(page, 3)
    page.wait_for_timeout(100)
    assert question(page, 3).locator(".byhand-verdict").inner_text() == ""


@pytest.mark.parametrize("served", [False, True], ids=["disk", "server"])
def test_a_prediction_is_remembered_after_a_reload_until_it_is_forgotten(folder, serve, visit, served):
    page = visit(f"{serve(folder)}/light.html" if served else (folder / "light.html").as_uri()).page
    ready(page)
    answer(question(page, 3), "about 0.6")
    answer(question(page, 4), 0.25)
    question(page, 4).get_by_role("button", name="Compare").click()
    page.reload()
    ready(page)
    assert said(question(page, 3)) == NOTED
    assert question(page, 3).get_by_label("about 0.6").is_checked()
    assert said(question(page, 4)).startswith("You predicted 0.25")
    move(page, 3)
    question(page, 3).get_by_text("You predicted").wait_for()
    page.reload()
    ready(page)
    assert said(question(page, 3)) == COMPARED
    question(page, 3).get_by_role("button", name="Forget my answers").click()
    for asked in (question(page, 3), question(page, 4)):
        assert asked.locator(".byhand-verdict").inner_text() == ""
        assert asked.locator("input:checked").count() == 0
    assert page.evaluate("Object.keys(localStorage)") == []
    page.reload()
    ready(page)
    assert page.locator(".byhand-verdict p").count() == 0


def test_predictions_work_where_nothing_may_be_stored(opened):
    seen = opened("forbidden")
    answer(question(seen.page, 3), "about 0.6")
    move(seen.page, 3)
    question(seen.page, 3).get_by_text("You predicted").wait_for()
    seen.page.reload()
    ready(seen.page)
    assert seen.page.locator(".byhand-verdict p").count() == 0
    assert seen.problems == []


def test_spoilt_storage_is_as_good_as_none(opened):
    seen = opened()
    key = question(seen.page, 3).get_attribute("data-prediction")
    for value in ("null", "{", "7", '{"choice": [99]}', '{"choice": "x", "compared": true}'):
        seen.page.evaluate(SPOILT.format(key=key, value=value))
        seen.page.reload()
        ready(seen.page)
        assert seen.page.locator(".byhand-verdict p").count() == 0, value
        assert answer(question(seen.page, 3), "about 0.6") == NOTED
    assert seen.problems == []


def test_without_javascript_options_can_be_read_and_answers_opened(opened):
    page = opened(javascript=False).page
    assert page.locator(".byhand-quiz button:visible").count() == 0
    assert question(page, 0).get_by_label("0.5").is_visible()
    assert question(page, 0).get_by_text("That is the input.").is_hidden()
    question(page, 0).get_by_text("Answer").click()
    assert question(page, 0).get_by_text("That is the input.").is_visible()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(opened, name, width):
    page = opened(name, width=width).page
    answer(question(page, 0), "0.5")
    answer(question(page, 1), "ReLU")
    answer(question(page, 3), "about 0.6")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_keypad_without_a_minus_is_asked_for(opened):
    page = opened().page
    fields = page.locator(".byhand-quiz input[type=number]").evaluate_all("all => all.map((f) => f.inputMode)")
    assert fields == ["", ""], "the decimal keypad of an iPhone has no minus"


def test_axe_would_find_an_option_without_a_label(opened):
    page = opened().page
    page.evaluate("document.querySelector('.byhand-option span').remove()")
    assert "label" in {found["id"] for found in Axe().run(page).response["violations"]}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_screen_readers_hear_the_question_with_its_options(opened, name):
    page = opened(name).page
    assert page.get_by_role("group", name="What is σ(0)?").get_by_role("radio").count() == 3
    assert page.get_by_role("spinbutton", name="Your number").count() == 2
    answer(question(page, 0), "0.5")
    assert page.get_by_role("status").first.inner_text().startswith("✓ Right.")


LIVE = """<!doctype html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="byhand.css">
<body><main></main><script type="module">import question from "./quiz.mjs";
window.traits = { html: %s, kept: {} }; window.saved = 0;
const set = (name, value) => (traits[name] = value), save_changes = () => saved++;
const add = () => document.querySelector("main").appendChild(document.createElement("div"));
for (const i of [0, 1]) {
  window["stop" + i] = question.render({ model: { get: (name) => traits[name], set, save_changes }, el: add() });
}
const figure = add();
figure.className = "byhand";
window.moveTo = (settings) => {
  figure.byhand = { values: () => ({ settings }) };
  figure.dispatchEvent(new Event("byhand-moved", { bubbles: true }));
};
window.ready = true;</script></body></html>"""


@pytest.fixture
def widget(folder, serve, visit):
    """The same widget shown twice, as a notebook can, above a figure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("BYHAND_STATIC", raising=False)
        live = predict(**PREDICTION)
    (folder / "quiz.mjs").write_text(assets.quiz_module(), encoding="utf-8")
    (folder / "live.html").write_text(LIVE % json.dumps(live.html), encoding="utf-8")
    seen = visit(f"{serve(folder)}/live.html")
    seen.page.wait_for_function("window.ready")
    assert seen.problems == []
    return seen.page


def test_a_widget_remembers_in_the_notebook_and_compares(widget):
    assert answer(question(widget, 0), "about 0.6") == NOTED
    assert widget.evaluate("[traits.kept, saved]") == [{"choice": [0], "compared": False}, 1]
    widget.evaluate("moveTo({w: 1, b: 0})")
    assert widget.evaluate("traits.kept.compared") is False
    widget.evaluate("moveTo({w: 1.5000000001, b: 0})")
    assert widget.evaluate("traits.kept.compared") is True
    assert widget.evaluate("Object.keys(localStorage)") == []


def test_two_views_of_a_widget_do_not_share_their_radio_buttons(widget):
    question(widget, 0).get_by_label("about 0.6").check()
    question(widget, 1).get_by_label("about 0.9").check()
    assert question(widget, 0).get_by_label("about 0.6").is_checked()


def test_a_widget_that_is_gone_listens_no_longer(widget):
    answer(question(widget, 0), "about 0.6")
    widget.evaluate("stop0(); stop1(); moveTo({w: 1.5, b: 0})")
    assert widget.evaluate("traits.kept.compared") is False
