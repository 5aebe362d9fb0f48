"""The figure of a live notebook: ipywidgets sliders, and a drawing that Python feeds."""

from __future__ import annotations

import itertools
import time
from typing import Any

import anywidget
import ipywidgets
import numpy as np
import traitlets

from byhand import assets
from byhand.figure import Figure, Frame
from byhand.shell import shell
from byhand.sliders import FigureError, Slider

LOOK_AROUND = 0.5  # seconds spent at the start to find the range of values over all slider settings


class Drawing(anywidget.AnyWidget):
    """The drawing of one figure; Python sets the traits, `live.js` draws.

    Traits
    ------
    shell : str
        HTML around the drawing, with a hash of `spec`.
    spec : dict
        What the drawing needs besides the values.
    values, path : bytes
        float32 numbers of the current frame.
    state : dict
        settings (name to value), text (the settings as the reader sees them), message (shown instead of the
        drawing when it is not empty), and the number of the frame.
    """

    _esm = assets.module_script()
    _css = assets.stylesheet()
    shell = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    values = traitlets.Bytes().tag(sync=True)
    path = traitlets.Bytes().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)


class LiveFigure:
    """Calls the author's function whenever a slider moves, and hands the values to the drawing."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        labels = max(len(slider.label) for slider in figure.sliders)
        self.widgets = [_widget(slider, f"{labels + 1}ch") for slider in figure.sliders]
        self.drawing = Drawing()
        self.limits: tuple[float, float] | None = None
        self.first: Frame | None = None
        self.frames_drawn = 0
        for widget in self.widgets:
            widget.observe(self.redraw, "value")
        self.redraw()

    @property
    def indices(self) -> tuple[int, ...]:
        return tuple(_nearest(s, w.value) for s, w in zip(self.figure.sliders, self.widgets, strict=True))

    def redraw(self, _change: Any = None) -> None:
        """Draw the figure at the sliders' values, or say kindly why that is not possible."""
        indices = self.indices
        state = {"settings": self.figure.settings(indices), "text": self.figure.describe(indices), "message": ""}
        self.frames_drawn += 1
        state["frame"] = self.frames_drawn
        try:
            frame = self.figure.frame(state["settings"])
            spec = self._spec(frame)
        except Exception as error:
            # Whatever a student's function does, the figure stays: it works once the function does.
            with self.drawing.hold_sync():
                self.drawing.state = state | {"message": friendly(error)}
                self.drawing.shell = self.drawing.shell or shell(self.figure, None)
            return
        with self.drawing.hold_sync():
            self.drawing.spec = spec
            self.drawing.shell = shell(self.figure, spec)
            self.drawing.values = frame.values.astype(np.float32).tobytes()
            self.drawing.path = b"" if frame.path is None else frame.path.astype(np.float32).tobytes()
            self.drawing.state = state

    def _spec(self, frame: Frame) -> dict[str, Any]:
        wrong = self.figure.fixed and self.first is not None and self.figure.changed(self.first, frame)
        if wrong:
            raise FigureError(wrong)
        self.first = self.first or frame
        seen = self.figure.limits([frame])
        if self.limits is None:
            self.limits = self.figure.limits([frame, *self._look_around()])
        elif self.figure.grows and (seen[0] < self.limits[0] or seen[1] > self.limits[1]):
            self.limits = min(seen[0], self.limits[0]), max(seen[1], self.limits[1])
        return self.figure.spec(self.limits, frame)

    def _look_around(self) -> list[Frame]:
        """Frames at the sliders' ends and in between, so that the axes need not jump later."""
        until = time.monotonic() + LOOK_AROUND
        ends = itertools.product(*({0, n - 1} for n in self.figure.shape))
        every = list(itertools.islice(self.figure.every_setting(), 5000))
        frames = []
        for indices in itertools.chain(ends, every[:: max(1, len(every) // 50)]):
            if time.monotonic() > until:
                break
            try:
                frames.append(self.figure.frame(self.figure.settings(indices)))
            except Exception:  # this setting cannot be shown; a reader who gets there is told so
                continue
        return frames


def live_figure(figure: Figure) -> ipywidgets.VBox:
    """The widget to show: the drawing with its sliders below it."""
    live = LiveFigure(figure)
    return ipywidgets.VBox([live.drawing, *live.widgets])


def friendly(error: Exception) -> str:
    """What the reader sees instead of a traceback."""
    if isinstance(error, NotImplementedError):
        return (
            "This figure is waiting for your code. Finish the exercise that it uses, run its cell, "
            "and then move a slider or run this cell again."
        )
    return (
        f"The figure cannot be drawn yet: {error} ({type(error).__name__}). Put the function right, run its cell, "
        f"and then move a slider or run this cell again."
    )


def _widget(slider: Slider, label_width: str) -> ipywidgets.Widget:
    if slider.widget is not None:
        return slider.widget
    common = {
        "description": slider.label,
        "layout": ipywidgets.Layout(width="min(100%, 620px)"),
        "style": {"description_width": label_width},
    }
    if slider.is_choice:
        return ipywidgets.Dropdown(options=slider.values, **common)
    kind = ipywidgets.IntSlider if isinstance(slider.values[0], int) else ipywidgets.FloatSlider
    how = {} if kind is ipywidgets.IntSlider else {"readout_format": f".{slider.decimals}f"}
    return kind(
        min=slider.values[0], max=slider.values[-1], step=slider.step or 1, value=slider.values[slider.start],
        **common, **how,
    )


def _nearest(slider: Slider, value: Any) -> int:
    if slider.is_choice:
        return slider.values.index(value)
    return min(range(len(slider.values)), key=lambda i: abs(slider.values[i] - value))
