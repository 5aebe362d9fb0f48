"""What a page can have wrong, each as a function that lists what it found."""

from __future__ import annotations

import gzip
import itertools
import random
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import yaml
from axe_playwright_python.sync_playwright import Axe
from byhand.static import read_back

from autograde.course import find_course

SETTINGS_TRIED = 5


def pages_of_the_book() -> list[str]:
    """Every page of the table of contents, such as `chapters/01_neurons`."""
    toc = yaml.safe_load((find_course().root / "_toc.yml").read_text(encoding="utf-8"))
    parts = toc.get("parts", [toc])
    return [toc["root"], *(entry["file"] for part in parts for entry in part.get("chapters", []))]


def sideways(page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def in_the_dark(page) -> None:
    """Let the page be read by somebody who wants dark pages."""
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")


# What depends on colours; looking at them takes axe longer than all its other rules.
COLOURS = ("color-contrast", "link-in-text-block")
# Marks what is drawn exactly like something before it, with all that is in it: the same elements with the same classes
# and styles, all the way up to the article. A chapter has thousands of letters of code and formulas of a few kinds.
MARK_ALIKE = """() => {
  const seen = new Set();
  const mark = (element, above) => {
    const own = [element.localName, element.getAttribute('class'), element.getAttribute('style'),
      element.matches(':disabled, :checked, [open], tr:nth-child(even)')].join(' ');
    const kind = `${above}>${own}`, first = !seen.has(kind);
    seen.add(kind);
    const alike = [...element.children].map((child) => mark(child, kind)).every(Boolean) && !first;
    element.toggleAttribute('data-alike', alike);
    return alike;
  };
  document.querySelectorAll('article').forEach((article) => mark(article, ''));
}"""


def violations(page, colours: bool = True, others: bool = True) -> list[str]:
    """What axe finds in the article, of any level: its rule and the first place.

    `colours` and `others` leave out the rules about colours, which a change of width does not touch, and all others,
    which a change of theme does not touch. Of what is drawn alike, the colours of the first are looked at; the others
    are away meanwhile, because axe compares each with all.
    """
    found = []
    if others:
        found += _axe(page, {"rules": {name: {"enabled": False} for name in COLOURS}})
    if colours:
        page.evaluate(MARK_ALIKE)
        away = page.add_style_tag(content="[data-alike] { display: none !important }")
        found += _axe(page, {"runOnly": {"type": "rule", "values": list(COLOURS)}})
        away.evaluate("style => style.remove()")
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found]


def _axe(page, options: dict) -> list[dict]:
    options = {"resultTypes": ["violations"], **options}  # and not the thousands of elements that pass
    return Axe().run(page, context={"include": [["article"]]}, options=options).response["violations"]


def drawing_of(control) -> str:
    return control.evaluate("c => c.closest('.byhand').querySelector('.byhand-plot > svg').innerHTML")


def controls(page) -> list:
    return page.locator(".byhand input[type=range], .byhand select").all()


def name_of(control) -> str:
    return control.evaluate("c => c.closest('label').innerText.split('\\n')[0]")


def dead_by_keyboard(page) -> list[str]:
    """Names of controls that change nothing in their drawing, whichever key is pressed."""
    return [name_of(control) for control in controls(page) if not _changes(page, control, _press, KEYS)]


KEYS = ("ArrowRight", "ArrowUp", "End", "Home")


def _press(page, control, key: str) -> None:
    control.focus()
    page.keyboard.press(key)


def dead_by_mouse(page) -> list[str]:
    """Names of sliders that change nothing in their drawing when dragged to either end."""
    sliders = page.locator(".byhand input[type=range]").all()
    return [name_of(slider) for slider in sliders if not _changes(page, slider, _drag, (0.98, 0.02))]


def _drag(page, slider, to: float) -> None:
    slider.evaluate("s => s.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + to * box["width"], middle, steps=4)
    page.mouse.up()


def _changes(page, control, move: Callable, ways: tuple) -> bool:
    before = drawing_of(control)
    for way in ways:
        move(page, control, way)
        if drawing_of(control) != before:
            return True
    return False


def unlike_stored(page, path: Path) -> list[str]:
    """Figures that draw, at random settings, other numbers than the page holds for them."""
    pieces = path.read_text(encoding="utf-8").split('<div class="byhand byhand-')[1:]
    draw = random.Random(path.name)
    wrong = []
    for i, piece in enumerate(pieces):
        stored = read_back(piece)
        for _ in range(SETTINGS_TRIED):
            sliders = stored["spec"]["sliders"]
            indices = [draw.randrange(len(s["values"]) if "values" in s else s["count"]) for s in sliders]
            drawn = page.locator(".byhand").nth(i).evaluate(SET, indices)
            at = tuple(min(k, size - 1) for k, size in zip(indices, stored["values"].shape, strict=False))
            got = np.array(drawn["values"], dtype=float)
            if not np.allclose(got, stored["values"][at], rtol=0, atol=stored["rounding"]["values"], equal_nan=True):
                wrong.append(f"figure {i + 1} at {drawn['settings']}")
    return wrong


SET = """(figure, indices) => {
  figure.querySelectorAll('input, select').forEach((control, i) => {
    if (control.options) control.selectedIndex = indices[i];
    else control.value = Number(control.min) + indices[i] * control.step;
    control.dispatchEvent(new Event('input', {bubbles: true}));
  });
  return figure.byhand.values();
}"""


def unanswered(page) -> list[str]:
    """Questions that do not call every right answer right, and every wrong one wrong."""
    return page.evaluate(ANSWER_ALL)


ANSWER_ALL = """async () => {
  const wrong = [], rest = () => new Promise((go) => setTimeout(go, 30));
  for (const asked of document.querySelectorAll('[data-quiz]')) {
    const inputs = [...asked.querySelectorAll('fieldset input')], answers = [...asked.querySelectorAll('li')];
    const rights = answers.map((answer) => 'right' in answer.dataset);
    const tries = answers.map((answer, i) => [answers.map((_, k) => k === i), rights[i]]);
    if (inputs[0].type === 'checkbox') {
      tries.forEach((one) => (one[1] = false));
      tries.push([rights, true]);
    }
    for (const [chosen, right] of tries) {
      if (inputs[0].type === 'number') inputs[0].value = answers[chosen.indexOf(true)].dataset.number;
      else inputs.forEach((input, k) => (input.checked = chosen[k]));
      asked.querySelector('button').click();
      await rest();
      const says = asked.querySelector('.byhand-verdict').innerText;
      const asIs = says.startsWith(right ? '✓ Right. ' : '✗ Not yet. ');
      if (!asIs) wrong.push(`${asked.querySelector('legend').innerText}: ${says}`);
    }
  }
  return wrong; }"""


def never_compared(page) -> list[str]:
    """Predictions that say nothing although the figure below was put where it answers them."""
    return page.evaluate(PREDICT_ALL)


PREDICT_ALL = """async () => {
  const silent = [], rest = () => new Promise((go) => setTimeout(go, 30));
  for (const asked of document.querySelectorAll('[data-prediction]')) {
    const { kind, at } = JSON.parse(asked.dataset.question), input = asked.querySelector('fieldset input');
    if (kind === 'number') input.value = asked.querySelector('li').dataset.number;
    else input.checked = true;
    asked.querySelector('button').click();
    await rest();
    const noted = asked.querySelector('.byhand-verdict').innerText;
    const figure = [...document.querySelectorAll('.byhand')].find((f) => asked.compareDocumentPosition(f) & 4);
    const { sliders } = JSON.parse(figure.querySelector('script').textContent).spec;
    figure.querySelectorAll('.byhand-control').forEach((control, i) => {
      const moved = control.querySelector('input, select');
      const value = at && sliders[i].name in at ? at[sliders[i].name] : moved.value;
      if (moved.options) moved.selectedIndex = sliders[i].values.indexOf(value);
      else moved.value = value;
      moved.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await rest();
    const said = asked.querySelector('.byhand-verdict').innerText;
    const asIs = noted.startsWith('Noted.') && said.startsWith('You predicted');
    if (!asIs) silent.push(asked.querySelector('legend').innerText);
  }
  return silent; }"""


# What a page weighs: every file that it asked for, as a server would send it.

HEAVIEST = 600_000  # bytes, compressed


def requested(page) -> list[str]:
    """The addresses of all that the page asked for."""
    return page.evaluate("[location.href, ...performance.getEntriesByType('resource').map((entry) => entry.name)]")


def weight(page, site: Path) -> dict[str, int]:
    """Compressed bytes of each file of the site that an open page asked for."""
    names = {unquote(urlsplit(address).path).lstrip("/") for address in requested(page)}
    return {name: _compressed(site / name) for name in names if (site / name).is_file()}


def _compressed(path: Path) -> int:
    data = path.read_bytes()
    return min(len(data), len(gzip.compress(data, 6, mtime=0)))


# The sum of layout shifts since the page was opened (CLS, as far as nobody touches anything).
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }));
  observer.observe({type: 'layout-shift', buffered: true});
  requestAnimationFrame(() => setTimeout(() => done(sum), 100));
})"""
MOST_SHIFT = 0.02


UNREACHABLE = """() => [...document.querySelectorAll('article *')].filter((box) => {
  const style = getComputedStyle(box);
  const scrolls = [style.overflowX, style.overflowY].some((how) => how === 'auto' || how === 'scroll')
    && (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight);
  const within = 'a, button, input, select, [tabindex="0"]';
  return scrolls && box.checkVisibility() && box.tabIndex < 0 && !box.querySelector(within);
}).map((box) => box.outerHTML.slice(0, 200))"""


def unreachable(page) -> list[str]:
    """Boxes that scroll by themselves and that the keyboard does not come to."""
    return page.evaluate(UNREACHABLE)


def heading_problems(page) -> list[str]:
    """Headings of the article that skip a level, and more or fewer than one of the first level."""
    found = page.evaluate(
        "[...document.querySelectorAll('main :is(h1,h2,h3,h4,h5,h6)')].map((h) => [Number(h.tagName[1]), h.innerText])"
    )
    first = [text for level, text in found if level == 1]
    wrong = [] if len(first) == 1 else [f"{len(first)} headings of the first level"]
    return wrong + [
        f"level {level} after level {before}: {text}"
        for (before, _), (level, text) in itertools.pairwise(found)
        if level > before + 1
    ]


# Characters of an icon font that is not there, before or after an element.
LETTERS = """() => [...document.querySelectorAll('body *')].flatMap((element) => ['::before', '::after'].filter(
  (side) => /[\\uE000-\\uF8FF]/.test(getComputedStyle(element, side).content)
).map((side) => element.className + side))"""


def icon_letters(page) -> list[str]:
    """Places where the theme still writes a letter of its icon font."""
    return page.evaluate(LETTERS)


MOVING = """() => [...document.querySelectorAll('*')].filter((element) => {
  const style = getComputedStyle(element);
  const moves = (times) => times.split(',').some((time) => parseFloat(time) > 0);
  return moves(style.transitionDuration) || (style.animationName !== 'none' && moves(style.animationDuration))
    || style.scrollBehavior === 'smooth';
}).map((element) => `${element.tagName} ${element.className}`)"""


def moving(page) -> list[str]:
    """Elements that move or fade."""
    return page.evaluate(MOVING)


# Each kind of control once: what changes when the keyboard comes to it, and whether one can see that.
FOCUS = """() => {
  const rgb = COLOUR;
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const [r, g, b, a] = rgb(getComputedStyle(e).backgroundColor);
      if (a > 200) return [r, g, b];
    }
    return [255, 255, 255];
  };
  const looks = (e) => { const s = getComputedStyle(e); return [s.boxShadow, s.backgroundColor, s.textDecorationLine,
    s.textDecorationThickness, s.borderColor].join('|'); };
  const kinds = new Map();
  const all = 'a[href], button, input, select, summary, [tabindex="0"]';
  document.querySelectorAll(all).forEach((e) => {
    const kind = `${e.tagName.toLowerCase()}.${[...e.classList].sort().join('.')}`;
    if (e.checkVisibility({visibilityProperty: true}) && !e.disabled && !kinds.has(kind)) kinds.set(kind, e);
  });
  const unseen = [];
  kinds.forEach((element, kind) => {
    document.activeElement?.blur();
    const before = looks(element);
    element.focus({preventScroll: true, focusVisible: true});
    if (document.activeElement !== element) return;
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && (style.outlineStyle === 'auto' || contrast(rgb(style.outlineColor), ground(element.parentElement)) >= 3);
    if (!outlined && looks(element) === before) unseen.push(kind);
  });
  document.activeElement?.blur();
  return unseen;
}"""

# A colour of any notation as [red, green, blue, alpha], 0 to 255, and WCAG's contrast of two of them.
COLOUR = """(() => {
  const context = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  return (colour) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return [...context.getImageData(0, 0, 1, 1).data];
  };
})();
  const luminance = (colour) => {
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = colour.slice(0, 3).map((c) => linear(c / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }"""


def without_visible_focus(page) -> list[str]:
    """Kinds of controls that look the same, or nearly so, when the keyboard comes to them."""
    page.keyboard.press("Tab")  # from now on the browser shows focus as for one who uses keys
    return page.evaluate(FOCUS.replace("COLOUR", COLOUR))


# In each drawing: letters, and the lines and marks that carry meaning, against what lies below them in the drawing.
# Grids, frames and tints are decoration; a level line repeats the edge of two bands. A line on a halo lies on the halo,
# and a mark with an outline can be told by one of the two.
FAINT = """() => {
  const rgb = COLOUR;
  const decoration = '.byhand-rule, .byhand-halo, .byhand-patch, .byhand-level, .byhand-frame, [style*="fill:"]';
  const below = (svg, paper, element, x, y) => {
    const halo = element.previousElementSibling;
    if (halo?.matches('.byhand-halo')) return rgb(getComputedStyle(halo).stroke);
    const stack = document.elementsFromPoint(x, y);
    for (const other of stack.slice(stack.indexOf(element) + 1)) {
      if (!svg.contains(other) || other.tagName === 'text') continue;
      if (other.matches('.byhand-grid *')) continue;
      const style = getComputedStyle(other);
      if (other !== svg && style.fill !== 'none' && rgb(style.fill)[3] > 200) return rgb(style.fill);
    }
    return paper;
  };
  const middle = (shape) => {
    if (shape.tagName === 'text') {
      const box = shape.getBoundingClientRect();
      return [box.x + box.width / 2, box.y + box.height / 2];
    }
    const point = shape.getPointAtLength(shape.getTotalLength() / 2).matrixTransform(shape.getScreenCTM());
    return [point.x, point.y];
  };
  const found = new Set();
  document.querySelectorAll('.byhand .byhand-plot > svg').forEach((svg, number) => {
    svg.scrollIntoView({block: 'center', behavior: 'instant'});
    svg.querySelectorAll('*').forEach((shape) => { shape.style.pointerEvents = 'all'; });
    const paper = rgb(getComputedStyle(svg.closest('.byhand')).backgroundColor);
    svg.querySelectorAll('text, path, circle, rect').forEach((shape) => {
      const text = shape.tagName === 'text';
      if (shape.matches(decoration) || (text ? !shape.textContent : shape.getTotalLength() < 1)) return;
      const style = getComputedStyle(shape);
      const [x, y] = middle(shape);
      const ground = below(svg, paper, shape, x, y);
      const inks = (text ? [style.fill] : [style.stroke, style.fill]).filter((ink) => ink !== 'none').map(rgb);
      const best = Math.max(0, ...inks.map((ink) => contrast(ink, ground)), inks[1] ? contrast(...inks) : 0);
      const name = shape.getAttribute('class') || shape.parentNode.getAttribute('class');
      if (inks.length && best < (text ? 4.5 : 3)) found.add(`figure ${number + 1}: ${name} ${best.toFixed(1)}`);
    });
    svg.querySelectorAll('*').forEach((shape) => { shape.style.pointerEvents = ''; });
  });
  return [...found];
}"""


def faint_in_figures(page) -> list[str]:
    """What in the drawn figures has too little contrast: 4.5 for letters, 3 for lines and marks."""
    return page.evaluate(FAINT.replace("COLOUR", COLOUR))
