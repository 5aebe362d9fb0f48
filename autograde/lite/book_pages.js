// A link in a notebook to a page of the book that is no notebook: JupyterLite has no such file, the book around it has.
"use strict";

const PAGES = document.currentScript.dataset.pages.split(" ");

function openPage(event) {
  const link = event.target.closest?.(".jp-RenderedMarkdown a[href]");
  const [, name, place = ""] = /([^/?#]+)\.md(#.*)?$/.exec(link?.getAttribute("href") ?? "") ?? [];
  if (!PAGES.includes(name)) return;
  event.preventDefault();
  event.stopPropagation();
  window.open(new URL(`../../chapters/${name}.html${place}`, window.location), "_blank", "noopener");
}

document.addEventListener("click", openPage, true); // before JupyterLab looks for a file
