"""Names for what hearing readers would find without one."""

from __future__ import annotations

from autograde.book.mending import mended


def test_a_header_of_nothing_is_a_plain_cell_and_a_formula_is_named():
    assert mended('<th class="head"><p></p></th>') == '<td class="head"><p></p></td>'
    assert mended("<thead><tr><th><p></p>\n</th></tr></thead>") == "<thead><tr><td><p></p>\n</td></tr></thead>"
    formula = "<math><msub><mi>x</mi><mn>1</mn></msub></math>"
    silent = formula.replace("<math", '<math aria-hidden="true"')
    words = '<span class="visually-hidden">x 1</span>'
    assert mended(f"<th><p>{formula}</p></th>") == f"<th>{words}<p>{silent}</p></th>"


def test_headers_with_text_or_a_picture_stay_as_they_are():
    for header in ("<th>layer</th>", '<th>at <math><mi>z</mi></math></th>', '<th><img alt="3" src="3.png"></th>'):
        assert mended(f"<tr>{header}</tr>") == f"<tr>{header}</tr>"


def test_entries_of_a_bibliography_are_items_of_a_list():
    assert mended('<div role="doc-biblioentry">') == '<div role="listitem">'


def test_what_folds_code_away_is_named_by_its_words():
    assert mended('<summary aria-label="Toggle hidden content"><p>Show the test</p>') == "<summary><p>Show the test</p>"
