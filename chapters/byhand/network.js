// Units in layers, left to right, and the weights between them. still_network.py draws the same picture in Python.

const RADIUS = 30;
const SMALL = 26; // in circles with a radius below this a name has no room beside the number
const CLEAR = 21; // half as wide as a weight's number, in pixels
const APART = 15; // least pixels between two numbers, one above the other
const ENOUGH = 24; // where they are this far apart, the middle is best

// Splits one row of values: the direction, the units of each layer, the edges of each gap by row.
function networkOf(sizes, values) {
  let from = 1;
  const take = (count) => values.subarray(from, (from += count));
  const nodes = sizes.map((count) => take(count));
  const edges = sizes.slice(1).map((columns, i) => Array.from({ length: sizes[i] }, () => take(columns)));
  return { backward: values[0] > 0, nodes, edges };
}

// How far along the edges of a gap their numbers stand best, all in one column; 0 where there is no room.
// There each number lies on its own edge alone, since no other edge passes at the same height.
function column(left, right, span, radius) {
  let best = 0;
  let most = APART - 1e-6;
  for (let k = 0; k <= 60; k++) {
    const t = (50 + (k % 2 ? -1 : 1) * Math.ceil(k / 2)) / 100; // from the middle outwards
    if (Math.min(t, 1 - t) * span < radius + CLEAR) continue;
    const heights = left.flatMap((a) => right.map((b) => a + t * (b - a))).sort((a, b) => a - b);
    const gap = Math.min(ENOUGH, ...heights.slice(1).map((h, i) => h - heights[i]));
    if (gap > most + 1e-6) [best, most] = [t, gap];
  }
  return best;
}

function networkLayout(svg, spec, width, height) {
  const area = plotArea(spec, width, height);
  const { sizes } = spec;
  const radius = Math.max(22, Math.min(RADIUS, area.w / (2.7 * sizes.length)));
  const span = (area.w - 2 * radius - 2) / (sizes.length - 1);
  const heights = sizes.map((count) => d3.range(count).map((i) => area.y + ((i + 0.5) / count) * area.h));
  const across = sizes.map((_, layer) => area.x + radius + 1 + layer * span);
  const lines = add(svg, "g", {});
  const weights = add(svg, "g", { class: "byhand-number" });
  const units = add(svg, "g", {});
  const inner = add(svg, "g", { class: "byhand-number byhand-inner" });
  const small = radius < SMALL;
  const named = spec.names.length > 0;
  const gaps = sizes.slice(1).map((count, layer) => {
    const [left, right] = [heights[layer], heights[layer + 1]];
    const t = column(left, right, span, radius);
    return left.map((a) =>
      right.map((b) => {
        const long = Math.hypot(span, b - a);
        const [dx, dy] = [span / long, (b - a) / long];
        const ends = [[across[layer] + radius * dx, a + radius * dy], [across[layer + 1] - radius * dx, b - radius * dy]];
        const [x, y] = [across[layer] + t * span, a + t * (b - a)];
        const patch = t ? add(weights, "path", { class: "byhand-patch" }) : null;
        const text = t ? add(weights, "text", { x: x.toFixed(1), y: (y + 4.5).toFixed(1), "text-anchor": "middle" }) : null;
        return { dx, dy, ends, line: add(lines, "path", {}), head: add(lines, "path", {}), patch, text, x, y };
      })
    );
  });
  let index = 0;
  const numbers = heights.flatMap((layer, l) =>
    layer.map((y) => {
      add(units, "circle", { class: "byhand-unit", cx: across[l].toFixed(1), cy: y.toFixed(1), r: radius.toFixed(1) });
      const middle = { x: across[l].toFixed(1), "text-anchor": "middle" };
      if (named) add(inner, "text", { ...middle, y: (small ? y - radius - 5 : y - 5).toFixed(1), class: "byhand-name" }, spec.names[index++]);
      return add(inner, "text", { ...middle, y: (y + (named && !small ? 10.5 : 4.5)).toFixed(1) });
    })
  );

  const drawEdge = ({ dx, dy, ends, line, head, patch, text, ...middle }, weight, backward) => {
    const there = !Number.isNaN(weight);
    const wide = 1.2 + 4.3 * Math.min(1, Math.abs(weight) / spec.widest);
    const sign = weight > 0 ? "plus" : weight < 0 ? "minus" : "none";
    const [from, to] = backward ? [ends[1], ends[0]] : ends;
    const [ux, uy] = backward ? [-dx, -dy] : [dx, dy];
    const [size, half] = [6 + 1.2 * wide, 2.5 + wide];
    const [x, y] = [to[0] - size * ux, to[1] - size * uy];
    const at = (px, py) => `${px.toFixed(1)},${py.toFixed(1)}`;
    line.setAttribute("class", `byhand-wire byhand-${sign}`);
    head.setAttribute("class", `byhand-head byhand-${sign}`);
    line.setAttribute("style", there ? `stroke-width:${wide.toFixed(2)}` : "");
    line.setAttribute("d", there ? `M${at(...from)}L${at(x, y)}` : "");
    head.setAttribute("d", there ? `M${at(...to)}L${at(x - half * uy, y + half * ux)}L${at(x + half * uy, y - half * ux)}Z` : "");
    if (!text) return;
    write(text, there ? shown(weight) : "");
    const long = 3 + 7 * text.textContent.length;
    patch.setAttribute("d", there ? `M${at(middle.x - long / 2, middle.y - 7)}h${long}v14h${-long}Z` : "");
  };

  return (frame) => {
    const { backward, nodes, edges } = networkOf(sizes, frame.values);
    gaps.forEach((gap, g) => gap.forEach((row, i) => row.forEach((edge, j) => drawEdge(edge, edges[g][i][j], backward))));
    nodes.flatMap((layer) => Array.from(layer)).forEach((value, i) => {
      write(numbers[i], shown(value));
      numbers[i].setAttribute("class", small || numbers[i].textContent.length > 7 ? "byhand-small" : "");
    });
    const said = backward ? ["The arrows run backward."] : [];
    let i = 0;
    nodes.forEach((layer, l) => said.push(`Layer ${l + 1}: ${Array.from(layer, (v) => `${spec.names[i++] ?? ""} ${shown(v)}`.trim()).join(", ")}.`));
    edges.forEach((gap, g) => said.push(`Weights from layer ${g + 1} to ${g + 2}: ${gap.map((row) => Array.from(row, shown).join(", ")).join("; ")}.`));
    return said.join(" ");
  };
}
