// Wagtail's windows have no name: screen readers are told what the heading says.
window.jQuery?.(document).on("show.bs.modal", ".modal", ({ target }) => {
  const heading = target.querySelector("h1, h2");
  target.setAttribute("aria-modal", "true");
  target.setAttribute("aria-label", heading?.textContent.trim().replace(/\s+/g, " ") || "Choisir");
});
