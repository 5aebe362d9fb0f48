// A chapter answers before all of it is laid out. What is far below (course.css, .opening) is left for the moments in
// which the browser has nothing else to do, a few elements at a time; after some seconds everything is there, as if it
// had been from the start. Who jumps inside the page meanwhile has it all at once.

// A part is opened before what is in it: the fewer are left out at a time, the less each step costs.
const FAR =
  ".bd-article section ~ section, .bd-article section ~ section :is(section > :not(section, .cell), .cell > *)";
const FRAME = 30; // milliseconds that a step with its frame should take, so that whoever clicks is not kept waiting
const page = document.documentElement;
const far = page.classList.contains("opening") ? [...document.querySelectorAll(FAR)] : [];
const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 1));
let elements = 20; // in a step

const layOut = (most) => {
  for (let count = 0; far.length && count < most; ) {
    const next = far.shift();
    next.style.contentVisibility = "visible";
    count += 1 + (next.localName === "section" ? 0 : next.getElementsByTagName("*").length);
  }
  if (!far.length) page.classList.remove("opening");
};
const goOn = () => {
  const start = performance.now();
  layOut(elements);
  if (!far.length) return;
  requestAnimationFrame((frame) => {
    const painted = new MessageChannel();
    painted.port1.onmessage = () => {
      const took = performance.now() - Math.max(start, frame);
      elements = Math.max(10, Math.min(1000, elements * (took > FRAME ? 0.7 : 1.2)));
      soon(goOn, { timeout: 200 });
    };
    painted.port2.postMessage(0);
  });
};
const atOnce = () => layOut(Infinity);

addEventListener("click", (event) => event.target.closest?.("a[href*='#']") && atOnce(), { capture: true });
addEventListener("hashchange", atOnce);
addEventListener("beforeprint", atOnce);
soon(goOn, { timeout: 200 });
