// «Mon dossier»: addresses of pages kept on this device. Nothing is sent before one opens the dossier.
const KEY = "dossier", MOST = 20;
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(kept) ? kept.filter((slug) => /^[\w-]{1,255}$/.test(slug)) : [];
  } catch { return []; }
}
function keep(slugs) {
  try { localStorage.setItem(KEY, JSON.stringify(slugs)); return true; } catch { return false; }
}
function show() {
  const slugs = read();
  for (const link of document.querySelectorAll("[data-dossier-link]")) {
    link.hidden = !slugs.length;
    link.href = "/dossier/?" + new URLSearchParams(slugs.map((slug) => ["p", slug]));
    link.textContent = `Mon dossier (${slugs.length})`;
  }
  for (const button of document.querySelectorAll("[data-dossier]")) {
    const here = slugs.includes(button.dataset.dossier);
    button.hidden = false;
    button.disabled = !here && slugs.length >= MOST;
    button.textContent = here ? "Retirer de mon dossier" : button.disabled ? "Mon dossier est plein" : "Ajouter à mon dossier";
  }
  for (const button of document.querySelectorAll("[data-dossier-empty]")) button.hidden = !slugs.length;
}
document.addEventListener("click", ({ target }) => {
  const slug = target.dataset?.dossier;
  if (slug) {
    const slugs = read();
    keep(slugs.includes(slug) ? slugs.filter((other) => other !== slug) : [...slugs, slug]);
  } else if (target.matches?.("[data-dossier-empty]")) keep([]);
  else if (target.matches?.("[data-print]")) return print();
  else return;
  show();
});
try { localStorage.getItem(KEY); show(); } catch { /* this browser keeps nothing */ }
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
