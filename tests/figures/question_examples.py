"""Questions that the tests of this folder ask, as a chapter would."""

from __future__ import annotations

ONE = {
    "question": "What is σ(0)?",
    "options": {
        "0": "That is the input.", "0.5": "e⁰ is 1, and 1 / (1 + 1) is a half.", "`np.exp(0)` < 1": "That is 1.",
    },
    "right": "0.5",
}
SEVERAL = {
    "question": "Which of these are straight?",
    "options": {"identity": "A line.", "ReLU": "It has a corner at 0.", "negation": "A line that falls."},
    "right": ["identity", "negation"],
}
NUMBER = {
    "question": "What is 2 − 3?",
    "options": {-1: "Three from two.", 5: "That is the sum."},
    "right": -1, "within": 0.01, "otherwise": "Count again.",
}
PREDICTION = {
    "question": "Predict first: how large is the output at x = 2?",
    "options": {"about 0.6": "That is too flat.", "about 0.9": "Nearly.", "more than 0.99": "σ(10) is close to 1."},
    "right": "more than 0.99", "at": {"w": 1.5, "b": 0},
}
NUMBER_PREDICTED = {
    "question": "Predict first: how high is the curve at 0?",
    "options": {0.5: "There z is 0.", 0: "That is z, not σ(z)."},
    "right": 0.5, "within": 0.05, "otherwise": "Put z = 0 into the formula.",
}
