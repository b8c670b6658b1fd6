// «Mon dispositif en est-il une ?»: answers kept on this device.
const KEY = "dispositif", all = (name) => document.querySelectorAll(`[data-${name}]`);
const show = (name, shown = true) => all(name).forEach((one) => { one.hidden = !shown; });
const on = (name, act) => all(name).forEach((one) => one.addEventListener("click", act));
const [form] = all("selfcheck");
try {
  const kept = localStorage.getItem(KEY);
  if (/^[\w=&-]{1,2000}$/.test(kept || "")) {
    show("forget");
    show("resume", !location.search);
    for (const link of all("resume")) link.search = `${kept}&modifier=1`;
  }
  form?.addEventListener("change", () => {
    localStorage.setItem(KEY, new URLSearchParams(new FormData(form)));
    show("forget");
  });
  on("forget", () => {
    localStorage.removeItem(KEY);
    for (const one of form?.querySelectorAll(":checked") || []) one.checked = false;
    show("forget", false);
    show("resume", false);
  });
} catch { /* nothing can be kept */ }
show("print");
on("print", () => print());
