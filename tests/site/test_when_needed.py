"""Bootstrap's script comes when somebody needs it, and then does all that it does on a page that loads it at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ALL_LAID_OUT

BOOTSTRAP = "**/bootstrap.js*"
THERE = "Boolean(window.bootstrap)"
MENU = "button[aria-label='Do the exercises']"
SHOWN = ".dropdown-menu.show"


@pytest.fixture
def page(visit: Callable[..., object], serve: Callable[[Path], str], site: Path) -> object:
    page = visit(f"{serve(site)}/chapters/01_neurons.html").page
    page.wait_for_function(ALL_LAID_OUT)
    return page


def hold_back(page: object) -> list[object]:
    """From now on the script comes when a test lets it."""
    held = []
    page.route(BOOTSTRAP, lambda route: held.append(route))
    return held


def test_it_does_not_come_by_itself(page):
    page.mouse.move(640, 450)
    page.keyboard.press("Shift")
    page.wait_for_timeout(200)
    assert not page.evaluate(THERE)


def test_a_pointer_beside_a_button_is_told_what_it_does(page):
    held = hold_back(page)
    page.locator(".theme-switch-button").hover()
    page.wait_for_timeout(100)
    held.pop().continue_()
    tip = page.locator(".tooltip")
    tip.wait_for(state="visible")
    assert tip.inner_text() == "Color mode"
    page.mouse.move(640, 450)
    tip.wait_for(state="detached")


def test_a_pointer_that_left_meanwhile_is_told_nothing(page):
    held = hold_back(page)
    page.locator(".theme-switch-button").hover()
    page.mouse.move(640, 450)
    held.pop().continue_()
    page.wait_for_function(THERE)
    page.wait_for_timeout(900)  # the theme waits for half a second
    assert page.locator(".tooltip").count() == 0


def test_who_comes_by_keyboard_is_told_and_can_open_the_menu(page):
    page.locator(".theme-switch-button").focus()
    page.locator(".tooltip").wait_for(state="visible")
    page.locator(MENU).focus()
    page.keyboard.press("Enter")
    page.locator(SHOWN).wait_for(state="visible")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"document.activeElement.closest('{SHOWN}') !== null")
    page.keyboard.press("Escape")
    assert page.locator(SHOWN).count() == 0


def test_a_click_that_was_too_early_opens_the_menu_once(page):
    held = hold_back(page)
    page.locator(MENU).click()
    page.wait_for_timeout(100)
    assert page.locator(SHOWN).count() == 0
    assert len(held) == 1, "asked for once, by the pointer, the focus and the click"
    held.pop().continue_()
    page.locator(SHOWN).wait_for(state="visible")
    page.wait_for_function(f"[...document.querySelectorAll('{SHOWN} img')].every((logo) => logo.naturalWidth > 0)")
    page.locator(MENU).click()
    page.locator(SHOWN).wait_for(state="hidden")


def test_a_click_that_was_too_early_does_nothing_else_twice(page):
    held = hold_back(page)
    mode = "document.documentElement.dataset.mode"
    before = page.evaluate(mode)
    page.locator(".theme-switch-button").click()
    once = page.evaluate(mode)
    held.pop().continue_()
    page.wait_for_function(THERE)
    page.wait_for_timeout(200)
    assert page.evaluate(mode) == once != before


def test_where_it_did_not_come_it_is_asked_for_again(page):
    page.route(BOOTSTRAP, lambda route: route.abort())
    page.locator(MENU).click()
    page.wait_for_timeout(100)
    page.unroute(BOOTSTRAP)
    page.mouse.move(640, 450)
    page.locator(MENU).hover()
    page.wait_for_function(THERE)
    page.locator(MENU).click()
    page.locator(SHOWN).wait_for(state="visible")


def test_who_scrolls_down_and_up_is_led_back_to_the_top(page):
    page.set_viewport_size({"width": 1100, "height": 900})  # the theme shows the way back up to 1200
    page.mouse.move(550, 450)
    page.mouse.wheel(0, 1500)
    page.wait_for_function(THERE)
    page.mouse.wheel(0, 500)
    page.wait_for_function("window.oldScroll === 2000")  # the script's own
    page.mouse.wheel(0, -300)
    page.locator("#pst-back-to-top").click()
    page.wait_for_function("scrollY === 0")
