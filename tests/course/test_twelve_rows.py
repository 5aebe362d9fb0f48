"""The twelve programs of chapter 7: each fails as its table says, and the chapter's own repair does not.

`pytest tests/course/test_twelve_rows.py -k "D1-xor and defect"` shows one defect, `-k "D1-xor and repair"` its repair.
They run what the chapter prints and its reference answers, taken from the source, and measure anew.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from autograde.course import find_course
from autograde.source import load

CHAPTER = "07_five_programs"
ROWS = (
    "D1-xor", "D1-grad", "D2-linreg", "D2-grad", "D3-net", "D4-formulas", "D4-classes", "D4-tanh", "D4-sigmoid",
    "D5-train", "D5-data", "D5-log",
)  # fmt: skip
DEFECTS: dict[str, Callable] = {}
REPAIRS: dict[str, Callable] = {}


def row(name: str, table: dict[str, Callable]) -> Callable:
    """Enters a function as the defect or the repair of a row."""

    def enter(function: Callable) -> Callable:
        table[name] = function
        return function

    return enter


@pytest.fixture(scope="module")
def chapter() -> SimpleNamespace:
    """Everything that the solved chapter defines, but for its tests and figures."""
    names: dict = {"__name__": "chapter"}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for cell in load(find_course(), CHAPTER).notebook.cells:
            if cell.cell_type == "code" and not cell.metadata.get("nbgrader", {}).get("grade"):
                exec(cell.source, names)
                names |= {figure: lambda *args, **kwargs: None for figure in names if figure.startswith("explore")}
    return SimpleNamespace(**names)


def slopes(loss: Callable, params: dict[str, np.ndarray], step: float = 1e-6) -> dict[str, np.ndarray]:
    """The gradient measured with nothing of the chapter's: central differences, one number at a time."""
    found = {}
    for name, array in params.items():
        found[name] = np.zeros(np.shape(array))
        for place in np.ndindex(np.shape(array)):
            at = {sign: {**params, name: np.array(array, dtype=float)} for sign in (1, -1)}
            for sign, moved in at.items():
                moved[name][place] += sign * step
            found[name][place] = (loss(at[1]) - loss(at[-1])) / (2 * step)
    return found


def entropy(Z: np.ndarray, Y: np.ndarray) -> float:
    return float(np.mean(np.logaddexp(0, Z) - Y * Z))


def solves_xor(chapter: SimpleNamespace, seed: int) -> float:
    """The accuracy of the chapter's 2-2-1 network on XOR."""
    rng = np.random.default_rng(seed)
    start = {"W1": rng.normal(size=(2, 2)), "b1": np.zeros(2), "W2": rng.normal(size=(2, 1)), "b2": np.zeros(1)}
    end = chapter.train_221(start, chapter.X_xor, chapter.Y_xor, 1.0, 1500)
    Z = np.tanh(chapter.X_xor @ end["W1"] + end["b1"]) @ end["W2"] + end["b2"]
    return float(np.mean((Z > 0) == (chapter.Y_xor > 0.5)))


@row("D1-xor", DEFECTS)
def one_unit_says_a_half_to_everything(chapter):
    for seed in range(3):
        weights, bias, said = chapter.one_unit_on_xor(steps=4000, seed=seed)
        assert np.abs(weights).max() < 0.05
        assert np.abs(bias).max() < 0.05
        np.testing.assert_allclose(said, 0.5, atol=0.01)
        assert np.mean((said - chapter.Y_xor) ** 2) == pytest.approx(0.25, abs=1e-3)


@row("D1-xor", REPAIRS)
def two_hidden_units_solve_xor(chapter):
    assert max(solves_xor(chapter, seed) for seed in range(4)) == 1.0


@row("D1-grad", DEFECTS)
def the_claimed_gradient_is_that_of_another_loss(chapter):
    unit = {"w": np.array([[1.5], [-0.5]]), "b": np.array([0.8])}
    claimed = chapter.published_unit(chapter.X_xor, chapter.Y_or, unit)[1]
    printed = slopes(lambda p: chapter.published_unit(chapter.X_xor, chapter.Y_or, p)[0], unit)
    other = slopes(lambda p: entropy(chapter.X_xor @ p["w"] + p["b"], chapter.Y_or), unit)
    for name in unit:
        np.testing.assert_allclose(claimed[name], other[name], atol=1e-7)
        assert not np.allclose(claimed[name], printed[name], rtol=0.1)


@row("D1-grad", REPAIRS)
def each_loss_has_its_own_gradient(chapter):
    unit = {"w": np.array([[1.5], [-0.5]]), "b": np.array([0.8])}
    losses = {
        "mse": lambda p: chapter.published_unit(chapter.X_xor, chapter.Y_or, p)[0],
        "bce": lambda p: entropy(chapter.X_xor @ p["w"] + p["b"], chapter.Y_or),
    }
    for name, loss in losses.items():
        dw, db = chapter.unit_gradient(chapter.X_xor, chapter.Y_or, unit["w"], unit["b"], name)
        measured = slopes(loss, unit)
        np.testing.assert_allclose(dw, measured["w"], atol=1e-7)
        np.testing.assert_allclose(db, measured["b"], atol=1e-7)


@row("D2-linreg", DEFECTS)
def it_stops_long_before_it_arrives_and_is_tested_elsewhere(chapter):
    x, y = chapter.noisy_line()
    best = np.polyfit(x, y, 1)
    stopped = chapter.published_line(x, y)
    assert abs(stopped[0] - best[0]) > 0.3
    assert best[1] == pytest.approx(1.5, abs=0.15)  # not 1: the noise has the mean 0.5
    assert x.max() <= 1 < chapter.x_far.min()  # extrapolation


@row("D2-linreg", REPAIRS)
def descent_on_standardised_inputs_reaches_least_squares(chapter):
    x, y = chapter.noisy_line()
    np.testing.assert_allclose(chapter.fit_line(x, y, 0.1, 400), np.polyfit(x, y, 1), rtol=1e-6)
    parts = chapter.fair_split(x, y, 0.2, np.random.default_rng(0))
    assert sorted(np.concatenate([parts[0], parts[2]])) == sorted(x)
    assert parts[2].min() >= x.min()
    assert parts[2].max() <= x.max()


@row("D2-grad", DEFECTS)
def the_gradient_is_half_that_of_the_loss(chapter):
    x, y = chapter.noisy_line()
    start = {"slope": np.array(0.0), "intercept": np.array(0.0)}
    moved = chapter.published_line(x, y, epochs=1, learning_rate=1.0)
    measured = slopes(lambda p: np.mean((p["slope"] * x + p["intercept"] - y) ** 2), start)
    assert -moved[0] / measured["slope"] == pytest.approx(0.5, rel=1e-6)
    assert -moved[1] / measured["intercept"] == pytest.approx(0.5, rel=1e-6)


@row("D2-grad", REPAIRS)
def loss_and_gradient_keep_one_convention(chapter):
    x, y = chapter.noisy_line()
    at = {"slope": np.array(0.5), "intercept": np.array(0.2)}
    for half in (False, True):
        _, d_slope, d_intercept = chapter.line_loss(x, y, 0.5, 0.2, half=half)
        measured = slopes(lambda p, half=half: chapter.line_loss(x, y, p["slope"], p["intercept"], half=half)[0], at)
        assert d_slope == pytest.approx(float(measured["slope"]), rel=1e-6)
        assert d_intercept == pytest.approx(float(measured["intercept"]), rel=1e-6)
    assert chapter.line_loss(x, y, 0, 0)[0] == 2 * chapter.line_loss(x, y, 0, 0, half=True)[0]


@row("D3-net", DEFECTS)
def it_crashes_and_its_hidden_delta_is_wrong(chapter):
    with pytest.raises(ValueError, match=r"broadcast.*\(100,100\) \(1,4\)"):
        chapter.published_241(chapter.inputs, chapter.labels, chapter.W1, chapter.W2)
    start = {"W1": chapter.W1, "W2": chapter.W2}
    stepped = chapter.published_241(chapter.inputs, chapter.column, chapter.W1, chapter.W2, learning_rate=1.0)
    measured = slopes(chapter.loss_241, start)
    ratios = [(start[name] - after) / measured[name] for name, after in zip(start, stepped, strict=True)]
    assert np.ptp(ratios[0]) > 10  # no constant: the hidden layer's slope is missing
    np.testing.assert_allclose(ratios[1], 50, rtol=1e-4)  # a sum over 100 samples, without the 2


@row("D3-net", REPAIRS)
def both_deltas_are_right_and_coins_keep_the_loss_at_its_floor(chapter):
    rng = np.random.default_rng(1)
    Z1, W2 = rng.normal(size=(6, 4)), rng.normal(size=(4, 1))
    labels = rng.integers(0, 2, size=6)
    hidden = chapter.sigmoid(Z1)

    def loss(p):
        return np.mean((chapter.sigmoid(p["Z2"] + chapter.sigmoid(p["Z1"]) @ W2)[:, 0] - labels) ** 2)

    late, early = chapter.two_deltas(hidden, chapter.sigmoid(hidden @ W2), W2, labels)
    measured = slopes(loss, {"Z1": Z1, "Z2": np.zeros((6, 1))})
    np.testing.assert_allclose(early, measured["Z1"], atol=1e-8)
    np.testing.assert_allclose(late, measured["Z2"], atol=1e-8)
    assert chapter.coin_losses[-50:].mean() == pytest.approx(0.25, abs=0.01)


@row("D4-formulas", DEFECTS)
def the_published_rule_climbs(chapter):
    places = chapter.rule_path("as published", 10)
    losses = [chapter.five_loss(*place) for place in places]
    assert losses == sorted(losses)
    assert losses[-1] > 2 * losses[0]


@row("D4-formulas", REPAIRS)
def the_right_gradient_descends(chapter):
    losses = [chapter.five_loss(*place) for place in chapter.rule_path("put right", 10)]
    assert losses == sorted(losses, reverse=True)
    rng = np.random.default_rng(2)
    X, y = rng.normal(size=(7, 3)), rng.normal(size=7)
    at = {"w": rng.normal(size=3), "b": np.array(0.3)}
    dw, db = chapter.neuron_gradient(X, y, at["w"], at["b"], np.tanh, lambda z: 1 - np.tanh(z) ** 2)
    measured = slopes(lambda p: np.mean((np.tanh(X @ p["w"] + p["b"]) - y) ** 2), at)
    np.testing.assert_allclose(dw, measured["w"], atol=1e-8)
    np.testing.assert_allclose(db, measured["b"], atol=1e-8)


@row("D4-classes", DEFECTS)
def the_training_loop_finds_no_parameters_and_no_gradients(chapter):
    with pytest.raises(AttributeError, match=r"has no attribute"):
        chapter.published_training(chapter.two_neurons, np.arange(3.0), 1.0)
    neuron = chapter.PublishedNeuron(np.ones(3), 0.0)
    neuron.forward(np.arange(3.0))
    neuron.backward(1.0)
    assert set(vars(neuron)) == {"weights", "bias"}  # neither what came in nor any gradient was kept


@row("D4-classes", REPAIRS)
def layers_form_their_gradients_and_the_library_solves_xor(chapter):
    rng = np.random.default_rng(3)
    layer, X, dZ = chapter.Dense(3, 2, rng), rng.normal(size=(5, 3)), rng.normal(size=(5, 2))
    layer.forward(X)
    dX = layer.backward(dZ)
    measured = slopes(
        lambda p: float(np.sum((p["X"] @ p["W"] + p["b"]) * dZ)),
        {"X": X, "W": layer.params["W"], "b": layer.params["b"]},
    )
    np.testing.assert_allclose(dX, measured["X"], atol=1e-7)
    for name in ("W", "b"):
        np.testing.assert_allclose(layer.grads[name], measured[name], atol=1e-7)
    accuracies = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        network = chapter.Network(
            [chapter.Dense(2, 4, rng), chapter.Tanh(), chapter.Dense(4, 1, rng)], chapter.BCEFromLogits()
        )
        losses = network.train(chapter.X_xor, chapter.Y_xor, chapter.SGD(0.5), 1500)
        assert losses[-1] < losses[0]
        accuracies.append(np.mean((network.forward(chapter.X_xor) > 0) == (chapter.Y_xor > 0.5)))
    assert accuracies == [1, 1, 1]


@row("D4-tanh", DEFECTS)
def tanh_from_its_definition_is_not_a_number(chapter):
    with np.errstate(all="ignore"):
        assert np.isnan(chapter.published_tanh(1000.0))
        assert np.isnan(chapter.published_tanh(-1000.0))


@row("D4-tanh", REPAIRS)
def the_tanh_layer_survives(chapter):
    z = np.array([[-1000.0, -3.0, 0.0, 0.5, 1000.0]])
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(chapter.Tanh().forward(z), np.tanh(z), atol=1e-12)


@row("D4-sigmoid", DEFECTS)
def the_sigmoid_overflows(chapter):
    with np.errstate(over="raise"), pytest.raises(FloatingPointError, match="overflow"):
        chapter.published_sigmoid(np.float64(-1000))


@row("D4-sigmoid", REPAIRS)
def the_quiet_sigmoid_does_not(chapter):
    z = np.array([-1000.0, -2.0, 0.0, 2.0, 1000.0])
    with np.errstate(all="raise", under="ignore"):
        np.testing.assert_allclose(chapter.quiet_sigmoid(z), (1 + np.tanh(z / 2)) / 2, atol=1e-12)


@row("D5-train", DEFECTS)
def train_does_not_know_what_forward_computed(chapter):
    program = chapter.Published221(np.random.default_rng(1))
    with pytest.raises(NameError, match="inner"):
        program.train(chapter.many_inputs, chapter.many_labels, 0.1)
    p = program.forward(chapter.many_inputs)
    assert (p - chapter.many_labels).shape == (1000, 1000)
    Z, Y = np.log(p / (1 - p)), chapter.many_labels.reshape(-1, 1)
    right = (p - Y) / len(Y)  # that this is the slope is shown by the repair
    np.testing.assert_allclose((p - Y) / right, 1000)  # the sum
    assert np.abs((p - Y) * p * (1 - p)).max() <= 0.25 * np.abs(p - Y).max() + 1e-12
    assert np.isfinite(Z).all()


@row("D5-train", REPAIRS)
def the_cache_carries_over_and_the_gradients_are_right(chapter):
    rng = np.random.default_rng(4)
    X, y = rng.normal(size=(6, 2)), rng.integers(0, 2, size=6)
    params = {"W1": rng.normal(size=(2, 2)), "b1": rng.normal(size=2), "W2": rng.normal(size=(2, 1)), "b2": np.ones(1)}

    def loss(p):
        return entropy(chapter.sigmoid(X @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"], y.reshape(-1, 1))

    grads = chapter.gradients_221(chapter.forward_221(X, params)[1], params, y)
    for name, measured in slopes(loss, params).items():
        np.testing.assert_allclose(grads[name], measured, atol=1e-8)


@row("D5-data", DEFECTS)
def labels_that_carry_nothing_keep_the_loss_at_its_floor(chapter):
    loss, accuracy = chapter.ends["one cloud"]
    assert np.log(2) - 0.02 < loss <= np.log(2)
    assert 0.5 <= accuracy < 0.57


@row("D5-data", REPAIRS)
def data_with_something_in_them_are_learnt_and_shuffling_tells_the_two_apart(chapter):
    loss, accuracy = chapter.ends["two clouds"]
    assert loss < 0.45
    assert accuracy > 0.8
    rng = np.random.default_rng(5)
    assert chapter.shuffle_test(*chapter.two_clouds(200), chapter.nearest_mean_accuracy, 99, rng) <= 0.02
    assert chapter.shuffle_test(*chapter.published_cloud(200), chapter.nearest_mean_accuracy, 99, rng) > 0.05


@row("D5-log", DEFECTS)
def the_loss_is_infinite_or_no_number(chapter):
    with np.errstate(all="ignore"):
        losses = [
            chapter.published_loss(chapter.published_sigmoid(np.array([z])), np.array([y]))
            for z, y in ((37.0, 0), (37.0, 1), (-1000.0, 1))
        ]
    assert not any(map(np.isfinite, losses))


@row("D5-log", REPAIRS)
def the_loss_from_logits_is_finite_and_right(chapter):
    Z, Y = np.array([[37.0], [-1000.0], [1000.0]]), np.array([[0.0], [1.0], [1.0]])
    loss = chapter.BCEFromLogits()
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        assert loss.forward(Z, Y) == pytest.approx((37 + 1000) / 3)
        np.testing.assert_allclose(loss.backward(), [[1 / 3], [-1 / 3], [0]], atol=1e-12)


@pytest.mark.parametrize("name", [f"{row}-defect" for row in ROWS])
def test_the_program_fails_as_the_table_says(chapter, name):
    DEFECTS[name.removesuffix("-defect")](chapter)


@pytest.mark.parametrize("name", [f"{row}-repair" for row in ROWS])
def test_the_repair_holds(chapter, name):
    REPAIRS[name.removesuffix("-repair")](chapter)


def test_every_row_has_its_section_and_every_section_its_row():
    text = (find_course().solutions / f"{CHAPTER}.md").read_text(encoding="utf-8")
    sections = [line for line in text.splitlines() if line.startswith("## 7.")]
    assert [name for line in sections for name in ROWS if f"({name})" in line] == list(ROWS)
    assert set(DEFECTS) == set(REPAIRS) == set(ROWS)


def test_a_program_without_its_defect_would_be_noticed(chapter):
    repaired = SimpleNamespace(**vars(chapter))
    repaired.published_tanh = np.tanh
    repaired.published_sigmoid = chapter.quiet_sigmoid
    repaired.rule_path = lambda rule, steps: chapter.rule_path("put right", steps)
    repaired.one_unit_on_xor = lambda steps, seed: (np.ones((2, 1)), np.ones(1), chapter.Y_xor)
    for name in ("D4-tanh", "D4-sigmoid", "D4-formulas", "D1-xor"):
        with pytest.raises((AssertionError, pytest.fail.Exception)):
            DEFECTS[name](repaired)


def test_a_repair_that_repairs_nothing_would_be_noticed(chapter):
    broken = SimpleNamespace(**vars(chapter))
    broken.two_deltas = lambda hidden, output, W2, labels: [
        2 * one for one in chapter.two_deltas(hidden, output, W2, labels)
    ]
    broken.fit_line = lambda x, y, learning_rate, steps: chapter.published_line(x, y)
    broken.forward_221, broken.gradients_221 = chapter.forward_221, lambda cache, params, y: {
        name: len(y) * grad for name, grad in chapter.gradients_221(cache, params, y).items()
    }  # fmt: skip
    for name in ("D3-net", "D2-linreg", "D5-train"):
        with pytest.raises(AssertionError):
            REPAIRS[name](broken)
