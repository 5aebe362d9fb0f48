// Search quotes the pages that it finds, which browsers refuse to read on a disk.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
// A section or a term of that name comes before pages that hold the words somewhere.
document.addEventListener("DOMContentLoaded", () => {
  Scorer.score = ([, , anchor, , score]) => (anchor ? 1000 + score : score);
});
