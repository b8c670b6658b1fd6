// Proposes pages while one types. Without this file, the button searches.
const box = document.querySelector("[data-suggest]"), field = box.querySelector("input");
const list = document.createElement("ul"), status = document.createElement("p");
let timer, sending, chosen = -1;

Object.assign(list, { id: "suggestions", hidden: true });
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", "Suggestions");
status.className = "sr";
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
function choose(number) {
  list.children[chosen]?.setAttribute("aria-selected", "false");
  chosen = number;
  const option = list.children[chosen];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}
function option({ kind, title, url }, number) {
  const line = document.createElement("li"), label = document.createElement("span"), name = document.createElement("span");
  Object.assign(line, { id: `suggestion-${number}` });
  line.dataset.url = url;
  line.setAttribute("role", "option");
  line.setAttribute("aria-selected", "false");
  label.className = "kind";
  label.textContent = kind;
  name.textContent = title;
  line.append(label, " ", name);
  return line;
}
async function ask() {
  sending?.abort();
  sending = new AbortController();
  try {
    const address = `${box.dataset.suggest}?${new URLSearchParams({ q: field.value })}`;
    const answer = await fetch(address, { signal: sending.signal, credentials: "omit" });
    if (!answer.ok) return close();
    const { suggestions } = await answer.json();
    list.replaceChildren(...suggestions.map(option));
    choose(-1);
    list.hidden = !suggestions.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = suggestions.length ? `${suggestions.length} suggestions` : "";
  } catch (error) { if (error.name !== "AbortError") close(); }
}
field.addEventListener("input", () => {
  clearTimeout(timer);
  if (field.value.trim()) timer = setTimeout(ask, 150);
  else close();
});
field.addEventListener("keydown", (event) => {
  const count = list.hidden ? 0 : list.children.length;
  if (event.key === "Escape" && count) close();
  else if (event.key === "ArrowDown" && count) choose((chosen + 1) % count);
  else if (event.key === "ArrowUp" && count) choose((chosen < 1 ? count : chosen) - 1);
  else if (event.key === "Enter" && chosen >= 0 && count) location.assign(list.children[chosen].dataset.url);
  else return;
  event.preventDefault();
});
field.addEventListener("blur", close);
// Before the field loses the focus, which closes the list.
list.addEventListener("pointerdown", (event) => {
  const line = event.target.closest("li");
  if (!line) return;
  event.preventDefault();
  location.assign(line.dataset.url);
});
