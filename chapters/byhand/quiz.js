// A question: checks what was chosen, says the author's sentence, and remembers a prediction until the figure has moved.

const FORGET = "byhand-forget";

// The first figure behind a question: the one that it is about.
const figureBelow = (root) =>
  [...document.querySelectorAll(".byhand")].find((f) => root.compareDocumentPosition(f) & Node.DOCUMENT_POSITION_FOLLOWING);

function standsAt(figure, at) {
  if (!at) return true;
  const now = figure.byhand.values().settings;
  return Object.entries(at).every(([name, value]) => (typeof value === "number" ? Math.abs(now[name] - value) < 1e-9 : now[name] === value));
}

// `store` has get() and set(value): {} is nothing, else {choice, compared}. Returns what undoes the listening.
function startQuestion(root, store) {
  const { kind, predicts, within, otherwise, at } = JSON.parse(root.dataset.question);
  const inputs = [...root.querySelectorAll("fieldset input")];
  const answers = [...root.querySelectorAll("li")];
  const verdict = root.querySelector(".byhand-verdict");
  const details = root.querySelector("details");
  const buttons = root.querySelector(".byhand-buttons");
  const main = buttons.firstElementChild;
  const sentence = (answer) => answer.querySelector("span").innerHTML;
  const isRight = (answer) => "right" in answer.dataset;
  const named = (answer) => answer.querySelector("b").innerHTML;
  details.hidden = true;
  buttons.hidden = false;
  details.querySelector("summary").textContent = "All answers, explained";

  // What was chosen: the places of the options, or the number; null for nothing.
  const chosen = () => {
    if (kind === "number") return inputs[0].value.trim() === "" ? null : Number(inputs[0].value);
    const ticked = inputs.flatMap((input, i) => (input.checked ? [i] : []));
    return ticked.length || kind === "several" ? ticked : null;
  };
  const choose = (choice) => {
    if (kind === "number") inputs[0].value = choice ?? "";
    else inputs.forEach((input, i) => (input.checked = Boolean(choice?.includes(i))));
  };

  const known = (choice) => (kind === "number" ? Number.isFinite(choice) : Array.isArray(choice) && Boolean(answers[choice[0]]));

  // Cleared first, so that the same words are read out a second time; what a page remembers is there from the start.
  let waiting, started;
  const say = (mark, html) => {
    const put = () => (verdict.innerHTML = html && `<p>${html}</p>`);
    clearTimeout(waiting);
    verdict.innerHTML = "";
    root.dataset.state = mark;
    if (started) waiting = setTimeout(put, 20);
    else put();
  };

  const judge = (choice) => {
    if (kind === "several") {
      const wrong = answers.filter((answer, i) => choice.includes(i) && !isRight(answer));
      const missing = answers.filter((answer, i) => !choice.includes(i) && isRight(answer)).length;
      const right = !wrong.length && !missing;
      const said = (right ? answers.filter(isRight) : wrong).map((answer) => `${named(answer)}: ${sentence(answer)}`);
      if (missing) said.push(missing === 1 ? "One right answer is not ticked." : `${missing} right answers are not ticked.`);
      return { right, html: said.join("<br>") };
    }
    const close = (answer) => Math.abs(choice - answer.dataset.number) <= within + 1e-9;
    const meant = kind === "number" ? answers.find(close) : answers[choice[0]];
    return meant ? { right: isRight(meant), html: sentence(meant) } : { right: false, html: otherwise };
  };

  const check = (choice) => {
    const { right, html } = judge(choice);
    say(right ? "right" : "wrong", `<b>${right ? "✓ Right." : "✗ Not yet."}</b> ${html}`);
    details.hidden = false;
  };

  const compare = (choice) => {
    const { right, html } = judge(choice);
    const mine = kind === "number" ? String(choice).replace("-", "−") : named(answers[choice[0]]);
    const shown = named(answers.find(isRight));
    const both = right ? `You predicted <b>${mine}</b>, and so it is` : `You predicted <b>${mine}</b>; the figure shows <b>${shown}</b>`;
    const why = right ? "" : ` ${sentence(answers.find(isRight))}`;
    say(right ? "right" : "wrong", `${both}. ${html}${why}`);
    details.hidden = false;
  };
  const note = () => say("noted", "Noted. Now move the figure below.");

  const extra = (words, act) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.hidden = true;
    button.addEventListener("click", act);
    return buttons.appendChild(button);
  };
  const settle = (kept) => {
    const noted = known(kept.choice);
    choose(noted ? kept.choice : null);
    details.hidden = true;
    if (noted) (kept.compared ? compare : note)(kept.choice);
    else say("", "");
    const focused = buttons.contains(document.activeElement) && document.activeElement;
    main.hidden = noted && kept.compared;
    comparing.hidden = !noted || kept.compared;
    forgetting.hidden = !noted;
    if (focused.hidden) buttons.querySelector("button:not([hidden])").focus(); // who works by keyboard stays here
  };
  const keep = (kept) => {
    store.set(kept);
    settle(kept);
  };
  const isOpen = ({ choice, compared }) => known(choice) && !compared;
  const finish = () => {
    const kept = store.get();
    if (isOpen(kept)) keep({ choice: kept.choice, compared: true });
  };
  const act = () => {
    const choice = chosen();
    if (choice === null || Number.isNaN(choice)) say("", kind === "number" ? "Write a number first." : "Choose an answer first.");
    else if (predicts) keep({ choice, compared: false });
    else check(choice);
  };
  main.addEventListener("click", act);
  if (kind === "number") inputs[0].addEventListener("keydown", (event) => event.key === "Enter" && act());
  if (!predicts) {
    started = true;
    root.querySelector("fieldset").addEventListener("input", () => say("", "")); // the verdict was on another answer
    return () => {};
  }

  const comparing = extra("Compare", finish);
  const forgetting = extra("Forget my answers", () => document.dispatchEvent(new Event(FORGET)));
  const moved = (event) => {
    if (!isOpen(store.get())) return; // the common case, with every move of every figure
    const figure = figureBelow(root);
    if (figure?.contains(event.target) && standsAt(figure, at)) finish();
  };
  const forget = () => keep({});
  document.addEventListener(MOVED, moved);
  document.addEventListener(FORGET, forget);
  settle(store.get());
  started = true;
  return () => {
    document.removeEventListener(MOVED, moved);
    document.removeEventListener(FORGET, forget);
  };
}
