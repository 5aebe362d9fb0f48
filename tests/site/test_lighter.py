"""What the theme loads and does for nothing."""

from __future__ import annotations

import pytest

from autograde.book import lighter
from autograde.book.lighter import ThemeError, without_measuring, without_search_scripts

THEME = (lighter.STATIC / lighter.SCRIPT).read_text(encoding="utf-8")


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
