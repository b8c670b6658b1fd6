// What pages add for whoever has scripts, in one file: each more would be one more request on every page.

// What a button did, said aloud: one live region for the page, empty until an event «told» brings its words.
// What filters have just found (`data-said`) is said when the page opens.
{
  const region = document.createElement("p");
  const tellers = "[data-dossier], [data-keeps], [data-dossier-empty], [data-copy], [data-said], .facts";
  region.className = "sr";
  region.setAttribute("role", "status");
  if (document.querySelector(tellers)) document.body.append(region);
  const tell = (words) => {
    region.textContent = "";
    setTimeout(() => { region.textContent = words; }, 50);
  };
  document.addEventListener("told", ({ detail }) => tell(detail));
  for (const found of document.querySelectorAll("[data-said]")) tell(`${found.textContent.trim().replace(/\s+/g, " ")}.`);
}

// A button for each of many things, made a little before it comes on the screen: most are never seen.
function offered(things, offer) {
  const near = new IntersectionObserver((seen) => {
    for (const { target } of seen.filter((one) => one.isIntersecting)) {
      near.unobserve(target);
      offer(target);
    }
  }, { rootMargin: "50%" });
  for (const thing of things) near.observe(thing);
}
function quiet(words) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet screen";
  button.textContent = words;
  return button;
}

// «Mon dossier»: addresses of pages kept on this device. Nothing is sent before one opens the dossier.
{
  const KEY = "dossier", MOST = 20, menu = document.querySelector("[data-dossier-link]");
  const place = document.createElement("li"), link = document.createElement("a");
  place.append(link);
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
    link.href = `${menu.dataset.dossierLink}?${new URLSearchParams(slugs.map((slug) => ["p", slug]))}`;
    link.textContent = `Mon dossier (${slugs.length})`;
    if (slugs.length) menu.append(place);
    else place.remove();
    for (const button of document.querySelectorAll("[data-dossier]")) {
      const { dossier, name } = button.dataset, others = dossier.split(" ").filter((slug) => !slugs.includes(slug));
      const is_full = slugs.length + others.length > MOST;
      const offer = is_full ? "Mon dossier est plein" : "Ajouter à mon dossier";
      button.hidden = false;
      button.disabled = others.length > 0 && is_full;
      button.textContent = others.length ? offer : "Retirer de mon dossier";
      if (name) button.setAttribute("aria-label", `${button.textContent} : ${name}`);
    }
    for (const button of document.querySelectorAll("[data-dossier-empty]")) button.hidden = !slugs.length;
  }
  document.addEventListener("click", ({ target }) => {
    if (target.dataset?.dossier) {
      const slugs = read(), own = target.dataset.dossier.split(" ");
      const added = own.filter((slug) => !slugs.includes(slug));
      if (added.length) keep([...slugs, ...added], "Ajouté à");
      else keep(slugs.filter((slug) => !own.includes(slug)), "Retiré de");
    } else if (target.matches?.("[data-dossier-empty]")) keep([], "Tout est retiré de");
    else if (target.matches?.("[data-print]")) return print();
    else return;
    show();
  });
  function add(row) {
    const button = quiet("");
    button.dataset.dossier = row.dataset.keeps;
    button.dataset.name = row.querySelector("h2, h3").textContent;
    row.append(button);
    show();
  }
  try {
    localStorage.getItem(KEY);
    show();
    offered(document.querySelectorAll("[data-keeps]"), add);
  } catch { /* this browser keeps nothing */ }
  for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
  // Opened without a choice in its address, the dossier shows what this device keeps.
  const opens = document.querySelector("[data-dossier-open]") && !location.search && read().length;
  if (opens) location.replace(link.href);
}

// «Copier»: the button appears only where the browser can copy; without script the address is there to select.
{
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      let told = "Adresse copiée";
      try { await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent); }
      catch { told = "La copie a échoué : sélectionnez l’adresse"; }
      button.textContent = told;
      document.dispatchEvent(new CustomEvent("told", { detail: `${told}.` }));
      setTimeout(() => { button.textContent = words; }, 3000);
    });
  }
}

// «Copier ce fait»: its value, date, sources and address. A call of a source is no part of what is copied.
{
  function said(element) {
    const copy = element.cloneNode(true);
    for (const other of copy.querySelectorAll(".call, button, a[href^='mailto:']")) other.remove();
    return copy.textContent.replace(/\u2060/g, "").replace(/[ \t\n]+/g, " ").replace(/\. \.$/, ".").trim();
  }
  // A fact is its name, and all that is said of it up to the next one.
  function lines(name) {
    const found = [];
    for (let line = name.nextElementSibling; line?.matches("dd"); line = line.nextElementSibling) found.push(line);
    return found;
  }
  function sources(fact) {
    const calls = lines(fact).flatMap((line) => [...line.querySelectorAll(".call")]);
    const numbers = calls.flatMap((call) => call.textContent.match(/\d+/g) ?? []);
    const called = [...new Set(numbers)].map((number) => document.getElementById(`s${number}`));
    const told = (line) => ["Source :", said(line), line.querySelector("a")?.href].filter(Boolean).join(" ");
    return called.filter(Boolean).map(told);
  }
  function text(fact) {
    const value = lines(fact).filter((line) => line.matches(".state, .val, .state + .src")).map(said).join(". ");
    const date = fact.dataset.date ? [`Date : ${fact.dataset.date}`] : [];
    const address = `${location.origin}${location.pathname}#${fact.id}`;
    return [`${said(fact)} : ${value}`, ...date, ...sources(fact), address].join("\n");
  }
  function offer(fact) {
    const words = "Copier ce fait", button = quiet(words), name = said(fact);
    button.setAttribute("aria-label", `${words} : ${name}`);
    button.addEventListener("click", async () => {
      let told = "Fait copié";
      try { await navigator.clipboard.writeText(text(fact)); }
      catch { told = "La copie a échoué : sélectionnez le texte"; }
      button.textContent = told;
      document.dispatchEvent(new CustomEvent("told", { detail: `${told} : ${name}.` }));
      setTimeout(() => { button.textContent = words; }, 3000);
    });
    lines(fact).at(-1).append(button);
  }
  if (navigator.clipboard) offered(document.querySelectorAll(".facts > [id]"), offer);
}
