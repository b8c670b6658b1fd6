// Adds what a list lacks without leaving the page. Without this file, the link opens the page that adds it, beside.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-creating] a");
  const steps = window.CHOOSER_MODAL_ONLOAD_HANDLERS;
  if (!link || !steps || !window.ModalWorkflow) return;
  event.preventDefault();
  const place = link.closest("[data-creating]");
  window.ModalWorkflow({
    url: place.dataset.creating,
    triggerElement: link,
    onload: {
      ...steps,
      choose(modal, data) {
        steps.choose(modal, data);
        // Once the tabs of the window are alive.
        requestAnimationFrame(() => document.getElementById("tab-label-create")?.click());
      },
    },
    responses: {
      chosen({ id, string }) {
        const field = place.querySelector("select") ? choose(place, id, string) : tick(place, id, string);
        field.dispatchEvent(new Event("change", { bubbles: true }));
        place.querySelector("[role=status]").textContent = `${string} : choisi.`;
      },
    },
  });
});

function choose(place, id, name) {
  const select = place.querySelector("select");
  if (![...select.options].some((option) => option.value === id)) select.add(new Option(name, id));
  select.value = id;
  return select;
}
function tick(place, id, name) {
  const known = [...place.querySelectorAll("input[type=checkbox]")].find((box) => box.value === id);
  const box = known ?? added(place, id, name);
  box.checked = true;
  return box;
}
function added(place, id, name) {
  const line = document.createElement("div"), label = document.createElement("label");
  const box = document.createElement("input");
  Object.assign(box, { type: "checkbox", name: place.dataset.name, value: id, id: `id_${place.dataset.name}_new${id}` });
  label.htmlFor = box.id;
  label.append(box, ` ${name}`);
  line.append(label);
  place.querySelector(".creating").before(line);
  return box;
}
