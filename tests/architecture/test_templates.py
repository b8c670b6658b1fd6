"""Templates compile, and the strict content security policy of the public site holds: nothing inline, nothing far."""

import re

from django.template import TemplateSyntaxError, engines

from tests.harness.sources import APPS, ROOT, name, python_files, template_files

COMMENT = re.compile(r"{#.*?#}|{% comment\b.*?{% endcomment %}", re.DOTALL)
FAR = r"\s*=\s*[\"'](?:https?:)?//"
FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "inline event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "javascript: address": re.compile(r"javascript:"),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)"),
    "resource of another host": re.compile(
        rf"<(?:script|img|iframe|source|video|audio|embed|object|track|input)\b[^>]*\b(?:src|srcset|data|poster){FAR}"
    ),
    "stylesheet or icon of another host": re.compile(
        rf"<link\b(?=[^>]*\brel=[\"'](?:stylesheet|icon|pre|dns-prefetch|manifest))[^>]*\bhref{FAR}"
    ),
}


#: A template is read like code.
LINE_LENGTH = 120
FILE_LINES = 100
#: Two make an «if … else» in a sentence.
BRANCHES_IN_A_LINE = 2
BRANCH = re.compile(r"{% (?:if|elif|else|for|empty|with|ifchanged|block)\b")
#: The address of a page: an organiser may rename it, and links would lose their filters. `url` and `url_of` know it.
LITERAL_ADDRESS = re.compile(r"\b(?:href|action|formaction|src)=[\"']/")
#: It shows when nothing works, not even the addresses.
WITHOUT_DJANGO = {"templates/500.html", "templates/503.html"}


def html_lines() -> dict[str, str]:
    """«file:line» → line, of every HTML template."""
    files = [path for path in template_files() if path.suffix == ".html"]
    texts = {name(path): path.read_text().splitlines() for path in files}
    return {f"{path}:{number}": line for path, lines in texts.items() for number, line in enumerate(lines, 1)}


def test_template_lines_are_short():
    assert {where: len(line) for where, line in html_lines().items() if len(line) > LINE_LENGTH} == {}


def test_template_files_are_short():
    files = [path for path in template_files() if path.suffix == ".html"]
    lengths = {name(path): len(path.read_text().splitlines()) for path in files}
    assert {path: count for path, count in lengths.items() if count > FILE_LINES} == {}


def test_template_lines_have_few_branches():
    counts = {where: len(BRANCH.findall(line)) for where, line in html_lines().items()}
    assert {where: count for where, count in counts.items() if count > BRANCHES_IN_A_LINE} == {}


def test_templates_write_no_address_of_a_page():
    found = {where: line.strip() for where, line in html_lines().items() if LITERAL_ADDRESS.search(line)}
    assert {where: line for where, line in found.items() if where.split(":")[0] not in WITHOUT_DJANGO} == {}


def test_drawings_have_a_size_without_style():
    """A page whose style sheet did not arrive shows a drawing as wide as its attributes say, else as its window."""
    files = [*(path for path in template_files() if path.suffix == ".html"), *python_files(*APPS)]
    texts = {name(path): path.read_text() for path in files}
    drawn = [(where, tag) for where, text in texts.items() for tag in re.findall(r"<svg\b[^\n]*(?:\n[^\n>]*)?", text)]
    sized = re.compile(r"\bwidth=.*\bheight=|{% sized ")
    assert [(where, tag) for where, tag in drawn if not sized.search(tag)] == []
    assert drawn != []


def test_forms_come_before_their_notices():
    """What stands beside a form is read after it, as it is seen."""
    texts = {name(path): COMMENT.sub("", path.read_text()) for path in template_files() if path.suffix == ".html"}
    pairs = {path: text for path, text in texts.items() if "formgrid" in text and "<form" in text}
    late = {path: text.index("<form") for path, text in pairs.items() if "aside" in text[: text.index("<form")]}
    assert (late, pairs != {}) == ({}, True)


def test_templates_compile():
    broken = {}
    for path in template_files():
        try:
            engines["django"].engine.get_template(str(path.relative_to(ROOT / "templates")))
        except TemplateSyntaxError as error:
            broken[name(path)] = str(error)
    assert broken == {}


def test_templates_have_nothing_inline_or_far():
    html = {name(path): COMMENT.sub("", path.read_text()) for path in template_files() if path.suffix == ".html"}
    found = {
        f"{path}: {reason}": match.group()
        for path, text in html.items()
        for reason, pattern in FORBIDDEN.items()
        if (match := pattern.search(text))
    }
    assert found == {}
    assert html != {}
