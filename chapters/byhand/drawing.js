// Draws one slider figure as SVG. Used unchanged by the static page (static.js) and by a live notebook (live.js).
// `d3` holds the modules of vendor/. Nothing outside `host` is read or changed.

const SVG = "http://www.w3.org/2000/svg";
const SYMBOLS = [d3.symbolCircle, d3.symbolTriangle, d3.symbolSquare, d3.symbolDiamond];

function add(parent, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  if (text !== undefined) element.textContent = text;
  parent.appendChild(element);
  return element;
}

// Where the plot is inside a drawing of this size; with `equal`, a unit is as long up as it is across.
function plotArea(spec, width, height, xSpan, ySpan) {
  const { left, right, top, bottom } = spec.box;
  let w = Math.max(40, width - left - right);
  let h = Math.max(40, height - top - bottom);
  if (spec.equal) {
    const unit = Math.min(w / xSpan, h / ySpan);
    w = unit * xSpan;
    h = unit * ySpan;
  }
  return { x: left, y: top, w, h };
}

function drawValueAxis(svg, spec, area, y) {
  const grid = add(svg, "g", { class: "byhand-grid" });
  const text = add(svg, "g", { class: "byhand-tick" });
  const yTicks = y.ticks(Math.max(2, Math.floor(area.h / 48)));
  const yFormat = y.tickFormat(yTicks.length);
  for (const tick of yTicks) {
    const at = y(tick);
    add(grid, "path", { d: `M${area.x},${at}h${area.w}`, class: tick === 0 ? "byhand-rule byhand-zero" : "byhand-rule" });
    add(text, "text", { x: area.x - 8, y: at, dy: "0.32em", "text-anchor": "end" }, yFormat(tick));
  }
  const labels = add(svg, "g", { class: "byhand-label" });
  add(labels, "text", { x: area.x - 8, y: area.y - 14 }, spec.ylabel);
  return { grid, text, labels };
}

function drawAxes(svg, spec, area, x, y) {
  const { grid, text, labels } = drawValueAxis(svg, spec, area, y);
  const xTicks = x.ticks(Math.max(2, Math.floor(area.w / 70)));
  const xFormat = x.tickFormat(xTicks.length);
  for (const tick of xTicks) {
    const at = x(tick);
    add(grid, "path", { d: `M${at},${area.y}v${area.h}`, class: tick === 0 ? "byhand-rule byhand-zero" : "byhand-rule" });
    add(text, "text", { x: at, y: area.y + area.h + 18, "text-anchor": "middle" }, xFormat(tick));
  }
  add(labels, "text", { x: area.x + area.w / 2, y: area.y + area.h + 40, "text-anchor": "middle" }, spec.xlabel);
  return { grid };
}

// Puts a text in place of another; keeps the node, since a new one would be styled and laid out from the start.
function write(element, text) {
  if (!element.firstChild) element.textContent = text;
  else if (element.firstChild.data !== text) element.firstChild.data = text;
}

// A nested <svg> clips at its edge without needing an id. Its own coordinates are those of the whole drawing. The room in
// it reaches as far as any curve, so that what is painted covers the same place in every frame: if it did not, Chromium
// would put the layers of the whole page together anew.
function clipped(svg, area, fill = "transparent") {
  const { x, y, w, h } = area;
  const inside = add(svg, "svg", { x, y, width: w, height: h, viewBox: `${x} ${y} ${w} ${h}`, overflow: "hidden" });
  add(inside, "rect", { x: x - w, y: y - h - 10, width: 3 * w, height: 3 * h + 20, class: "byhand-room", style: `fill:${fill}` });
  return inside;
}

function frameAround(svg, { x, y, w, h }) {
  add(svg, "rect", { x, y, width: w, height: h, class: "byhand-frame" });
}

// Each kind returns a function that puts the values of one frame into the drawing. Where they are few, it returns them in
// words, for those who hear the figure. The layouts of bars and networks are in files of their own.

function curvesLayout(svg, spec, width, height) {
  const area = plotArea(spec, width, height);
  const ends = [spec.x[0], spec.x[spec.x.length - 1]];
  const x = d3.scaleLinear(ends, [area.x, area.x + area.w]);
  const y = d3.scaleLinear(spec.ylim, [area.y + area.h, area.y]);
  drawAxes(svg, spec, area, x, y);
  frameAround(svg, area);
  const inside = clipped(svg, area);
  const curves = spec.series.map((_, i) => add(inside, "path", { class: `byhand-curve byhand-s${i}` }));
  const across = spec.x.map(x);
  // d3-shape writes what lies far outside, too; a browser draws huge coordinates slowly, so they are cut off.
  const [bottom, top] = [area.y + 2 * area.h, area.y - area.h];
  const line = d3.line((_, i) => across[i], (v) => Math.min(bottom, Math.max(top, y(v)))).defined((v) => !Number.isNaN(v)).digits(2);
  return (frame) => {
    const n = spec.x.length;
    curves.forEach((curve, i) => curve.setAttribute("d", line(frame.values.subarray(i * n, (i + 1) * n)) || ""));
  };
}

// Numbers of one decimal as text, each written once: a contour has a thousand, and they come again with every move.
const written = [];
function tenths(pixel) {
  const count = Math.round(10 * pixel);
  return (written[count] ??= String(count / 10));
}

// From a position in the grid, as d3-contour counts it (a value sits in the middle of its cell), to a pixel, as text.
function along(axis, scale) {
  const last = axis.length - 2;
  const pixels = axis.map(scale);
  return (position) => {
    const i = Math.min(last, Math.max(0, Math.floor(position - 0.5)));
    return tenths(pixels[i] + (position - 0.5 - i) * (pixels[i + 1] - pixels[i]));
  };
}

function rings(multipolygon, x, y) {
  let d = "";
  for (const polygon of multipolygon.coordinates) {
    for (const ring of polygon) {
      const last = ring.length - 1; // the first point once more
      for (let i = 0; i < last; i++) d += (i ? "L" : "M") + x(ring[i][0]) + "," + y(ring[i][1]);
      d += "Z";
    }
  }
  return d;
}

function fieldLayout(svg, spec, width, height) {
  const span = (axis) => axis[axis.length - 1] - axis[0];
  const area = plotArea(spec, width, height, span(spec.x1), span(spec.x2));
  const x = d3.scaleLinear([spec.x1[0], spec.x1[spec.x1.length - 1]], [area.x, area.x + area.w]);
  const y = d3.scaleLinear([spec.x2[0], spec.x2[spec.x2.length - 1]], [area.y + area.h, area.y]);
  const inside = clipped(svg, area, spec.fills[0]);
  const bands = spec.edges.map((_, i) => add(inside, "path", { class: "byhand-band", style: `fill:${spec.fills[i + 1]}` }));
  const { grid } = drawAxes(svg, spec, area, x, y);
  grid.remove();
  frameAround(svg, area);
  const over = clipped(svg, area);
  const levels = spec.levels.map(() => [
    ...(spec.boundary ? [add(over, "path", { class: "byhand-halo" })] : []),
    add(over, "path", { class: spec.boundary ? "byhand-boundary" : "byhand-level" }),
  ]);
  drawPoints(over, spec, x, y);
  const drawPath = pathLayer(over, x, y);
  colourBar(svg, spec, area);

  const contours = d3.contours().size([spec.x1.length, spec.x2.length]);
  const across = along(spec.x1, x);
  const up = along(spec.x2, y);
  return (frame) => {
    const drawn = new Map();
    const at = (level) => {
      if (!drawn.has(level)) drawn.set(level, rings(contours.contour(frame.values, level), across, up));
      return drawn.get(level);
    };
    bands.forEach((band, i) => band.setAttribute("d", at(spec.edges[i])));
    levels.forEach((paths, i) => paths.forEach((path) => path.setAttribute("d", at(spec.levels[i]))));
    drawPath(frame.path);
  };
}

function drawPoints(parent, spec, x, y) {
  spec.points.forEach(([px, py], i) => {
    const group = spec.classes[i];
    add(parent, "path", {
      d: d3.symbol(SYMBOLS[group], 90)(),
      transform: `translate(${x(px).toFixed(1)},${y(py).toFixed(1)})`,
      class: `byhand-point byhand-c${group}`,
    });
  });
}

function pathLayer(parent, x, y) {
  const halo = add(parent, "path", { class: "byhand-halo" });
  const line = add(parent, "path", { class: "byhand-path" });
  const steps = add(parent, "path", { class: "byhand-step" });
  const start = add(parent, "circle", { class: "byhand-start", r: 0 });
  const end = add(parent, "circle", { class: "byhand-end", r: 0 });
  const place = (circle, point, r) => {
    circle.setAttribute("r", point ? r : 0);
    if (point) [["cx", x(point[0])], ["cy", y(point[1])]].forEach(([key, at]) => circle.setAttribute(key, at.toFixed(1)));
  };
  const draw = d3.line((p) => x(p[0]), (p) => y(p[1])).digits(1);
  const dot = (p) => `M${(x(p[0]) - 2.5).toFixed(1)},${y(p[1]).toFixed(1)}a2.5,2.5 0 1,0 5,0a2.5,2.5 0 1,0 -5,0`;
  return (path) => {
    const points = path || [];
    const d = draw(points) || "";
    halo.setAttribute("d", d);
    line.setAttribute("d", d);
    steps.setAttribute("d", points.length > 2 ? points.slice(1, -1).map(dot).join("") : "");
    place(start, points[0], 5);
    place(end, points[points.length - 1], 6);
  };
}

// Bands of equal height, lowest at the bottom, with the value at each edge; every other one where it is tight.
function colourBar(svg, spec, area) {
  const bar = add(svg, "g", { class: "byhand-bar" });
  const text = add(svg, "g", { class: "byhand-tick" });
  const left = area.x + area.w + 14;
  const height = area.h / spec.fills.length;
  const every = Math.ceil(18 / height);
  const format = d3.format("~g");
  const middle = spec.boundary ? spec.edges.indexOf(spec.levels[0]) : 0;
  spec.fills.forEach((fill, i) => {
    const y = area.y + area.h - (i + 1) * height;
    add(bar, "rect", { x: left, y, width: 12, height: height + (i ? 0.5 : 0), style: `fill:${fill}` });
  });
  spec.edges.forEach((edge, i) => {
    if ((i - Math.max(0, middle)) % every) return;
    const y = area.y + area.h - (i + 1) * height;
    add(text, "text", { x: left + 18, y, dy: "0.32em" }, format(Number(edge.toPrecision(3))));
    if (spec.boundary && spec.levels.includes(edge)) add(bar, "path", { d: `M${left - 3},${y}h18`, class: "byhand-boundary" });
  });
  add(bar, "rect", { x: left, y: area.y, width: 12, height: area.h, class: "byhand-frame" });
}

// A drawing in `host` that follows its width. `show(frame, settings)` draws; frame is {values, path}.
function createDrawing(host, spec) {
  const layout = { curves: curvesLayout, field: fieldLayout, bars: barsLayout, network: networkLayout }[spec.kind];
  let svg, render, last, width, height;
  const rebuild = () => {
    width = host.clientWidth || spec.box.width;
    height = host.clientHeight || spec.box.height;
    svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("role", "img");
    render = layout(svg, spec, width, height);
    host.replaceChildren(svg);
    if (last) show(...last);
  };
  const show = (frame, settings) => {
    last = [frame, settings];
    if (!svg) rebuild();
    else {
      const said = render(frame) || "";
      svg.setAttribute("aria-label", `${spec.alt} (${settings}) ${said}`.trim());
    }
  };
  const observer = new ResizeObserver(() => {
    if (svg && host.clientWidth && (host.clientWidth !== width || host.clientHeight !== height)) rebuild();
  });
  observer.observe(host);
  return { show, stop: () => observer.disconnect() };
}

// What a figure holds now, for tests and for curious readers: the settings and the numbers drawn.
function describeFrame(spec, settings, frame) {
  const n = (spec.x1 || spec.x || spec.labels || frame.values).length;
  const rows = [];
  for (let i = 0; i < frame.values.length; i += n) rows.push(Array.from(frame.values.subarray(i, i + n)));
  const network = spec.kind === "network" ? networkOf(spec.sizes, frame.values) : null;
  return { settings, series: spec.series || [], values: rows, path: frame.path, network };
}
