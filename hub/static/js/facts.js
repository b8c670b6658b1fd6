// «Copier ce fait»: its value, date, sources and address. A call of a source is no part of what is copied.
function said(element) {
  const copy = element.cloneNode(true);
  for (const other of copy.querySelectorAll(".calls, button, a[href^='mailto:']")) other.remove();
  return copy.textContent.replace(/\u2060/g, "").replace(/[ \t\n]+/g, " ").replace(/\. \.$/, ".").trim();
}
function sources(fact) {
  const numbers = [...fact.querySelectorAll(".calls")].flatMap((calls) => calls.textContent.match(/\d+/g) ?? []);
  const lines = [...new Set(numbers)].map((number) => document.getElementById(`s${number}`));
  return lines.filter(Boolean).map((line) => ["Source :", said(line), line.querySelector("a")?.href].filter(Boolean).join(" "));
}
function text(fact) {
  const value = [...fact.querySelectorAll(".state, .val, .state + .src")].map(said).join(". ");
  const date = fact.dataset.date ? [`Date : ${fact.dataset.date}`] : [];
  const address = `${location.origin}${location.pathname}#${fact.id}`;
  return [`${said(fact.querySelector("dt"))} : ${value}`, ...date, ...sources(fact), address].join("\n");
}
function offer(fact) {
  const button = document.createElement("button"), words = "Copier ce fait", name = said(fact.querySelector("dt"));
  button.type = "button";
  button.className = "quiet screen";
  button.textContent = words;
  button.setAttribute("aria-label", `${words} : ${name}`);
  button.addEventListener("click", async () => {
    let told = "Fait copié";
    try { await navigator.clipboard.writeText(text(fact)); } catch { told = "La copie a échoué : sélectionnez le texte"; }
    button.textContent = told;
    document.dispatchEvent(new CustomEvent("told", { detail: `${told} : ${name}.` }));
    setTimeout(() => { button.textContent = words; }, 3000);
  });
  fact.querySelector("dd").append(button);
}
// A page has many facts: each gets its button a little before it comes on the screen.
const near = new IntersectionObserver((seen) => {
  for (const { target } of seen.filter((one) => one.isIntersecting)) {
    near.unobserve(target);
    offer(target);
  }
}, { rootMargin: "50%" });
if (navigator.clipboard) for (const fact of document.querySelectorAll(".facts > [id]")) near.observe(fact);
