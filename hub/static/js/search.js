// Proposes while one types. Without this file, the field is a plain one, and the button beside it searches.
let last = 0;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const words = (text) => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

function propose(box) {
  const field = box.querySelector("input"), number = ++last;
  const list = document.createElement("ul"), status = document.createElement("p");
  let timer, sending, found = [], chosen = -1;

  box.dataset.proposes = "";
  Object.assign(list, { id: `suggestions-${number}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  status.className = "sr w-sr-only";
  status.setAttribute("role", "status");
  box.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id],
    ["aria-expanded", "false"]]) field.setAttribute(name, value);

  function close() {
    clearTimeout(timer);
    sending?.abort();
    choose(-1);
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
  }
  function choose(next) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = next;
    const option = list.children[chosen];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  }
  // The letters typed, where a word of the title begins with them, whatever their accents.
  function marked(title) {
    const typed = words(plain(field.value));
    return title.split(/([^\p{L}\p{N}]+)/u).flatMap((word) => {
      const letters = typed.find((start) => plain(word).startsWith(start));
      if (!letters) return word;
      const mark = document.createElement("mark");
      mark.textContent = word.slice(0, letters.length);
      return [mark, word.slice(letters.length)];
    });
  }
  function option({ kind, title }, place) {
    const line = document.createElement("li"), label = document.createElement("span"), name = document.createElement("span");
    line.id = `${list.id}-${place}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    label.className = "kind";
    label.textContent = kind;
    name.append(...marked(title));
    line.append(label, " ", name);
    return line;
  }
  async function ask() {
    sending?.abort();
    sending = new AbortController();
    try {
      const address = `${box.dataset.suggest}?${new URLSearchParams({ q: field.value })}`;
      const answer = await fetch(address, { signal: sending.signal, credentials: box.dataset.credentials ?? "omit" });
      if (!answer.ok) return close();
      found = (await answer.json()).suggestions;
      list.replaceChildren(...found.map(option));
      choose(-1);
      list.hidden = !found.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      status.textContent = found.length ? `${found.length} suggestion${found.length > 1 ? "s" : ""}` : "";
    } catch (error) { if (error.name !== "AbortError") close(); }
  }
  // A page is opened, unless another script has its own use of what was chosen.
  function take(place) {
    const detail = found[place];
    close();
    if (box.dispatchEvent(new CustomEvent("suggestion", { detail, bubbles: true, cancelable: true }))) {
      location.assign(detail.url);
    } else status.textContent = `${detail.title} : choisi.`;
  }
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (field.value.trim()) timer = setTimeout(ask, 150);
    else close();
  });
  field.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Escape" && count) {
      close();
      event.stopPropagation();
    }
    else if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
    else if (event.key === "ArrowUp" && count) choose((chosen < 1 ? count : chosen) - 1);
    else if (event.key === "Enter" && chosen >= 0 && count) take(chosen);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", close);
  // The field keeps the focus, without which the list closes; a press is taken back by moving away before its end.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (line) take([...list.children].indexOf(line));
  });
  // Somebody types faster than this file arrives.
  if (field === document.activeElement && field.value.trim()) ask();
}
document.querySelectorAll("[data-suggest]").forEach(propose);
// In a window that opens later.
document.addEventListener("focusin", ({ target }) => {
  const box = target.closest?.("[data-suggest]:not([data-proposes])");
  if (box) propose(box);
});
