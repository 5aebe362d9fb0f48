// Questions on a static page: the browser remembers predictions, where it may; else they last as long as the page.

function pageStore(key) {
  const name = `byhand:${location.pathname}:${key}`;
  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(name)) ?? {};
  } catch {} // no storage for pages on a disk or in a private window, or something else in it
  return {
    get: () => kept,
    set: (value) => {
      kept = value;
      try {
        if ("choice" in value) localStorage.setItem(name, JSON.stringify(value));
        else localStorage.removeItem(name);
      } catch {}
    },
  };
}

const ask = () =>
  document.querySelectorAll(".byhand-quiz").forEach((root) => startQuestion(root, pageStore(root.dataset.prediction)));
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ask);
else ask();
