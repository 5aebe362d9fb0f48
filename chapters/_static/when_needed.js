// Bootstrap's script opens menus, shows words beside buttons and leads back to the top. It takes long to start, so that
// it is fetched when somebody comes to the first button that needs it, or scrolls; what was done meanwhile is done again.

const bootstrapScript = document.currentScript.dataset.src;
let fetching;
const fetchBootstrap = () =>
  (fetching ??= new Promise((resolve, reject) => {
    const onerror = () => {
      fetching = undefined; // the network may be back the next time
      reject(new Error(`${bootstrapScript} did not come`));
    };
    document.head.append(Object.assign(document.createElement("script"), { src: bootstrapScript, onload: resolve, onerror }));
  }));

const comes = {
  mouseover: (button) => button.matches(":hover"),
  focusin: (button) => button.matches(":focus"),
  click: (button) => button.dataset.bsToggle === "dropdown", // other buttons have done what they do
};
const onEvent = (event) => {
  const button = window.bootstrap ? null : event.target.closest?.("[data-bs-toggle]");
  if (!button) return;
  const again = () => comes[event.type](button) && button.dispatchEvent(new event.constructor(event.type, event));
  fetchBootstrap().then(again, console.warn);
};
Object.keys(comes).forEach((type) => addEventListener(type, onEvent));
addEventListener("scroll", () => fetchBootstrap().catch(console.warn), { once: true, passive: true });
