// A workshop while it takes place: minutes left, buttons without reloading, notes kept while one types.
// Without this file, the page says until what hour the moment lasts, and every button brings the notes along.
const form = document.querySelector("[data-live]");
const ahead = new Date(form.dataset.now) - Date.now();
// The page took a moment to come: its clock is that much late, and a full minute must not read as one more.
const ON_THE_WAY = 5000;
const title = document.title;

// ---------------------------------------------------------------- minutes left, by the clock of the server
function tell() {
  const clock = form.querySelector("[data-until]");
  if (!clock) {
    document.title = title;
    return;
  }
  const left = Math.ceil((new Date(clock.dataset.until) - Date.now() - ahead - ON_THE_WAY) / 60000);
  const many = Math.abs(left) > 1 ? "minutes" : "minute";
  clock.querySelector("[data-left]").textContent = Math.abs(left);
  clock.querySelector("[data-words]").textContent = left < 0 ? `${many} de trop pour ce moment` : `${many} pour ce moment`;
  clock.classList.toggle("live-late", left < 0);
  document.title = `${left < 0 ? "Dépassé" : `${left} ${many}`} : ${title}`;
}
tell();
setInterval(tell, 5000);

// ---------------------------------------------------------------- buttons, and what others do
const refusal = (words) => {
  const told = document.createElement("p");
  told.textContent = words;
  told.className = "live-refusal";
  told.setAttribute("role", "alert");
  form.querySelector(".live-refusal")?.remove();
  form.querySelector("#live-now").prepend(told);
};
let busy = false;

function show(text) {
  const fresh = new DOMParser().parseFromString(text, "text/html"), active = document.activeElement?.id;
  for (const region of form.querySelectorAll("[data-region]")) {
    const found = fresh.getElementById(region.id);
    if (found) region.replaceChildren(...found.childNodes);
  }
  const again = active && document.getElementById(active);
  if (again && again !== document.activeElement) again.focus();
  tell();
}

async function ask(options) {
  const answer = await fetch(form.action, { ...options, headers: { "X-Requested-With": "fetch" } });
  const text = await answer.text();
  if (!text.includes('id="live-now"')) throw new Error(answer.statusText);
  show(text);
  return answer.ok;
}

form.addEventListener("submit", async (event) => {
  const button = event.submitter, [name, part] = (button?.value ?? "").split(":");
  if (!button || name === "notes") return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  const data = new URLSearchParams([[button.name, button.value]]);
  for (const field of form.querySelectorAll('[name=csrfmiddlewaretoken], [name=seen], [name^="q"]')) {
    data.append(field.name, field.value);
  }
  try {
    if (await ask({ method: "POST", body: data }) && name === "question") form.elements[`q${part}-question`].value = "";
  } catch {
    refusal("Rien n’a changé : le site ne répond pas. Pressez de nouveau dans un instant.");
  } finally {
    busy = false;
  }
});

// Another screen may move on: this one follows.
setInterval(async () => {
  if (busy || document.hidden) return;
  busy = true;
  await ask({}).catch(() => {});
  busy = false;
}, 15000);

// ---------------------------------------------------------------- notes: the only thing that stays on this device
const screens = [...form.querySelectorAll("[data-notes]")].map((box) => new Notes(box));

function Notes(box) {
  const part = box.dataset.notes, field = (name) => form.elements[`n${part}-${name}`];
  const text = field("text"), told = box.querySelector("[data-saved]"), place = `notes ${form.dataset.live} ${part}`;
  let kept = "unsaved" in box.dataset ? null : text.value, paused = !box.querySelector("[data-theirs]").hidden;
  let sending = false, timer, wait = 1500;

  const say = (words) => { told.textContent = words; };
  const keepHere = () => {
    try {
      localStorage.setItem(place, JSON.stringify({ text: text.value, version: field("version").value }));
      return "Gardé sur cet appareil, pas encore enregistré";
    } catch {
      return "Pas encore enregistré";
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(place);
    } catch { /* nothing could be kept there */ }
  };
  const found = () => {
    try {
      return JSON.parse(localStorage.getItem(place));
    } catch {
      return null;
    }
  };
  const later = () => {
    clearTimeout(timer);
    if (!paused) timer = setTimeout(save, wait);
  };

  // Each sending has its number: what arrives late never undoes what followed.
  this.turn = () => { field("turn").value = Number(field("turn").value) + 1; };
  const save = async () => {
    if (sending || paused || text.value === kept) return;
    const sent = text.value;
    sending = true;
    this.turn();
    const data = new URLSearchParams([["decision", "notes"]]);
    for (const name of ["text", "version", "key", "turn"]) data.append(`n${part}-${name}`, field(name).value);
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) acknowledge(sent, said);
      else if (answer.status === 409) conflict(said);
      else say(`Pas enregistré : ${said.error}`);
    } catch {
      say(`${keepHere()} : le site ne répond pas, nouvel essai dans un instant`);
      wait = Math.min(wait * 2, 30000);
      later();
    } finally {
      sending = false;
      if (text.value !== sent) later();
    }
  };
  function acknowledge(sent, said) {
    kept = sent;
    wait = 1500;
    field("version").value = said.version;
    if (text.value !== sent) return;
    forget();
    say(said.saved);
  }
  // Both texts are shown; the button sends what their reader made of them.
  function conflict(said) {
    const theirs = box.querySelector("[data-theirs]");
    theirs.querySelector("pre").textContent = said.theirs;
    theirs.hidden = false;
    field("version").value = said.version;
    paused = true;
    keepHere();
    say(said.error);
  }

  text.addEventListener("input", () => {
    say(keepHere());
    later();
  });
  this.isSafe = () => text.value === kept;

  // What an earlier screen of this device could not send comes back; the server says whether somebody wrote since.
  const left = found();
  if (kept === null) keepHere();
  else if (left && left.text.trim() !== text.value.trim()) {
    text.value = left.text;
    field("version").value = left.version;
    say(keepHere());
    later();
  } else forget();
}

addEventListener("beforeunload", (event) => {
  if (!screens.every((notes) => notes.isSafe()) && !form.dataset.leaving) event.preventDefault();
});
form.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  for (const notes of screens) notes.turn();
  form.dataset.leaving = "yes";
});
