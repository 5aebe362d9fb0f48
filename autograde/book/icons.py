"""The theme's icons from its own icon package, but only those that the book shows, in a few kilobytes.

The theme loads all of Font Awesome: a script of 543 kB (compressed) that holds every shape, and 30 kB of style sheet
that names every letter of its fonts. The shapes wanted are read from that script and stand in the pages. Those that a
page's scripts add later, or that a style sheet places, are drawn as CSS masks: to a browser, each of these is a
document of its own, which costs 12 to 34 ms of the first picture where the processor is slowed 4 times.

Either way they take the colour of the text around them.
"""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path
from urllib.parse import quote

from autograde.book.theme import STATIC, ThemeError, replaced

SCRIPT = "scripts/fontawesome.js"

# Every icon on the book's pages; a test finds one that is missing.
NAMES = (
    "angle-left", "angle-right", "arrow-up", "bars", "chevron-down", "circle-half-stroke", "download", "file",
    "file-pdf", "file-zipper", "list", "magnifying-glass", "moon", "rocket", "sun", "xmark",
)  # fmt: skip
# What the theme writes as letters of the icon font, before or after an element, and the icon that stands there.
PLACES = {
    ".bd-sidebar-secondary.hide:not(:hover) .onthispage::after": "angle-down",
    "div#searchbox p.highlight-link a::before": "magnifying-glass-minus",
    ".admonition:not(.hide) > .admonition-title::after": "circle-info",
    ".admonition:is(.hint, .tip):not(.hide) > .admonition-title::after": "lightbulb",
    ".admonition:is(.attention, .caution, .danger, .error, .important, .warning):not(.hide) > .admonition-title::after":
        "triangle-exclamation",
}  # fmt: skip
# Words of the icon package that are no icons: families, sizes.
WORDS = {"fa-solid", "fa-lg", "fa-fw"}
USED = re.compile(r"\bfa-[a-z0-9-]+")
EMPTY = re.compile(
    r'(?P<start><(?P<tag>i|span)\b[^>]*\bclass="(?P<words>[^"]*\b(?:fas|fa-solid)\b[^"]*)"[^>]*>)(?=</(?P=tag)>)'
)

# A system colour is what high-contrast modes leave alone.
BASE = """.fas, .fa-solid, PLACES {
  display: inline-block;
  height: 1em;
  vertical-align: -0.125em;
}

.fas, .fa-solid {
  flex: none;
  box-sizing: content-box;
}

:is(.fas, .fa-solid):empty, PLACES {
  background: currentColor;
  mask: var(--icon) center / contain no-repeat;
}

/* The theme makes drawings in its buttons as wide as it likes. */
:is(.fas, .fa-solid) > svg {
  display: block;
  min-width: 100%;
  max-width: 100%;
  height: 100%;
  overflow: visible;
  fill: currentColor;
}

.fa-lg {
  font-size: 1.25em;
  vertical-align: -0.2em;
}

/* Letters of a font of brands, before links whose words say as much. */
a:is(.github, .gitlab)::before {
  content: none;
}

@media (forced-colors: active) {
  :is(.fas, .fa-solid):empty, PLACES {
    background: CanvasText;
    forced-color-adjust: none;
  }
}
"""


@cache
def _package() -> str:
    return (STATIC / SCRIPT).read_text(encoding="utf-8")


def shape(name: str) -> tuple[int, int, str]:
    """Width, height and path of a solid icon.

    Raises
    ------
    ThemeError
        If the theme's package has no such icon.
    """
    found = re.findall(rf'[{{,]"?{re.escape(name)}"?:\[(\d+),(\d+),\[[^\]]*\],"[0-9a-f]+","([^"]+)"\]', _package())
    if not found:
        raise ThemeError(f"The theme's icon package has no icon {name!r}.")
    width, height, path = found[-1]  # the script lists brands, regular and solid icons, in this order
    return int(width), int(height), path


def stylesheet(names: tuple[str, ...] = NAMES) -> str:
    """A rule for each icon, under the licence of the package."""
    licence = (STATIC / f"{SCRIPT}.LICENSE.txt").read_text(encoding="utf-8").strip()
    rules = [f".fa-{name} {{ {_drawn(name)} }}" for name in names]
    rules += [f'{place} {{ {_drawn(name)} content: ""; }}' for place, name in PLACES.items()]
    return "\n".join([licence, BASE.replace("PLACES", ", ".join(PLACES)), *rules, ""])


def with_shapes(page: str) -> str:
    """A page whose icons hold their shapes, for nothing to be fetched or decoded before it shows."""

    def filled(icon: re.Match[str]) -> str:
        return icon["start"] + _svg(_named(icon["words"])[0].removeprefix("fa-"), ' aria-hidden="true"')

    return EMPTY.sub(filled, page)


def _named(text: str) -> list[str]:
    return [name for name in USED.findall(text) if name not in WORDS]


def _drawn(name: str) -> str:
    width, height, _ = shape(name)
    svg = _svg(name, ' xmlns="http://www.w3.org/2000/svg"')
    return f'--icon: url("data:image/svg+xml,{quote(svg, safe=" /:=.")}"); width: {width / height:g}em;'


@cache
def _svg(name: str, attributes: str) -> str:
    width, height, path = shape(name)
    return f'<svg{attributes} viewBox="0 0 {width} {height}"><path d="{path}"/></svg>'


def without_script(head: str) -> str:
    """A page's head without the icon script.

    Raises
    ------
    ThemeError
        If the theme does not load it as expected.
    """
    tag = re.compile(rf"\s*<!--[^>]*icons -->\s*<script[^>]*/{SCRIPT}[^>]*></script>")
    return replaced(tag, "", head, "loads its icon script")


def without_letters(sheet: str) -> str:
    """The theme's style sheet without Font Awesome's own rules, which name its fonts and all their letters.

    Raises
    ------
    ThemeError
        If they do not stand where they should.
    """
    font = r"@font-face\{[^}]*Font Awesome[^}]*\}\.fa-brands,\.fab\{[^}]*\}"
    letters = r"(?:(?:\.fa-[\w-]+:before,?)+\{[^}]*\})*"
    less, taken = re.subn(rf"(?s)/\*!\n \* Font Awesome.*{font}{letters}", "", sheet)
    if taken != 1 or "@font-face" in less:
        raise ThemeError("The theme's style sheet holds its icon fonts in another way than this book's build expects.")
    return less


def slim(static: Path) -> None:
    """Take what icons no longer need out of the built site's `_static`."""
    for name in (SCRIPT, f"{SCRIPT}.LICENSE.txt"):
        (static / name).unlink(missing_ok=True)
    shutil.rmtree(static / "vendor" / "fontawesome", ignore_errors=True)


def missing(text: str, sheet: str) -> list[str]:
    """Icons named in a page or a script for which a style sheet has no shape."""
    return sorted({name for name in _named(text) if f".{name} {{ --icon" not in sheet})
