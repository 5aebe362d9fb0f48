"""What pages load: unchanged libraries, one drawing code, and colours that can be read."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from byhand import assets

VENDOR = Path(assets.__file__).parent / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())


def unlike_manifest(folder, manifest):
    """Names of files in `folder` that are missing, changed or not in the manifest."""
    listed = {entry["file"]: entry["sha256"] for entry in manifest}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
    return sorted(name for name in listed | found if listed.get(name) != found.get(name))


def test_libraries_are_those_of_the_manifest():
    assert unlike_manifest(VENDOR, MANIFEST) == []


def test_a_changed_an_extra_and_a_missing_library_are_found(tmp_path):
    for path in VENDOR.glob("*.js"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "d3-path.min.js").write_text("changed")
    (tmp_path / "d3-scale.min.js").unlink()
    (tmp_path / "extra.js").write_text("")
    assert unlike_manifest(tmp_path, MANIFEST) == ["d3-path.min.js", "d3-scale.min.js", "extra.js"]


def test_each_library_states_its_version_and_its_licence():
    licences = (VENDOR / "LICENSES.txt").read_text()
    for entry in MANIFEST:
        assert f"v{entry['version']} " in (VENDOR / entry["file"]).read_text()[:120]
        assert re.search(rf"\b{entry['package']}\b", licences)


def test_both_scripts_hold_the_same_drawing_code():
    for name in ("drawing.js", "bars.js", "network.js"):
        drawing = (Path(assets.__file__).parent / name).read_text()
        assert drawing in assets.module_script()
        assert drawing in assets.classic_script()


def test_nothing_is_asked_of_another_machine():
    asked = r"https?://(?!www\.w3\.org/|d3js\.org)[\w.]+|@import|url\((?!#)|\bfetch\(|XMLHttpRequest"
    for text in (assets.module_script(), assets.classic_script(), assets.stylesheet()):
        assert re.findall(asked, text) == []
    assert re.findall(asked, 'fetch("https://cdn.example.org/d3.js")') == ["fetch(", "https://cdn.example.org"]


def test_the_classic_script_is_no_module():
    assert not re.search(r"^(import|export)\b", assets.classic_script(), re.MULTILINE)


def palettes(css):
    """The three lists of colours: light, dark by theme, dark by system."""
    blocks = re.findall(r"\.byhand\s*\{([^}]*--byhand-paper[^}]*)\}", css)
    return [dict(re.findall(r"(--byhand-[\w-]+):\s*(#[0-9a-f]{6})", block)) for block in blocks]


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2's contrast ratio of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def too_faint(palette):
    """Pairs of colours whose contrast is below WCAG's 4.5 (text) or 3 (lines and marks)."""
    text = [(name, "paper") for name in ("ink", "soft")] + [("ink", "plain")]
    marks = [(f"s{i}", "paper") for i in range(6)] + [("accent", "paper"), ("edge", "paper")]
    # A boundary and a path lie on filled bands; points carry an outline in the colour of the paper.
    marks += [("ink", band) for band in ("plain", "cool", "warm", "deep")]
    pairs = [(pair, 4.5) for pair in text] + [(pair, 3.0) for pair in marks]
    return [
        pair for pair, least in pairs if contrast(*(palette[f"--byhand-{name}"] for name in pair)) < least
    ]


def test_both_dark_palettes_are_the_same():
    light, dark, system = palettes(assets.stylesheet())
    assert dark == system
    assert light.keys() == dark.keys()


@pytest.mark.parametrize("index", [0, 1], ids=["light", "dark"])
def test_text_and_lines_can_be_told_from_what_they_lie_on(index):
    assert too_faint(palettes(assets.stylesheet())[index]) == []


def test_a_faint_colour_is_found():
    light = palettes(assets.stylesheet())[0] | {"--byhand-s2": "#dddddd", "--byhand-soft": "#999999"}
    assert too_faint(light) == [("soft", "paper"), ("s2", "paper")]


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
