// The tabs show a form a little after it came: `field` is tried again until it has the focus.
function focusOnceShown(field, tries) {
  field.focus();
  if (document.activeElement !== field && tries) setTimeout(() => focusOnceShown(field, tries - 1), 100);
}
function focusFirstMistake(part) {
  const wrong = part?.querySelector(".w-field--error :is(input, select, textarea)");
  if (wrong) focusOnceShown(wrong, 50);
}
// What Wagtail's windows lack: a name, which is their heading, and the focus on the first mistake of their form.
window.jQuery?.(document).on("show.bs.modal", ".modal", ({ target }) => {
  const heading = target.querySelector("h1, h2");
  target.setAttribute("aria-modal", "true");
  target.setAttribute("aria-label", heading?.textContent.trim().replace(/\s+/g, " ") || "Choisir");
  new MutationObserver((changes) => {
    const nodes = changes.flatMap((change) => [...change.addedNodes]);
    focusFirstMistake(nodes.find((node) => node.id === "tab-create"));
  }).observe(target, { childList: true, subtree: true });
});
// A window takes the focus when it has slid in, which may be after its form came back with a mistake.
window.jQuery?.(document).on("shown.bs.modal", ".modal", ({ target }) => {
  focusFirstMistake(target.querySelector("#tab-create"));
});
