/* Rows of the editor: made from the template that Wagtail adds rows with, and from the values sent beside it
   (hub.core.folded_rows). They are there before Wagtail's own panel looks for them. */
(() => {
  const names = new Map();

  const fillChooser = (field, value) => {
    const chooser = document.getElementById(`${field.id}-chooser`);
    if (!chooser || !names.has(value)) return;
    const [title, address] = names.get(value);
    chooser.classList.remove("blank");
    chooser.querySelector("[data-chooser-title]").textContent = title;
    const link = chooser.querySelector("[data-chooser-edit-link]");
    if (link && address) {
      link.setAttribute("href", address);
      link.hidden = false;
    }
  };

  const fill = (row, prefix, values) => {
    row.querySelectorAll(`[name^="${prefix}-"]`).forEach((field) => {
      const given = values[field.name.slice(prefix.length + 1)];
      if (given === undefined && field.name.endsWith("_FORMS")) return;
      const texts = [].concat(given ?? []);
      if (field.type === "checkbox") {
        field.checked = texts.includes(field.value);
      } else {
        field.value = texts[0] ?? "";
        if (field.type === "hidden" && texts.length) fillChooser(field, texts[0]);
      }
    });
  };

  const entitle = (row, title) => {
    const count = row.querySelector("[data-inline-panel-child-count]");
    const text = document.createElement("span");
    text.className = "row-title";
    text.textContent = title;
    count.after(" : ", text);
  };

  /* Scripts that come as text do not run by themselves. */
  const run = (row) => {
    row.querySelectorAll("script:not([type])").forEach((script) => {
      const again = document.createElement("script");
      again.textContent = script.textContent;
      script.replaceWith(again);
    });
  };

  const make = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return holder.content.firstElementChild;
  };

  const add = (place, template, prefix, packed) => {
    const row = make(packed.html ?? template.replace(/__prefix__(.*?('|"|\\u0022))/g, `${packed.n}$1`));
    place.append(row);
    if (!packed.html) {
      const own = `${prefix}-${packed.n}`;
      row.querySelector("[data-panel]").classList.add("collapsed");
      fill(row, own, packed.values);
      entitle(row, packed.title);
      Object.entries(packed.rows ?? {}).forEach(([name, rows]) => {
        document.getElementById(`id_${own}-${name}-ROWS`).textContent = JSON.stringify({ rows, names: {}, address: "" });
      });
    }
    run(row);
  };

  const build = (id) => {
    const data = document.getElementById(`${id}-ROWS`);
    const place = document.getElementById(`${id}-FORMS`);
    if (!data || place.children.length) return;
    const { rows, names: told, address } = JSON.parse(data.textContent);
    Object.entries(told).forEach(([key, title]) => names.set(key, [title, address.replace("__id__", key)]));
    const template = document.getElementById(`${id}-EMPTY_FORM_TEMPLATE`).innerHTML;
    rows.forEach((packed) => add(place, template, id.replace(/^id_/, ""), packed));
  };

  window.InlinePanel = class extends window.InlinePanel {
    constructor(options, ...rest) {
      build(options.formsetPrefix);
      super(options, ...rest);
    }
  };
})();
