// «Mon dossier»: addresses of pages kept on this device. Nothing is sent before one opens the dossier.
const KEY = "dossier", MOST = 20, links = document.querySelectorAll("[data-dossier-link]");
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((slug) => /^[\w-]{1,255}$/.test(slug)) : [];
  } catch { return []; }
}
function keep(slugs, done) {
  try { localStorage.setItem(KEY, JSON.stringify(slugs)); } catch { return; }
  const count = slugs.length ? `${slugs.length} page${slugs.length > 1 ? "s" : ""}` : "il est vide";
  document.dispatchEvent(new CustomEvent("told", { detail: `${done} votre dossier : ${count}.` }));
}
function show() {
  const slugs = read();
  for (const link of links) {
    link.hidden = !slugs.length;
    link.search = new URLSearchParams(slugs.map((slug) => ["p", slug]));
    link.textContent = `Mon dossier (${slugs.length})`;
  }
  for (const button of document.querySelectorAll("[data-dossier]")) {
    const others = button.dataset.dossier.split(" ").filter((slug) => !slugs.includes(slug)), name = button.dataset.name;
    const is_full = slugs.length + others.length > MOST;
    button.hidden = false;
    button.disabled = others.length > 0 && is_full;
    button.textContent = !others.length ? "Retirer de mon dossier" : is_full ? "Mon dossier est plein" : "Ajouter à mon dossier";
    if (name) button.setAttribute("aria-label", `${button.textContent} : ${name}`);
  }
  for (const button of document.querySelectorAll("[data-dossier-empty]")) button.hidden = !slugs.length;
}
document.addEventListener("click", ({ target }) => {
  if (target.dataset?.dossier) {
    const slugs = read(), own = target.dataset.dossier.split(" "), added = own.filter((slug) => !slugs.includes(slug));
    if (added.length) keep([...slugs, ...added], "Ajouté à");
    else keep(slugs.filter((slug) => !own.includes(slug)), "Retiré de");
  } else if (target.matches?.("[data-dossier-empty]")) keep([], "Tout est retiré de");
  else if (target.matches?.("[data-print]")) return print();
  else return;
  show();
});
try { localStorage.getItem(KEY); show(); } catch { /* this browser keeps nothing */ }
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
// Opened without a choice in its address, the dossier shows what this device keeps.
if (document.querySelector("[data-dossier-open]") && !location.search && read().length) location.replace(links[0].href);
