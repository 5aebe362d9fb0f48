// Hints open one after the other: each says which one comes first until that one was opened. Without this all can be opened.
// A browser opens a hint out of turn when it finds a word in it; from then on it is a fold like all others.

document.querySelectorAll("details").forEach((hint) => {
  const summary = hint.querySelector("summary");
  const number = Number(/^Hint (\d+)$/.exec(summary?.textContent.trim())?.[1]);
  const before = hint.previousElementSibling;
  if (!(number > 1) || !before?.matches("details")) return;
  const reason = Object.assign(document.createElement("span"), { textContent: ` (open hint ${number - 1} first)` });
  const stay = (event) => event.preventDefault();
  const look = () => (before.open || hint.open) && free();
  const free = () => {
    summary.removeAttribute("aria-disabled");
    summary.removeEventListener("click", stay);
    reason.remove();
    before.removeEventListener("toggle", look);
    hint.removeEventListener("toggle", look);
  };
  if (before.open || hint.open) return; // a page that the browser restored, or opened at a word
  summary.setAttribute("aria-disabled", "true");
  summary.addEventListener("click", stay); // Enter and the space bar click, too
  summary.append(reason);
  before.addEventListener("toggle", look);
  hint.addEventListener("toggle", look);
});
