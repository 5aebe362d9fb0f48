"""What the theme loads and does for nothing."""

from __future__ import annotations

import pytest

from autograde.book import lighter
from autograde.book.lighter import (
    with_bootstrap_when_needed,
    with_pictures_when_seen,
    with_theme_at_once,
    without_measuring,
    without_preload,
    without_search_scripts,
)
from autograde.book.theme import STATIC, ThemeError

THEME = (STATIC / lighter.SCRIPT).read_text(encoding="utf-8")


def test_the_built_script_is_the_themes_less_its_measuring(site):
    built = (site / "_static" / lighter.SCRIPT).read_text(encoding="utf-8")
    assert built == without_measuring(THEME)
    assert 40 < len(THEME) - len(built) < 120


def test_another_theme_is_an_error_and_not_a_slow_page():
    with pytest.raises(ThemeError, match="another way"):
        without_measuring(THEME.replace('"load"', '"pageshow"'))


def test_only_the_scripts_of_the_search_box_are_taken():
    kept = '<script src="../_static/doctools.js"></script>'
    head = f'{kept}\n <script src="../_static/searchtools.js?v=1"></script><script src="../searchindex.js"></script>'
    assert without_search_scripts(head) == kept


@pytest.mark.parametrize(("system", "chosen", "shown"), [("dark", "", "dark"), ("light", "", "light"),
                                                         ("dark", "light", "light"), ("light", "dark", "dark"),
                                                         ("dark", "auto", "dark")])  # fmt: skip
def test_a_page_is_dark_or_light_before_the_themes_script_is_there(browser, site, system, chosen, shown):
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    page.route(f"**/{lighter.SCRIPT}*", lambda route: route.abort())
    if chosen:
        page.add_init_script(f"localStorage.setItem('mode', '{chosen}')")
    page.goto((site / "chapters" / "notation.html").as_uri())
    assert page.evaluate("document.documentElement.dataset.theme") == shown
    context.close()


def test_another_head_is_an_error_and_not_a_flash():
    with pytest.raises(ThemeError, match="light and dark"):
        with_theme_at_once("<script>document.documentElement.dataset.theme = 'light'</script>")


@pytest.mark.parametrize("change", [without_preload, with_bootstrap_when_needed])
def test_another_way_to_bootstrap_is_an_error_and_not_a_menu_that_stays_shut(change):
    with pytest.raises(ThemeError, match="Bootstrap"):
        change('<script src="_static/scripts/bootstrap.min.js"></script>')


def test_a_picture_that_waits_already_stays_as_it_is():
    menu = '<span class="btn__icon-container">\n <img alt="a logo" src="logo.svg"></span><img src="figure.svg">'
    once = with_pictures_when_seen(menu)
    assert once == menu.replace("<img alt", '<img loading="lazy" alt')
    assert with_pictures_when_seen(once) == once
