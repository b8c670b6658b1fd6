"""What a page says of a form that was refused, as somebody who does not see it hears it."""

from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag


@dataclass(frozen=True)
class Told:
    """`title` of the page; what has the focus; each line of the summary: its field's name, its target, its words."""

    title: str
    focused: list[str]
    lines: list[tuple[str, str, str]]
    #: What is wrong with how it is told: empty when all is well.
    faults: list[str]


def told(html: str) -> Told:
    page = BeautifulSoup(html, "html.parser")
    summaries = page.select("main .summary")
    links = [link for summary in summaries for link in summary.select("a[href^='#']")]
    lines = [(_words(link.b) if link.b else "", link["href"][1:], _words(link)) for link in links]
    return Told(
        title=_words(page.title),
        focused=[" ".join(tag.get("class", [tag.name])) for tag in page.select("[autofocus]")],
        lines=lines,
        faults=[fault for name, target, _ in lines for fault in _faults(page, name, target)],
    )


def _faults(page: BeautifulSoup, name: str, target: str) -> list[str]:
    box = page.find(id=target)
    if box is None:
        return [f"#{target} leads nowhere"]
    box = box.find("input") if box.name not in ("input", "select", "textarea") and box.find("input") else box
    described = box.get("aria-describedby", "").split()
    known = [page.find(id=key) for key in described]
    return [
        fault
        for fault, is_there in {
            f"{target} is not named": not name,
            # A button is described, but cannot be invalid.
            f"{target} is not marked": box.name != "button" and box.get("aria-invalid") != "true",
            f"{target} is described by nothing": None in known,
            f"{target} does not say its error": not any("err" in (tag.get("class") or []) for tag in known if tag),
        }.items()
        if is_there
    ]


def posting(html: str, here: str) -> set[str]:
    """Where forms of the main part of the page send what somebody types or ticks."""
    forms = BeautifulSoup(html, "html.parser").select("main form[method=post]")
    typed = "input:not([type=hidden]), textarea, select"
    return {form.get("action") or here for form in forms if form.select(typed)}


def _words(tag: Tag | None) -> str:
    return " ".join(tag.get_text().split()) if tag else ""
