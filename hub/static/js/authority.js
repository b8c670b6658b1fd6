// Fills in an authority once its name is chosen among the official ones. Without this file, the server does.
document.addEventListener("suggestion", (event) => {
  const { values } = event.detail, name = event.target.querySelector("input");
  if (!values || !name.name.endsWith("name")) return;
  event.preventDefault();
  const prefix = name.name.slice(0, -"name".length);
  for (const [key, value] of Object.entries(values)) {
    const field = name.form.elements[prefix + key];
    if (!field) continue;
    // The address follows the short name, as when one types it.
    if (field !== name) field.dispatchEvent(new Event("focus"));
    field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
