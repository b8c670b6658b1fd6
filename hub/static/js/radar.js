// Looks again at what falls at the same time while a date is typed. Without this file, the button does the same.
const READ = /^(when-|partners-|fallback_for$|host_event$|csrfmiddlewaretoken$)/;

for (const panel of document.querySelectorAll("[data-radar]")) {
  const found = panel.querySelector("[data-radar-found]"), failure = panel.querySelector("[data-radar-failure]");
  const said = panel.querySelector("[role=status]"), button = panel.querySelector("button"), form = button.form;
  let turn = 0, timer;
  button.type = "button"; // or Enter in a field would press it: it is the first of the form

  async function look() {
    const mine = ++turn, asked = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (READ.test(name) && typeof value === "string") asked.append(name, value);
    }
    try {
      const answer = await fetch(button.formAction, {
        method: "POST", body: asked, headers: { "X-Requested-With": "fetch" },
      });
      if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
      const text = await answer.text();
      if (mine !== turn) return;
      found.innerHTML = text;
      failure.hidden = true;
      said.textContent = found.querySelector("p")?.textContent ?? "";
    } catch {
      if (mine === turn) failure.hidden = false;
    }
  }
  function later({ target }) {
    if (!READ.test(target.name ?? "")) return;
    clearTimeout(timer);
    timer = setTimeout(look, 500);
  }
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  button.addEventListener("click", (event) => {
    event.preventDefault();
    look();
  });
}
