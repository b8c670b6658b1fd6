// What Wagtail's fields lack: a name for boxes that are no plain input, and for panels in panels a name of their own.
const NAMELESS = '[role="textbox"]:not([aria-label], [aria-labelledby]), .tagit-new > input:not([aria-label])';
const INNER_PANELS = ".w-panel section.w-panel:not([role])";

/* The label of the nearest field that has one, otherwise the heading of the panel. */
function nameOf(box) {
  for (let place = box.parentElement; place; place = place.parentElement) {
    const label = place.matches(".w-field__wrapper, .w-panel") && place.querySelector(".w-field__label, .w-panel__heading");
    if (label) return label.textContent.replace("*", "").trim().replace(/\s+/g, " ");
  }
  return "Texte";
}

function mend(place) {
  place.querySelectorAll(NAMELESS).forEach((box) => box.setAttribute("aria-label", nameOf(box)));
  // «Étape 2, Point 1»: after that of the panel around, already mended, since it comes first.
  place.querySelectorAll(INNER_PANELS).forEach((panel) => {
    const around = panel.parentElement.closest(".w-panel");
    const names = [around, panel].map((each) => each.getAttribute("aria-labelledby") || "");
    panel.setAttribute("aria-labelledby", names.join(" ").trim());
    panel.setAttribute("role", "group");
  });
}

mend(document);
new MutationObserver((changes) => {
  new Set(changes.filter((change) => change.addedNodes.length).map((change) => change.target)).forEach(mend);
}).observe(document.body, { childList: true, subtree: true });
