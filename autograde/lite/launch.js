// The link to JupyterLite where it leads nowhere: on a page that was opened from a disk, because browsers start it only
// from a web server, and in site.zip, which is without it.
"use strict";

const NOTEBOOKS_ARE_HERE = true; // autograde/book/site_zip.py says false in the archive
const NOT_HERE =
  "This copy of the book has no notebooks for the browser. Open the book where it is published, or take the chapter's " +
  ".zip: it holds the notebook and all that it imports. Everything else on these pages works as it is.";
const NEEDS_A_SERVER =
  "This book was opened from a disk, and a browser runs Python only on pages that come from a web server. " +
  "Open the book where it is published, or start a server on this computer: in the folder that holds index.html, " +
  "run python3 -m http.server 8000 --bind 127.0.0.1 and open http://127.0.0.1:8000. " +
  "Everything else on these pages works as it is, and the chapter's .zip needs no server.";

function explain(event) {
  event.preventDefault();
  let note = document.querySelector(".lite-needs-server");
  if (!note) {
    note = document.createElement("p");
    note.className = "lite-needs-server";
    note.setAttribute("role", "status");
    document.querySelector(".lite-open").after(note);
  }
  note.textContent = NOTEBOOKS_ARE_HERE ? NEEDS_A_SERVER : NOT_HERE;
  note.scrollIntoView({ block: "nearest" });
}

if (!NOTEBOOKS_ARE_HERE || window.location.protocol === "file:") {
  document.querySelectorAll('a[href*="lite/notebooks/index.html"]').forEach((link) => {
    link.addEventListener("click", explain);
  });
}
