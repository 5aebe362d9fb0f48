// A question in a live notebook (anywidget): the widget remembers a prediction.

function render({ model, el }) {
  el.innerHTML = model.get("html");
  const root = el.querySelector(".byhand-quiz");
  // A widget can be shown twice; its radio buttons must not join in one group.
  const copy = Math.random().toString(36).slice(2);
  root.querySelectorAll("input[name]").forEach((input) => (input.name += copy));
  const stop = startQuestion(root, {
    get: () => model.get("kept"),
    set: (value) => {
      model.set("kept", value);
      model.save_changes();
    },
  });
  // Else JupyterLab takes arrow keys and Enter for its own commands. It looks at the element in focus first.
  root.querySelectorAll("input, button, summary").forEach((control) => (control.dataset.lmSuppressShortcuts = "true"));
  return stop;
}

export default { render };
