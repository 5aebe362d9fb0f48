// A chapter answers before all of it is laid out. The parts below the first screens (course.css, .opening) are left for
// the moments in which the browser has nothing else to do, a few at a time; after a few seconds everything is there, as if
// it had been from the start. Who jumps inside the page meanwhile has it all at once.

const page = document.documentElement;
const skipped = (part) => getComputedStyle(part).contentVisibility !== "visible";
const far = page.classList.contains("opening")
  ? [...document.querySelectorAll(".bd-article section > :not(section, .cell), .cell > *")].filter(skipped)
  : [];
const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 1));

// A turn shall be over before anybody notices: so many elements as this computer manages in that time.
const TURN = 20; // milliseconds; a reader notices from 50 on
const FEWEST = 30; // elements; a turn costs something of its own
let most = 60; // elements, at first; one part at least

const size = (part) => part.getElementsByTagName("*").length + 1;
const layOut = (elements) => {
  for (let left = elements; far.length && (left === elements || size(far[0]) <= left); ) {
    const part = far.shift();
    left -= size(part);
    part.style.contentVisibility = "visible";
  }
  // Not by taking the class away: no rule looks at this, so nothing is worked out anew.
  if (!far.length) page.dataset.laidOut = "";
};
const goOn = () => {
  layOut(most);
  if (far.length) requestAnimationFrame(measured);
};
const measured = () => {
  const began = performance.now();
  const { port1, port2 } = new MessageChannel();
  // Arrives when the frame is drawn.
  port1.onmessage = () => {
    const faster = TURN / (performance.now() - began);
    most = Math.max(FEWEST, most * Math.min(2, Math.max(0.5, faster)));
    port1.close();
    soon(goOn, { timeout: 200 });
  };
  port2.postMessage(0);
};
const atOnce = () => layOut(Infinity);

addEventListener("click", (event) => event.target.closest?.("a[href*='#']") && atOnce(), { capture: true });
addEventListener("hashchange", atOnce);
addEventListener("beforeprint", atOnce);
soon(goOn, { timeout: 200 });

// Paper is white: who reads in the dark prints as in the light. Not for an event that a script made to have all laid out.
let theme;
addEventListener("beforeprint", ({ isTrusted }) => {
  if (!isTrusted) return;
  theme ??= page.dataset.theme;
  page.dataset.theme = "light";
});
addEventListener("afterprint", () => {
  page.dataset.theme = theme ?? page.dataset.theme;
  theme = undefined;
});
