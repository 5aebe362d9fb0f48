"""Mends what docutils writes into a page and hearing readers stumble over."""

from __future__ import annotations

import html
import re

HEADER = re.compile(r'<th(?![a-z])(?P<given>[^>]*)>(?P<inside>(?:(?!</th>).)*)</th>', re.DOTALL)


def mended(body: str) -> str:
    """The body of a page with names for what has none.

    - docutils' own role for the entries of a bibliography is not allowed inside its list: they are list items.
    - A header cell without text is a plain cell; a header cell that holds nothing but a formula has its characters
      as hidden words, since programs that look for header cells' names do not look into formulas.
    - What folds code away is named by the words on it, which people who speak to their computer can see.
    """
    body = body.replace('role="doc-biblioentry"', 'role="listitem"')
    return HEADER.sub(_header, body.replace('<summary aria-label="Toggle hidden content">', "<summary>"))


def _header(cell: re.Match) -> str:
    given, inside = cell["given"], cell["inside"]
    formula = "<math" in inside
    outside = re.sub(r"<[^>]+>", "", re.sub(r"<math.*?</math>", "", inside, flags=re.DOTALL)).strip()
    if outside or "<img" in inside:
        return cell[0]
    if not formula:
        return f"<td{given}>{inside}</td>"
    spoken = " ".join(html.unescape(re.sub(r"&\w+;|<[^>]+>", " ", inside)).split())
    named = f'<span class="visually-hidden">{html.escape(spoken)}</span>'
    silent = inside.replace("<math", '<math aria-hidden="true"')
    return f"<th{given}>{named}{silent}</th>"
