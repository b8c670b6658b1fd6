"""Scripts that look, in a page, for what RGAA asks and axe does not: docs/rgaa.md says which criterion each shows."""

#: What the scripts below share: colours as numbers, contrast as WCAG computes it, the background that is really seen.
_COLOURS = """
  const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const isSeen = (colour) => colour !== "none" && numbers(colour).length > 2 && (numbers(colour)[3] ?? 1) > .5;
  const light = (colour) => numbers(colour).slice(0, 3).map((part) => part / 255)
    .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
    .reduce((sum, part, rank) => sum + part * [.2126, .7152, .0722][rank], 0);
  const contrast = (one, other) => {
    const [least, most] = [light(one), light(other)].sort((a, b) => a - b);
    return (most + .05) / (least + .05);
  };
  const behind = (one) => {
    for (let each = one; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (isSeen(colour)) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const name = (one) => `${one.outerHTML.slice(0, 60)} ${one.textContent.trim().slice(0, 40)}`;
"""
#: What the keyboard reaches.
_STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']"
#: 3.2: words of drawings, and those that boxes show before one types. Words of the page itself are judged by axe.
FAINT_WORDS = f"""() => {{ {_COLOURS}
  const found = [];
  for (const words of document.querySelectorAll("svg text")) {{
    if (!words.checkVisibility() || !words.textContent.trim()) continue;
    words.scrollIntoView({{ block: "center", inline: "center" }});
    const box = words.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const fills = (one) => one.matches("path, rect, circle, ellipse, polygon")
      && one.isPointInFill(new DOMPoint(x, y).matrixTransform(one.getScreenCTM().inverse()));
    const below = document.elementsFromPoint(x, y).filter(fills)
      .map((one) => getComputedStyle(one).fill).find(isSeen) ?? behind(words.closest("svg"));
    if (contrast(getComputedStyle(words).fill, below) < 4.5) found.push(name(words));
  }}
  for (const box of document.querySelectorAll("[placeholder]"))
    if (box.checkVisibility() && contrast(getComputedStyle(box, "::placeholder").color, behind(box)) < 4.5)
      found.push(`${{box.id}} ${{box.placeholder}}`);
  return found;
}}"""
#: 3.3: the edge of each box and of each button, or its own background, against what it stands on.
FAINT_EDGES = f"""() => {{ {_COLOURS}
  return [...document.querySelectorAll("input:not([type=hidden]), select, textarea, .button")].filter((one) => {{
    const style = getComputedStyle(one), around = behind(one.parentElement);
    if (!one.checkVisibility() || one.closest(".sr") || style.appearance === "auto") return false;
    const edge = parseFloat(style.borderBlockEndWidth) ? style.borderBlockEndColor : around;
    return Math.max(contrast(edge, around), contrast(behind(one), around)) < 3;
  }}).map(name);
}}"""
#: 10.5: a reader who chose colours in the browser must never get their ink on our paper, nor ours on theirs.
MIXED_COLOURS = f"""() => {{ {_COLOURS}
  const [ink, paper] = ["rgb(1, 2, 3)", "rgb(250, 251, 252)"];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@layer reader {{ :root, input, button, select, textarea, mark, dialog, [popover]
    {{ color: ${{ink}}; background-color: ${{paper}}; }} }}`);
  document.adoptedStyleSheets = [sheet];
  const speaks = (one) => one.matches("input, select, textarea")
    || [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const found = [...document.body.querySelectorAll("*")].filter((one) => one.checkVisibility() && speaks(one)
    && !one.closest("svg") && (getComputedStyle(one).color === ink) !== (behind(one) === paper)).map(name);
  document.adoptedStyleSheets = [];
  return found;
}}"""
#: 12.8: what the keyboard reaches that stands above what it reached just before, in the same column or further left.
BACKWARDS = f"""() => {{ {_COLOURS}
  const stops = [...document.querySelectorAll("{_STOPS}")].filter((one) =>
    one.checkVisibility() && !one.closest(".sr, .skip, svg"));
  const boxes = stops.map((one) => one.getClientRects()[0] ?? one.getBoundingClientRect());
  return stops.filter((one, rank) => rank && boxes[rank].bottom <= boxes[rank - 1].top
    && boxes[rank].left <= boxes[rank - 1].left + 1).map((one) => name(one));
}}"""
#: The keyboard begins at the very top, whatever took the focus when the page came.
TO_THE_TOP = """() => {
  const mark = document.body.insertBefore(document.createElement("span"), document.body.firstChild);
  mark.tabIndex = -1;
  mark.focus();
  mark.remove();
}"""
#: 10.7: what shows nothing once the keyboard is there, which it must have reached once before.
UNMARKED_STOPS = f"""() => [...document.querySelectorAll("{_STOPS}")].filter((one) => {{
  if (!one.checkVisibility() || one.disabled || one.closest(".sr")) return false;
  one.focus();
  const style = getComputedStyle(one);
  return one === document.activeElement && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2);
}}).map((one) => one.outerHTML.slice(0, 90))"""
#: 13.7, 13.8: what moves.
MOVING = "() => document.getAnimations().map((one) => one.effect.target.outerHTML.slice(0, 90))"
#: 12.5: where the search of the site stands.
SEARCH = """() => {
  const form = document.querySelector("header form[role=search]");
  const box = form?.getBoundingClientRect();
  return box && [form.action.replace(location.origin, ""), Math.round(box.left), Math.round(box.top)];
}"""
#: 2, 4, 5, 8, 9, 11, 13.2: what every page is made of, and what none has.
SHAPE = """() => {
  const found = [], all = (selector) => [...document.querySelectorAll(selector)];
  const say = (what, ones) => found.push(...ones.map((one) => `${what}: ${one.outerHTML.slice(0, 90)}`));
  if (document.doctype?.name !== "html" || document.documentElement.lang !== "fr") found.push("no doctype or no lang");
  const parts = ["header.top", "nav", "main", "footer"];
  found.push(...parts.filter((part) => !all(part).length).map((part) => `no ${part}`));
  if (all("h1").length !== 1) found.push(`${all("h1").length} h1`);
  say("media or frame", all("video, audio, iframe, object, embed, canvas"));
  say("new window", all("[target]"));
  say("direction", all("[dir]"));
  say("table without title", all("table").filter((one) => !one.caption && !one.ariaLabel
    && !one.hasAttribute("aria-labelledby")));
  say("header of nothing", all("th").filter((one) => !["row", "col"].includes(one.scope) && !(one.id && !one.scope)));
  const named = (one) => one.closest("fieldset:has(legend), [role=group][aria-label], table");
  say("choice without legend", all("input[type=radio]").filter((one) => !named(one)));
  say("boxes without legend", all("input[type=checkbox]").filter((one) => !named(one)
    && all(`input[type=checkbox][name="${one.name}"]`).length > 1));
  const vague = /^(ici|cliquez ici|lire la suite|en savoir plus|plus|lien)$/i;
  say("vague link", all("a[href]").filter((one) => vague.test((one.ariaLabel ?? one.textContent).trim())));
  say("no autocomplete", all("input[type=email], input[type=text]").filter((one) => !one.autocomplete && (
    one.type === "email" || [...one.labels].some((label) => label.textContent.trim().startsWith("Votre nom")))));
  return found;
}"""
#: 11.10: a form that came back says so in its title, takes the keyboard there, and ties each message to its field.
TOLD_ERRORS = """() => {
  const wrong = [...document.querySelectorAll("[aria-invalid=true]")], found = [], place = document.activeElement;
  const tied = (one) => (one.getAttribute("aria-describedby") ?? "").split(" ")
    .some((id) => document.getElementById(id)?.matches(".err:not(:empty)"));
  const ids = new Set(wrong.flatMap((one) => (one.getAttribute("aria-describedby") ?? "").split(" ")));
  found.push(...[...document.querySelectorAll("main .err")].filter((one) => !ids.has(one.id)).map((one) =>
    `${one.textContent.trim()} without its field`));
  found.push(...wrong.filter((one) => !tied(one)).map((one) => `${one.name} without its message`));
  if (!place.matches("[aria-invalid=true], [role=alert]")) found.push(`the keyboard is on ${place.tagName}`);
  if (!document.title.startsWith("Erreur")) found.push(`title: ${document.title}`);
  return found;
}"""
#: A form as somebody sends it who read nothing: empty, past what the browser itself would ask.
EMPTIED = """(form) => {
  form.noValidate = true;
  for (const box of form.elements) {
    if (box.matches("[type=checkbox], [type=radio]")) box.checked = false;
    else if (box.matches("textarea, input:not([type=hidden], [type=submit])") && !box.closest(".sr")) box.value = "";
  }
  form.requestSubmit(form.querySelector("button:not([type=button])"));
}"""
