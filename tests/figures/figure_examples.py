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


def softmax(z1, z2, z3):
    e = np.exp([z1, z2, z3])
    return e / e.sum()


def gradients(activation, depth_1, scale):
    slope = {"sigmoid": 0.25, "ReLU": 1.0}[activation]
    layers = np.arange(len(LAYERS))
    return {"weights": -((slope * scale) ** (len(LAYERS) - 1 - layers)) * depth_1, "biases": (slope * scale) ** layers}


W1 = np.array([[0.15, -0.25, 0.8], [0.2, 0.3, -0.55]])
W2 = np.array([[0.4], [-0.45], [1.25]])


def forward(x1, x2, w):
    x = np.array([x1, x2])
    weights = W1 + np.array([[w, 0, 0], [0, 0, 0]])
    h = np.tanh(x @ weights)
    return {"nodes": [x, h, neuron(h @ W2[:, 0], 1, 0)], "edges": [weights, W2], "labels": NAMES}


def flat(made):
    """What a network's frame holds: the direction, the units, the weights."""
    parts = [[made.get("backward", False)], *made["nodes"], *made["edges"]]
    return np.concatenate([np.ravel(part).astype(float) for part in parts])


def passes(direction, target, w):
    """Activations forward, or deltas backward, of one and the same network; the delta of an input is not known."""
    x = np.array([1.0, -0.5])
    weights = W2 * w
    h = np.tanh(x @ W1)
    output = h @ weights
    if direction == "forward":
        return {"nodes": [x, h, output], "edges": [W1, weights]}
    delta = output - target
    hidden = (weights @ delta) * (1 - h**2)
    return {"nodes": [[np.nan, np.nan], hidden, delta], "edges": [W1, weights], "backward": True}


NAMES = [["x1", "x2"], ["h1", "h2", "h3"], ["output"]]
LAYERS = [f"layer {i}" for i in range(1, 9)]
SOFTMAX = {"labels": ["cat", "dog", "bird"], "z1": (-5, 5, 0.5), "z2": (-5, 5, 0.5), "z3": (-5, 5, 0.5),
           "ylim": (0, 1), "ylabel": "probability", "title": "Softmax", "alt": "Three probabilities that add up to 1"}
GRADIENTS = {"labels": LAYERS, "activation": ["sigmoid", "ReLU"], "depth_1": (0, 1, 0.25), "scale": (0.5, 1.5, 0.25),
             "alt": "Gradients that shrink from layer to layer"}
FORWARD = {"x1": (-1, 1, 0.1), "x2": (-1, 1, 0.1), "w": (-1, 1, 0.1), "title": "Forward",
           "alt": "Two inputs, three hidden units, one output"}
PASSES = {"direction": ["backward", "forward"], "target": (-1, 1, 0.5), "w": (-2, 2, 1), "alt": "Values and deltas"}
