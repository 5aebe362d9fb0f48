// A chapter answers before all of it is laid out. The parts that are far below (course.css, .opening) are left for the
// moments in which the browser has nothing else to do, a few at a time; after a few seconds everything is there, as if it
// had been from the start. Who jumps inside the page meanwhile has it all at once.

const page = document.documentElement;
const far = page.classList.contains("opening") ? [...document.querySelectorAll(".bd-article section ~ section")] : [];
const soon = window.requestIdleCallback ?? ((work) => setTimeout(work, 1));

// Each turn costs something of its own, so that small parts share one.
const AT_A_TIME = 400; // elements
const size = (part) => (part.localName === "section" ? 0 : part.getElementsByTagName("*").length + 1);
const ownSize = (section) => [...section.children].reduce((sum, part) => sum + size(part), 0);

const layOut = (most) => {
  for (let done = 0; far.length && done < most; ) {
    const part = far.shift();
    done += ownSize(part);
    part.style.contentVisibility = "visible";
  }
  // Not by taking the class away: no rule looks at this, so nothing is worked out anew.
  if (!far.length) page.dataset.laidOut = "";
};
const goOn = () => {
  layOut(AT_A_TIME);
  if (far.length) requestAnimationFrame(() => soon(goOn, { timeout: 200 }));
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
