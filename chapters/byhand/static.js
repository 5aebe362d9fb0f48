// A figure on a static page: reads the values stored in the page, listens to native sliders, draws.

const TOP = 16382;
const MISSING = 16383;

async function inflate(text) {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Undoes one difference along an axis: each entry becomes the sum of all up to it (modulo 2^16).
function accumulate(codes, shape, axis) {
  const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const block = inner * shape[axis];
  for (let base = 0; base < codes.length; base += block) {
    for (let i = base + inner; i < base + block; i++) codes[i] += codes[i - inner];
  }
}

// The counterpart of table.encode: codes of 14 bits, and how to make numbers of them.
async function decodeTable(packed) {
  const raw = await inflate(packed.data);
  const count = raw.length / 2;
  const codes = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const step = packed.planes ? raw[i] | (raw[count + i] << 8) : raw[2 * i] | (raw[2 * i + 1] << 8);
    codes[i] = (step >> 1) ^ -(step & 1);
  }
  packed.orders.forEach((order, axis) => {
    for (let k = 0; k < order; k++) accumulate(codes, packed.shape, axis);
  });
  const scale = (packed.high - packed.low) / TOP;
  const number = packed.low === undefined ? writtenNumber : (code) => (code === MISSING ? NaN : packed.low + code * scale);
  return (from, size) => {
    const numbers = new Float64Array(size); // filled by hand: `from` with a function takes ten times as long
    for (let i = 0; i < size; i++) numbers[i] = number(codes[from + i]);
    return numbers;
  };
}

// The counterpart of digits.from_codes: a number with three significant digits, 900 codes a decade.
function writtenNumber(code) {
  const signed = (code << 16) >> 16;
  const size = Math.abs(signed);
  if (size === 0) return 0;
  if (size > 32767) return NaN;
  const value = size === 32767 ? Infinity : Number(`${((size - 1) % 900) + 100}e${Math.floor((size - 1) / 900) - 20}`);
  return signed < 0 ? -value : value;
}

// Reads the cell at some slider indices. The last two axes are the cell; a slider that changes nothing has one entry.
function cellReader(packed, number) {
  const sliders = packed.shape.slice(0, -2);
  const size = packed.shape[sliders.length] * packed.shape[sliders.length + 1];
  return (indices) => number(sliders.reduce((cell, count, i) => cell * count + Math.min(indices[i], count - 1), 0) * size, size);
}

function pairs(flat) {
  const points = [];
  for (let i = 0; i < flat.length; i += 2) if (!Number.isNaN(flat[i])) points.push([flat[i], flat[i + 1]]);
  return points;
}

function sliderState(slider, control) {
  const choice = control.querySelector("template");
  if (choice) {
    const standIn = control.querySelector(".byhand-far");
    const focused = standIn === document.activeElement;
    standIn.remove();
    choice.replaceWith(choice.content);
    if (focused) control.querySelector("select").focus();
  }
  const input = control.querySelector("input, select");
  const output = control.querySelector("output");
  const format = slider.values ? String : d3.format(`.${slider.decimals}f`);
  const index = () => (slider.values ? input.selectedIndex : Math.round((input.value - slider.min) / slider.step) || 0);
  const value = () => (slider.values ? slider.values[index()] : Number((slider.min + index() * slider.step).toFixed(10)));
  const text = () => `${control.querySelector("span").textContent} = ${format(value())}`;
  const refresh = () => {
    const number = format(value());
    write(output, number);
    if (!slider.values) input.setAttribute("aria-valuetext", number);
  };
  return { name: slider.name, input, index, value, text, refresh };
}

async function hydrate(root) {
  const stored = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const { spec } = stored;
  const valuesOf = cellReader(stored.values, await decodeTable(stored.values));
  const pathOf = stored.path && cellReader(stored.path, await decodeTable(stored.path));
  const controls = root.querySelectorAll(".byhand-control");
  const states = spec.sliders.map((slider, i) => sliderState(slider, controls[i]));
  const drawing = createDrawing(root.querySelector(".byhand-plot"), spec);
  let frame;
  const update = () => {
    const indices = states.map((state) => state.index());
    frame = { values: valuesOf(indices), path: pathOf ? pairs(pathOf(indices)) : null };
    states.forEach((state) => state.refresh());
    drawing.show(frame, states.map((state) => state.text()).join(", "));
  };
  const settings = () => Object.fromEntries(states.map((state) => [state.name, state.value()]));
  root.byhand = { values: () => describeFrame(spec, settings(), frame) };
  const moved = () => root.dispatchEvent(new Event(MOVED, { bubbles: true }));
  states.forEach((state) => {
    state.input.addEventListener("input", () => {
      update();
      moved();
    });
  });
  update();
  root.dataset.ready = "yes";
  // Who came by keyboard may have been quicker than the values.
  if (states.some(({ input }) => input.type === "range" && input.value !== input.defaultValue)) moved();
}

// Where a figure cannot be brought to life (a browser without DecompressionStream), the picture of the start stays. A
// sentence says so in place of sliders that do not move, and the console says why.
function giveUp(root, error) {
  console.error(error);
  const shown = [...root.querySelectorAll(".byhand-control")].map(
    (control) => `${control.querySelector("span").textContent} = ${control.querySelector("output").textContent}`,
  );
  const text = `This browser is too old for the sliders. The picture shows ${shown.join(", ")}.`;
  const note = Object.assign(document.createElement("p"), { className: "byhand-note", textContent: text });
  root.querySelector(".byhand-controls")?.replaceWith(note);
}

// A figure comes to life before it is on the screen: one screen away from it. So a page with many answers its reader
// soon. The Tab key and a screen reader's list of controls know no distance: they find all sliders and choices from the
// start, and whoever reaches one wakes its figure.
function start() {
  const awake = new WeakSet();
  const wake = (root) => {
    if (awake.has(root)) return;
    awake.add(root);
    near.unobserve(root);
    hydrate(root).catch((error) => giveUp(root, error));
  };
  const near = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => wake(entry.target)),
    { rootMargin: "100%" },
  );
  document.querySelectorAll(".byhand[data-static]").forEach((root) => {
    root.querySelectorAll("input").forEach((input) => (input.disabled = false));
    root.querySelectorAll(".byhand-far").forEach((standIn) => {
      standIn.removeAttribute("aria-disabled");
      standIn.tabIndex = 0;
    });
    root.addEventListener("focusin", () => wake(root));
    root.addEventListener("input", () => wake(root)); // a screen reader may move a slider without focusing it
    near.observe(root);
  });
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
