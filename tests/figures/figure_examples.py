"""Figures that the tests of this folder draw, as a chapter would ask for them."""

from __future__ import annotations

import numpy as np

X = np.linspace(-6, 6, 121)
GRID = np.linspace(-2, 2, 25)
POINTS = np.array([[-1.0, -0.5], [-0.5, -1.0], [1.0, 0.5], [0.5, 1.2], [-1.2, 1.4]])
LABELS = np.array([0, 0, 1, 1, 2])


def neuron(x, w, b):
    return 1 / (1 + np.exp(-(w * x + b)))


def activations(x, name, scale):
    z = scale * x
    value = {"tanh": np.tanh(z), "ReLU": np.maximum(0, z)}[name]
    return {"activation": value, "derivative": np.gradient(value, x)}


def region(x1, x2, w1, b):
    return 1 / (1 + np.exp(-(w1 * x1 + x2 + b)))


def bowl(w1, w2, learning_rate, steps):
    return w1**2 + 3 * w2**2


def descent(learning_rate, steps):
    path = [np.array([-1.8, 1.5])]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * np.array([2, 6]) * path[-1])
    return np.array(path)


CURVES = {"w": (-5, 5, 0.5), "b": (-4, 4, 1.0), "ylim": (-0.05, 1.05), "title": "One sigmoid neuron",
          "alt": "An S-shaped curve"}
CHOICE = {"name": ["tanh", "ReLU"], "scale": (0.5, 2, 0.5), "alt": "An activation and its derivative"}
REGION = {"points": POINTS, "labels": LABELS, "levels": [0.5], "w1": (-3, 3, 0.5), "b": (-2, 2, 1),
          "alt": "A straight boundary between two classes"}
DESCENT = {"path": descent, "levels": [0.1, 0.5, 1, 2, 5, 10], "learning_rate": (0.05, 0.3, 0.05),
           "steps": (0, 10, 1), "xlabel": "w1", "ylabel": "w2", "alt": "Steps down a bowl"}
