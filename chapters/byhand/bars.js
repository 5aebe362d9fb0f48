// Bars, side by side in groups, each with its value written on it. still_bars.py draws the same picture in Python.

// Numbers have three significant digits when they come here. The counterpart of digits.shown.
function shown(value) {
  if (Number.isNaN(value)) return "?";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const number = Number(value.toPrecision(3));
  const size = Math.abs(number);
  const text = number === 0 ? "0" : size >= 1e-3 && size < 1e5 ? String(number) : number.toExponential().replace("+", "");
  return text.replaceAll("-", "−");
}

const LETTER = 7.2; // about as wide as a character of a label is, in pixels
const UPRIGHT = 13; // pixels that a number needs to be written upright, where it is too long to be level

function barsLayout(svg, spec, width, height) {
  const area = plotArea(spec, width, height);
  const y = d3.scaleLinear(spec.ylim, [area.y + area.h, area.y]);
  drawValueAxis(svg, spec, area, y);
  const band = area.w / spec.labels.length;
  const slanted = Math.max(...spec.labels.map((name) => name.length)) * LETTER > band - 4;
  const below = area.y + area.h + (slanted ? 14 : 20);
  spec.labels.forEach((name, i) => {
    const x = area.x + (i + 0.5) * band + (slanted ? 4 : 0);
    const how = slanted ? { "text-anchor": "end", transform: `rotate(-55 ${x} ${below})` } : { "text-anchor": "middle" };
    add(svg, "text", { class: "byhand-tick", x, y: below, ...how }, name);
  });
  frameAround(svg, area);

  const many = spec.series.length;
  const slot = many > 1 ? (0.86 * band) / many : band;
  const wide = many > 1 ? slot : Math.min(90, 0.7 * band);
  const bars = add(svg, "g", {});
  const numbers = add(svg, "g", { class: "byhand-number" });
  add(svg, "path", { class: "byhand-base", d: `M${area.x},${y(0)}h${area.w}` });
  const marks = spec.series.flatMap((_, s) =>
    spec.labels.map((_, i) => {
      const middle = area.x + (i + 0.5) * band + (s - (many - 1) / 2) * slot;
      return { middle, bar: add(bars, "path", { class: `byhand-block byhand-s${s} byhand-b${s}` }), text: add(numbers, "text", {}) };
    })
  );
  const inside = (at) => Math.min(area.y + area.h, Math.max(area.y, at));
  return (frame) => {
    const texts = Array.from(frame.values, shown);
    const widest = Math.max(...texts.map((text) => text.length)) * LETTER;
    const level = slot >= widest;
    marks.forEach(({ middle, bar, text }, i) => {
      const value = frame.values[i];
      const end = inside(Number.isNaN(value) ? y(0) : y(value));
      const left = middle - wide / 2 + 1;
      bar.setAttribute("d", Number.isNaN(value) ? "" : `M${left.toFixed(1)},${y(0).toFixed(1)}V${end.toFixed(1)}h${(wide - 2).toFixed(1)}V${y(0).toFixed(1)}Z`);
      write(text, level || slot >= UPRIGHT ? texts[i] : "");
      const down = value < 0;
      if (level) {
        const at = down ? Math.min(area.y + area.h - 5, end + 15) : Math.max(area.y + 15, end - 6);
        for (const [key, is] of [["x", middle.toFixed(1)], ["y", at.toFixed(1)], ["text-anchor", "middle"], ["transform", ""]]) text.setAttribute(key, is);
      } else {
        const long = texts[i].length * LETTER;
        const at = down ? Math.min(area.y + area.h - long - 4, end + 6) : Math.max(area.y + long + 4, end - 6);
        const place = `translate(${(middle + 4.5).toFixed(1)},${at.toFixed(1)}) rotate(-90)`;
        for (const [key, is] of [["x", 0], ["y", 0], ["text-anchor", down ? "end" : "start"], ["transform", place]]) text.setAttribute(key, is);
      }
    });
    const rows = spec.series.map((name, s) => {
      const row = spec.labels.map((label, i) => `${label} ${texts[s * spec.labels.length + i]}`).join(", ");
      return many > 1 ? `${name}: ${row}` : row;
    });
    return rows.join("; ");
  };
}
