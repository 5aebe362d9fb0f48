// Hints open one after the other: each says which one comes first until that one was opened. Without this all can be opened.

document.querySelectorAll("details").forEach((hint) => {
  const summary = hint.querySelector("summary");
  const number = Number(/^Hint (\d+)$/.exec(summary?.textContent.trim())?.[1]);
  const before = hint.previousElementSibling;
  if (!(number > 1) || !before?.matches("details")) return;
  const reason = Object.assign(document.createElement("span"), { textContent: ` (open hint ${number - 1} first)` });
  const stay = (event) => event.preventDefault();
  const unlock = () => {
    if (!before.open) return;
    summary.removeAttribute("aria-disabled");
    summary.removeEventListener("click", stay);
    reason.remove();
    before.removeEventListener("toggle", unlock);
  };
  if (before.open) return; // a page that the browser restored
  summary.setAttribute("aria-disabled", "true");
  summary.addEventListener("click", stay); // Enter and the space bar click, too
  summary.append(reason);
  before.addEventListener("toggle", unlock);
});
