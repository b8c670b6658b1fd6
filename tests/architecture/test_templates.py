"""Templates compile, and the strict content security policy of the public site holds: nothing inline, nothing far."""

import re

from django.template import TemplateSyntaxError, engines

from tests.harness.sources import ROOT, name, template_files

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
