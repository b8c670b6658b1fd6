/* The editor keeps drafts by itself, and redraws its buttons each time. What is pressed meanwhile is not lost: it is
   sent once the draft is kept, when the page knows the keys of the rows that were just added. */
(() => {
  const LONGEST = 15000;
  let isSaving = false;
  let pressed = null;
  let waiting = null;
  let menuIsOpen = false;

  const openMenu = () => document.querySelector("footer .w-dropdown__toggle[aria-expanded='true']");
  const buttonOf = (event) => event.target.closest?.("[data-edit-form] footer button[type=submit]");
  const actionOf = (form, button) => ({ form, name: button?.name, value: button?.value });

  const send = () => {
    if (!waiting) return;
    const { form, name, value } = waiting;
    waiting = null;
    isSaving = false;
    if (name) {
      const action = document.createElement("input");
      Object.assign(action, { type: "hidden", name, value });
      form.append(action);
    }
    form.requestSubmit();
  };

  const wait = (action) => {
    waiting = action;
    setTimeout(send, isSaving ? LONGEST : 0);
  };

  document.addEventListener("w-autosave:save", (event) => {
    if (waiting) event.preventDefault();
    else isSaving = true;
  });

  const settle = () => {
    isSaving = false;
    if (waiting) send();
    else if (menuIsOpen && !openMenu()) document.querySelector("footer .w-dropdown__toggle")?.click();
  };
  /* The keys of rows that were just added may be in an answer that never came: the server is told. */
  const lost = Object.assign(document.createElement("input"), { type: "hidden", name: "answer-lost", value: "1" });
  document.addEventListener("w-autosave:error", ({ detail }) => {
    if (["network_error", "server_error"].includes(detail.type)) document.querySelector("[data-edit-form]")?.append(lost);
  });
  document.addEventListener("w-autosave:success", () => lost.remove());

  document.addEventListener("w-autosave:success", settle);
  document.addEventListener("w-autosave:error", settle);

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-edit-form]") || !(isSaving || waiting)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!waiting) wait(actionOf(event.target, event.submitter));
  }, true);

  /* A button that is redrawn between press and release gets no click. */
  document.addEventListener("pointerdown", (event) => {
    const button = buttonOf(event);
    pressed = button ? { button, ...actionOf(button.form, button) } : null;
  }, true);
  document.addEventListener("pointerup", () => {
    const held = pressed;
    pressed = null;
    if (held && !held.button.isConnected && !waiting) wait(held);
  }, true);

  ["click", "keyup"].forEach((name) => document.addEventListener(name, () => setTimeout(() => {
    menuIsOpen = Boolean(openMenu());
  }), true));
})();
