"""Makes autograde/book/fonts/stix-two-math.woff2: what a book's formulas may need of STIX Two Math.

    npm pack @fontsource/stix-two-math@5.3.0 && tar xf fontsource-stix-two-math-5.3.0.tgz
    python tests/make_math_font.py package/files/stix-two-math-latin-400-normal.woff2

The same font gives the same bytes. Letters of other alphabets, and symbols that no formula of a course on networks
needs, are left out; a test says which character is missing as soon as a formula needs one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

FONT = Path(__file__).resolve().parent.parent / "autograde" / "book" / "fonts" / "stix-two-math.woff2"
LETTERS = [
    (0x20, 0x7E), (0x131, 0x131), (0x237, 0x237), (0x302, 0x305), (0x332, 0x333), (0x391, 0x3A9), (0x3B1, 0x3F5),
    # bold, italic, sans-serif, italic Greek, bold digits
    (0x1D400, 0x1D433), (0x1D434, 0x1D467), (0x1D5A0, 0x1D5D3), (0x1D6A4, 0x1D6A5), (0x1D6E2, 0x1D71B),
    (0x1D7CE, 0x1D7D7),
]  # fmt: skip
SYMBOLS = (
    " ¬¯°±´·×÷ˆ˜˙¨ˇ˘ˉ–—‖†…′″‴⁗ℂℝℕℤℓℒℎℏ←↑→↓↔⇐⇒⇔⟵⟶⟷⟸⟹⟺↦∀∂∃∅Δ∇∈∉∋∏∑−∓∕∖∗∘√∝∞∣∥∧∨∩∪∫∼≃≅≈≔≠≡≤≥≪≫≺≻⊂⊃⊆⊇"
    "⊕⊖⊗⊙⊤⊥⋅⋆⋮⋯⋱⌈⌉⌊⌋⏞⏟⟨⟩□△○"
)


def make(font: Path) -> bytes:
    """The subset, with all sizes of its brackets, roots and sums."""
    options = subset.Options(flavor="woff2", layout_features=["ssty", "dtls", "flac", "kern", "mark", "mkmk", "ccmp"])
    options.name_IDs = [0, 1, 2, 3, 5, 13, 14]  # copyright and licence stay in the file
    options.hinting = False
    options.recalc_timestamp = False
    loaded = subset.load_font(str(font), options)
    subsetter = subset.Subsetter(options)
    wanted = {code for first, last in LETTERS for code in range(first, last + 1)} | set(map(ord, SYMBOLS))
    subsetter.populate(unicodes=wanted)
    subsetter.subset(loaded)
    subset.save_font(loaded, str(FONT), options)
    return FONT.read_bytes()


if __name__ == "__main__":
    print(f"{FONT.name}: {len(make(Path(sys.argv[1]))) / 1e3:.0f} kB")
