// Keeps each answer as it is given. Without this file, the button of the form keeps them all.
const form = document.querySelector("[data-poll]");
const asked = new Map();
let sending = Promise.resolve();

async function send(box) {
  const told = box.closest("fieldset").querySelector(".saved");
  const data = new URLSearchParams([[box.name, box.value]]);
  let words, isKept = false;
  try {
    const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
    const said = await answer.json();
    isKept = answer.ok;
    words = isKept ? said.saved : `Pas enregistré : ${said.error}`;
  } catch {
    words = "Pas enregistré : le site ne répond pas. Votre choix est toujours là : pressez le bouton.";
  }
  if (asked.get(box.name) !== box) return;
  told.textContent = words;
  told.classList.toggle("not", !isKept);
}

// One at a time: two answers to one slot must arrive in the order in which they were given.
form.addEventListener("change", ({ target }) => {
  if (target.type !== "radio") return;
  asked.set(target.name, target);
  target.closest("fieldset").querySelector(".saved").textContent = "Enregistrement…";
  sending = sending.then(() => send(target));
});
