// A box that scrolls by itself can be reached and scrolled by keyboard. Each is looked at when the page opens and
// when its size changes; all are measured before the first is changed, so that nothing is laid out twice.

const scrolls = (box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
const sizes = new ResizeObserver((entries) => {
  const found = entries.map(({ target }) => [target, scrolls(target)]);
  for (const [box, reachable] of found) {
    if (reachable) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
});
document
  .querySelectorAll("pre, .cell_output > .output, .pst-scrollable-table-container")
  .forEach((box) => sizes.observe(box));
