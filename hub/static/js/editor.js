/* In the editor of pages: a grid over the text of a table, tables that are pasted, pictures that are chosen. */

const TAB = "\t";
const NOT_HERE =
  "Rien n’est collé : un tableau ne se colle pas dans un texte, ses cellules seraient mélangées. " +
  "Ajoutez un bloc « Tableau » dans « Suite », et collez-le dans sa première cellule.";
const MADE_ONE = "Le tableau collé est devenu un bloc « Tableau ». Donnez-lui un titre.";
const MADE_SEVERAL = "Les tableaux collés sont devenus des blocs « Tableau ». Donnez un titre à chacun.";
const REST = " Le texte autour n’est pas collé : copiez-le à part.";

const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/* The same rules as hub.core.blocks.cells: a line per row, a tab between two cells. */
const textOf = (rows) => rows.map((row) => Array.from(row, (cell) => cell ?? "").join(TAB)).join("\n");
const rowsKept = (text) => text.replace(/\r\n?/g, "\n").split("\n").map((line) => line.split(TAB).map(oneLine));

/* As spreadsheets copy their cells: one that holds a line end stands between quotation marks. */
function rowsOfText(text) {
  const rows = [[""]];
  let quoted = false;
  const quoting = text.split('"').length % 2 === 1;
  for (const sign of text.replace(/\r\n?/g, "\n").replace(/\n+$/, "")) {
    const row = rows.at(-1);
    if (sign === '"' && quoting && (quoted || row.at(-1) === "")) quoted = !quoted;
    else if (sign === TAB && !quoted) row.push("");
    else if (sign === "\n" && !quoted) rows.push([""]);
    else row[row.length - 1] += sign;
  }
  return rows.map((row) => row.map(oneLine));
}

/* Cells that were merged leave empty ones: each column keeps its place. */
function rowsOfTable(table) {
  const rows = [...table.rows].map(() => []);
  [...table.rows].forEach((row, top) => {
    let left = 0;
    for (const cell of row.cells) {
      while (rows[top][left] !== undefined) left += 1;
      for (let down = 0; down < Math.min(cell.rowSpan || rows.length, rows.length - top); down += 1) {
        for (let right = 0; right < Math.min(cell.colSpan, 100); right += 1) {
          rows[top + down][left + right] = down || right ? "" : oneLine(cell.textContent);
        }
      }
    }
  });
  return rows.map((row) => Array.from(row, (cell) => cell ?? ""));
}

/* The rows of each table that is pasted, but for one of a single cell, which is text; and whether there is no text
   around. What ends a line inside of a cell leaves a space. */
function pastedTables(data) {
  const html = data?.getData("text/html") || "";
  if (!html.includes("<table")) return { tables: [], isAlone: false };
  const { body } = new DOMParser().parseFromString(html, "text/html");
  body.querySelectorAll("style, script").forEach((hidden) => hidden.remove());
  body.querySelectorAll("br, p, div, li, td, th").forEach((end) => end.after(" "));
  const found = [...body.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
  const large = found.filter((table) => table.rows.length > 1 || table.rows[0]?.cells.length > 1);
  const tables = large.map(rowsOfTable);
  large.forEach((table) => table.remove());
  return { tables, isAlone: !body.textContent.trim() };
}

/* The rows that are pasted; nothing when it is the text of one cell. */
function pastedRows(data) {
  const [rows] = pastedTables(data).tables;
  if (rows) return rows;
  const text = data?.getData("text/plain") || "";
  return /[\t\n]/.test(text.trimEnd()) ? rowsOfText(text) : null;
}

/* A browser shows so many boxes at once without stopping; what is longer stays as text, and the site says why. */
const MOST_CELLS = 1500;

class Cells extends window.StimulusModule.Controller {
  connect() {
    this.rows = rowsKept(this.element.value);
    if (this.rows.length === 1 && this.rows[0].length === 1) this.rows = [["", "", ""], ["", "", ""], ["", "", ""]];
    this.at = [0, 0];
    this.box = document.createElement("div");
    this.box.className = "cells";
    this.element.after(this.box);
    this.draw();
  }

  disconnect() {
    this.box.remove();
    this.element.hidden = false;
  }

  get width() {
    return Math.max(...this.rows.map((row) => row.length));
  }

  draw() {
    const isLong = this.rows.length * this.width > MOST_CELLS;
    this.element.hidden = !isLong;
    const grid = document.createElement("div");
    grid.className = "cells-grid";
    const table = grid.appendChild(document.createElement("table"));
    table.setAttribute("aria-label", "Cellules du tableau");
    if (!isLong) this.rows.forEach((row, number) => this.drawRow(table.insertRow(), row, number));
    this.box.replaceChildren(...(isLong ? [] : [grid, this.buttons()]));
  }

  drawRow(line, row, number) {
    for (let column = 0; column < this.width; column += 1) {
      const box = line.insertCell().appendChild(document.createElement("textarea"));
      box.rows = 1;
      box.value = row[column] ?? "";
      box.setAttribute("aria-label", `Ligne ${number + 1}, colonne ${column + 1}`);
      box.addEventListener("focus", () => { this.at = [number, column]; });
      box.addEventListener("input", (event) => {
        event.stopPropagation();
        this.rows[number][column] = oneLine(box.value);
        this.keep();
      });
      box.addEventListener("change", (event) => event.stopPropagation());
      box.addEventListener("paste", (event) => this.paste(event));
    }
  }

  buttons() {
    const bar = document.createElement("p");
    bar.className = "cells-buttons";
    const [top, left] = [() => this.at[0], () => this.at[1]];
    const all = {
      "Ajouter une ligne": () => this.rows.splice(top() + 1, 0, Array(this.width).fill("")),
      "Ajouter une colonne": () => this.square().forEach((row) => row.splice(left() + 1, 0, "")),
      "Retirer la ligne": () => this.rows.length > 1 && this.rows.splice(top(), 1),
      "Retirer la colonne": () => this.width > 1 && this.square().forEach((row) => row.splice(left(), 1)),
    };
    for (const [words, change] of Object.entries(all)) {
      const button = bar.appendChild(document.createElement("button"));
      button.type = "button";
      button.className = "button button-small button-secondary";
      button.textContent = words;
      button.addEventListener("click", () => {
        change();
        this.changed(words);
      });
    }
    return bar;
  }

  square() {
    const width = this.width;
    this.rows = this.rows.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ""));
    return this.rows;
  }

  /* The grid is drawn anew; who pressed a button stays on it. */
  changed(words) {
    this.square();
    this.at = [Math.min(this.at[0], this.rows.length - 1), Math.min(this.at[1], this.width - 1)];
    this.keep();
    this.draw();
    [...this.box.querySelectorAll("button")].find((button) => button.textContent === words)?.focus();
  }

  paste(event) {
    const pasted = pastedRows(event.clipboardData);
    if (!pasted) return;
    event.preventDefault();
    event.stopPropagation();
    const [top, left] = this.at;
    pasted.forEach((row, down) => {
      this.rows[top + down] ??= [];
      row.forEach((cell, right) => { this.rows[top + down][left + right] = cell; });
    });
    this.changed();
    this.box.querySelectorAll("tr")[top]?.querySelectorAll("textarea")[left]?.focus();
  }

  keep() {
    this.element.value = textOf(this.rows);
    for (const name of ["input", "change"]) this.element.dispatchEvent(new Event(name, { bubbles: true }));
  }
}

window.wagtail.app.register("cells", Cells);

/* The editor of running text would glue the cells of a table together, without a word: the table becomes a block of
   «Suite», and where there is none, nothing is pasted. */
function takeTables(event, data) {
  const editor = event.target.closest?.(".Draftail-Editor__wrapper");
  if (!editor) return;
  editor.parentElement.querySelector(".tables-said")?.remove();
  const { tables, isAlone } = pastedTables(data);
  if (!tables.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const place = placeAfter(editor);
  if (place) join(place, tables, isAlone);
  else say((said) => editor.after(said), "alert", NOT_HERE);
}

/* After the text it was pasted in; at the end when that text is the one of the section. */
function placeAfter(editor) {
  const around = editor.closest("[data-more]");
  const { moreStream } = around ?? editor.closest("[data-streamfield-child]")?.querySelector("[data-more]") ?? {};
  if (!moreStream) return null;
  const before = moreStream.children.findIndex((child) => child.element.contains(editor));
  return { stream: moreStream, index: around ? before + 1 : moreStream.children.length };
}

function join({ stream, index }, tables, isAlone) {
  const empty = stream.blockDef.initialChildStates.table;
  const [first] = tables.map((rows, number) => {
    const value = { ...empty, cells: textOf(rows) };
    return stream.insert({ type: "table", value, id: crypto.randomUUID() }, index + number, {});
  });
  first.element.querySelector("[data-contentpath=caption] input").focus();
  first.element.dispatchEvent(new Event("change", { bubbles: true }));
  const made = tables.length > 1 ? MADE_SEVERAL : MADE_ONE;
  say((said) => first.element.querySelector(".w-panel__content").prepend(said), "status", made + (isAlone ? "" : REST));
}

/* What is said stands there before its words do: screen readers hear them come. */
function say(place, role, words) {
  const said = document.createElement("p");
  said.className = `help-block ${role === "alert" ? "help-critical" : "help-info"} tables-said`;
  said.setAttribute("role", role);
  place(said);
  requestAnimationFrame(() => { said.textContent = words; });
}

document.addEventListener("paste", (event) => takeTables(event, event.clipboardData), true);
document.addEventListener("drop", (event) => takeTables(event, event.dataTransfer), true);

/* Who has chosen a picture says next what it shows, once Wagtail's window has gone: it keeps the focus until then. */
function focusLater(box) {
  if (document.querySelector("body > .modal")) setTimeout(focusLater, 100, box);
  else box.focus();
}

document.addEventListener("change", ({ target }) => {
  const chosen = target.type === "hidden" && target.value && target.closest?.('[data-contentpath="image"]');
  const next = chosen && chosen.parentElement.querySelector('[data-contentpath="alternative"] input');
  if (next) focusLater(next);
});
