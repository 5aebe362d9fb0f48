// The link to JupyterLite on a page that was opened from a disk: browsers start it only from a web server.
"use strict";

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
  note.textContent = NEEDS_A_SERVER;
  note.scrollIntoView({ block: "nearest" });
}

if (window.location.protocol === "file:") {
  document.querySelectorAll('a[href*="lite/notebooks/index.html"]').forEach((link) => {
    link.addEventListener("click", explain);
  });
}
