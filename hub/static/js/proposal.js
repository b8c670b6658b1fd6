// Keeps a draft on the server while one types. Without this file, the buttons of the form do the same.
const form = document.querySelector("[data-autosave]");
const saved = document.querySelector("[data-saved]"), failure = document.querySelector("[data-failure]");
const manual = "manual" in form.dataset;
let changes = 0, kept = 0, timer, sending, leaving = false, wait = 5000;

function fail(reason) {
  failure.textContent = `Pas enregistré : ${reason} Votre texte est toujours sur cette page.`;
  failure.hidden = false;
}
function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(save, delay);
}
async function save() {
  if (sending || leaving || kept === changes) return;
  const mark = changes, data = new FormData(form);
  data.delete("uploads");
  data.set("enregistrer", "auto");
  sending = fetch(form.action, { method: "POST", body: new URLSearchParams(data), headers: { Accept: "application/json" } });
  try {
    const answer = await sending, told = await answer.json();
    if (answer.status === 409) { fail(told.error); return; }
    if (!answer.ok) throw new Error(told.error);
    if (form.getAttribute("action") !== told.action) {
      form.action = told.action;
      history.replaceState(null, "", told.action);
      if (!form.elements.version) {
        const version = document.createElement("input");
        Object.assign(version, { type: "hidden", name: "version" });
        form.append(version);
      }
    }
    form.elements.version.value = told.version;
    saved.textContent = told.saved;
    wait = 5000;
    if (told.error) fail(told.error);
    else { kept = mark; failure.hidden = true; }
  } catch (error) {
    fail(error instanceof TypeError || error instanceof SyntaxError ? "le site ne répond pas, nouvel essai dans un instant." : error.message);
    wait = Math.min(wait * 2, 60000);
    later(wait);
  } finally {
    sending = null;
    if (kept !== changes && failure.hidden) later(wait);
  }
}
if (!manual) {
  form.addEventListener("input", ({ target }) => {
    changes += 1;
    if (target.type !== "file") later(wait);
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && kept !== changes) event.preventDefault();
  });
  addEventListener("pageshow", () => { leaving = false; });
}
// One thing at a time: a button waits for the saving under way, or the two would contradict each other.
form.addEventListener("submit", (event) => {
  clearTimeout(timer);
  if (sending) {
    event.preventDefault();
    sending.catch(() => {}).finally(() => setTimeout(() => form.requestSubmit(event.submitter), 100));
  } else leaving = true;
});
