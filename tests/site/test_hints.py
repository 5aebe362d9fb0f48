"""Hints open one after the other on a page, and all of them without JavaScript."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

from autograde.course import find_course

pytestmark = pytest.mark.browser

HINT = "<details><summary>Hint {n}</summary>\n<p>Words of hint {n}.</p>\n</details>\n"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Hints</title>
<script src="hints.js" defer></script></head><body><main><h1>Hints</h1>
{three}<p>An answer cell.</p>{two}<details><summary>Show the test</summary>Code</details></main></body></html>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("hints")
    hints = [HINT.format(n=n) for n in (1, 2, 3)]
    (made / "page.html").write_text(PAGE.format(three="".join(hints), two="".join(hints[:2])), encoding="utf-8")
    shutil.copy(find_course().chapters / "_static" / "hints.js", made)
    return made


@pytest.fixture
def opened(folder, visit):
    return lambda **how: visit((folder / "page.html").as_uri(), **how).page


def words(page):
    """Which hints can be read, in the order of the page."""
    return page.locator("details[open] > p").all_inner_texts()


def test_a_hint_says_which_one_comes_first_and_opens_after_it(opened):
    page = opened()
    names = page.locator("summary").all_inner_texts()
    assert names == [
        "Hint 1", "Hint 2 (open hint 1 first)", "Hint 3 (open hint 2 first)",
        "Hint 1", "Hint 2 (open hint 1 first)", "Show the test",
    ]  # fmt: skip
    page.locator("summary").nth(2).click()
    assert words(page) == []
    for n in (0, 1, 2):
        page.locator("summary").nth(n).click()
        page.wait_for_function("n => !document.querySelectorAll('summary')[n].hasAttribute('aria-disabled')", arg=n + 1)
    assert words(page) == [f"Words of hint {n}." for n in (1, 2, 3)]
    assert page.locator("summary").all_inner_texts()[:3] == ["Hint 1", "Hint 2", "Hint 3"]
    page.locator("summary").nth(0).click()  # closed again, its follower stays open
    page.locator("summary").nth(1).click()
    page.locator("summary").nth(1).click()
    assert words(page) == ["Words of hint 2.", "Words of hint 3."]


def test_the_hints_of_another_exercise_have_their_own_turn(opened):
    page = opened()
    page.locator("summary").nth(0).click()
    page.wait_for_function("document.querySelectorAll('summary[aria-disabled]').length === 2")
    page.locator("summary").nth(4).click()
    assert words(page) == ["Words of hint 1."]


def test_keys_open_no_hint_before_its_turn_and_every_hint_in_its_turn(opened):
    page = opened()
    for key in ("Enter", "Space"):
        page.locator("summary").nth(1).focus()
        page.keyboard.press(key)
    assert words(page) == []
    page.locator("summary").nth(0).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelectorAll('summary[aria-disabled]').length === 2")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert words(page) == ["Words of hint 1.", "Words of hint 2."]


def test_a_hint_that_the_browser_opened_at_a_word_is_a_fold_like_all_others(opened):
    page = opened()
    second, summary = page.locator("details").nth(1), page.locator("summary").nth(1)
    second.evaluate("hint => { hint.open = true; }")  # as it does when a search on the page finds a word in it
    page.wait_for_function("document.querySelectorAll('summary[aria-disabled]').length === 1")
    assert summary.inner_text() == "Hint 2"
    summary.click()
    assert words(page) == []
    summary.click()
    assert words(page) == ["Words of hint 2."]


def test_a_hint_at_whose_words_the_page_opens_is_a_fold_like_all_others(folder, visit):
    html = (folder / "page.html").read_text(encoding="utf-8")
    (folder / "at_a_word.html").write_text(
        html.replace("<details><summary>Hint 3", "<details open><summary>Hint 3"), encoding="utf-8"
    )
    page = visit((folder / "at_a_word.html").as_uri()).page
    assert page.locator("summary").all_inner_texts()[1:3] == ["Hint 2 (open hint 1 first)", "Hint 3"]
    page.locator("summary").nth(2).click()
    assert words(page) == []


def test_other_folds_open_at_any_time(opened):
    page = opened()
    page.get_by_text("Show the test").click()
    assert page.get_by_text("Code").is_visible()


def test_axe_finds_nothing(opened):
    assert Axe().run(opened()).response["violations"] == []


def test_without_javascript_every_hint_opens(opened):
    page = opened(javascript=False)
    page.locator("summary").nth(2).click()
    assert words(page) == ["Words of hint 3."]
