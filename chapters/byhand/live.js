// A figure in a live notebook (anywidget): Python computes each frame and sends it; the sliders are ipywidgets.

function numbersOf(view) {
  const bytes = view.buffer ? new Uint8Array(view.buffer, view.byteOffset, view.byteLength) : new Uint8Array(view);
  return new Float64Array(new Float32Array(bytes.slice().buffer));
}

function frameOf(model) {
  const flat = numbersOf(model.get("path"));
  const path = [];
  for (let i = 0; i < flat.length; i += 2) path.push([flat[i], flat[i + 1]]);
  return { values: numbersOf(model.get("values")), path };
}

function render({ model, el }) {
  let drawing, frame, built;
  // `shell` holds a hash of `spec`: it changes whenever the drawing must be set up anew.
  const build = () => {
    built = model.get("shell");
    drawing?.stop();
    el.innerHTML = built;
    const spec = model.get("spec");
    drawing = createDrawing(el.querySelector(".byhand-plot"), spec);
    el.querySelector(".byhand").byhand = { values: () => describeFrame(spec, model.get("state").settings, frame) };
  };
  const show = () => {
    if (model.get("shell") !== built) build();
    const state = model.get("state");
    el.querySelector(".byhand-message").textContent = state.message;
    el.querySelector(".byhand-plot").hidden = Boolean(state.message);
    if (state.message) return;
    frame = frameOf(model);
    drawing.show(frame, state.text);
  };
  const move = () => {
    show();
    if (!model.get("state").message) el.querySelector(".byhand").dispatchEvent(new Event(MOVED, { bubbles: true }));
  };
  show();
  // Python sends all that changed in one message, and `state` changes with every frame.
  model.on("change:state", move);
  return () => {
    drawing.stop();
    model.off("change:state", move);
  };
}

export default { render };
