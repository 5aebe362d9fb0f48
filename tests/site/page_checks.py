"""What a page can have wrong, each as a function that lists what it found."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import yaml
from axe_playwright_python.sync_playwright import Axe
from byhand.static import read_back

from autograde.course import find_course

READY = "document.querySelectorAll('.byhand[data-static]:not([data-ready])').length === 0"
SETTINGS_TRIED = 5


def pages_of_the_book() -> list[str]:
    """Every page of the table of contents, such as `chapters/01_neurons`."""
    toc = yaml.safe_load((find_course().root / "_toc.yml").read_text(encoding="utf-8"))
    parts = toc.get("parts", [toc])
    return [toc["root"], *(entry["file"] for part in parts for entry in part.get("chapters", []))]


def sideways(page) -> int:
    """By how many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


# What depends on colours; looking at them takes axe longer than all its other rules.
COLOURS = ("color-contrast", "link-in-text-block")


def serious(page, colours: bool = True, others: bool = True) -> list[str]:
    """What axe finds in the article and calls serious or critical: its rule and the first place.

    `colours` and `others` leave out the rules about colours, which a change of width does not touch, and all others,
    which a change of theme does not touch.
    """
    options = {"resultTypes": ["violations"]}  # and not the thousands of elements that pass
    if not others:
        options["runOnly"] = {"type": "rule", "values": list(COLOURS)}
    elif not colours:
        options["rules"] = {name: {"enabled": False} for name in COLOURS}
    found = Axe().run(page, context={"include": [["article"]]}, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]


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
