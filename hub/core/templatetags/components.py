"""Components of the public pages: leaves, marks, calls of sources, states."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django import template
from django.core.files.storage import storages
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from wagtail.models import Page

from hub.core import marks
from hub.core.dates.when import SHORT_MONTHS, Precision, When
from hub.core.models import SiteIdentity
from hub.core.sites import path_of, section_path

register = template.Library()

#: Of a longer label, such as a text to agree to, errors say the beginning.
NAMING_WORDS = 12

#: viewBox of each symbol of components/sprite.html.
VIEW_BOXES = {
    "mark": "0 0 64 34",
    "q1": "0 0 64 34",
    "q2": "0 0 64 34",
    "m1": "0 0 24 13",
    "m2": "0 0 24 13",
    "six": "0 0 44 24",
    "loupe": "0 0 20 20",
    "x": "0 0 12 12",
}


@register.simple_tag
@cache
def mark(name: str) -> SafeString:
    """`{% mark "q1" %}`: a decorative drawing of the sprite, silent for screen readers."""
    return format_html('<svg viewBox="{}" aria-hidden="true"><use href="#{}"/></svg>', VIEW_BOXES[name], name)


@register.simple_tag
def lang_of(thing: Any) -> SafeString:
    """` lang="en"` for something (a block too) whose `language` is not that of the page; nothing in French."""
    language = thing["language"] if isinstance(thing, dict) else thing.language
    return format_html(' lang="{}"', language) if language != "fr" else SafeString()


@register.simple_tag
def emblem(identity: SiteIdentity) -> SafeString:
    """The logo of the site, else the half circle; the name stands beside it."""
    if not identity.logo:
        return mark("mark")
    size = (identity.logo_width, identity.logo_height)
    drawn = '<img class="logo" src="{}" width="{}" height="{}" alt="{}">'
    return format_html(drawn, picture_of(identity), *size, identity.logo_alternative)


@register.simple_tag
def picture_of(identity: SiteIdentity) -> str:
    """The public address of the logo."""
    return storages["public"].url(identity.logo.name)


@register.simple_tag
def duo(practice: str, outcome: str, todo: str = "à documenter", *, wide: bool = False) -> SafeString:
    """The two questions as a pair of chips; while `outcome` is empty, the second one says `todo`."""
    first = format_html('<span class="f1">{}{}</span>', mark("m1"), practice or "Comment on fait")
    if outcome:
        second = format_html('<span class="f2">{}{}</span>', mark("m2"), outcome)
    else:
        words = '<span class="todo">{}<span class="sr">Ce que cela produit : </span>{}</span>'
        second = format_html(words, mark("m2"), todo)
    return format_html('<p class="duo{}">{}{}</p>', " wide" if wide else "", first, second)


@register.simple_tag
@cache
def drawing(name: str) -> str:
    """Path data of a drawing of `hub.core.marks`, for the sprite and the posters."""
    return getattr(marks, name)()


@register.simple_tag
def seats(number: int, total: int = 6) -> SafeString:
    """A half circle of seats, the one of theme `number` taken."""
    points = [marks.seat(index, total) for index in range(1, total + 1)]
    path = "".join(f"M{x} {y}h0" for x, y in points)
    taken = points[min(max(number, 1), total) - 1]
    return format_html(
        '<svg class="seats" viewBox="0 0 44 24" aria-hidden="true">'
        '<path class="all" d="{}" fill="none" stroke="currentColor" stroke-linecap="round" stroke-width="6"/>'
        '<circle cx="{}" cy="{}" r="5" fill="currentColor"/></svg>',
        path,
        *taken,
    )


def month_word(month: int) -> str:
    return SHORT_MONTHS[month - 1].capitalize()


def leaf_face(when: When) -> tuple[str, str]:
    """What a leaf shows: a number (or nothing) and a word, never more precise than `when`."""
    precision = when.precision
    if precision == Precision.UNDEFINED:
        return "", "À définir"
    first, last = when.parts[0], when.parts[-1]
    if precision in (Precision.HOUR, Precision.DAYS):
        word = month_word(last.month).lower()
        if first.first_day() == last.last_day():
            return str(first.day), word
        if first.month == last.month:
            return f"{first.day}–{last.day}", word
        return "", f"{first.day} {month_word(first.month).lower()} – {last.day} {word}"
    if precision == Precision.ONE_OF_MONTHS:
        names = [month_word(part.month) for part in when.parts]
        return "", " ou ".join([names[0], *(name.lower() for name in names[1:])])
    if precision == Precision.MONTH:
        return "", month_word(first.month)
    return "", when.french()


@register.inclusion_tag("components/leaf.html")
def leaf(when: When, doubt: str = "", *, sure: bool = False, size: str = "") -> dict[str, Any]:
    """The calendar leaf: solid for a firm day, open at the foot for a month, dashed with a word when unsure.

    `doubt` is the word that must stand beside the date; `sure` says that the workshop is confirmed.
    """
    kind = "firm" if sure and when.is_firm and not doubt else "unsure" if doubt else "open"
    choices = [When((part,)) for part in when.parts] if when.one_of and size != "mini" else [when]
    faces = [leaf_face(choice) for choice in choices]
    tag = "" if size == "mini" else doubt
    if size == "mini" and doubt:
        faces = [(number, f"{word}, {doubt}") for number, word in faces]
    return {"faces": faces, "kind": kind, "size": size, "tag": tag, "pair": len(faces) > 1}


@register.simple_tag
def calls(sources: Iterable[Any], numbers: dict[int, int]) -> SafeString:
    """Numbered calls to the list of sources at the foot of the page, in order: `[1, 6]`.

    Brackets are text: a figure that is copied, read aloud or extracted never runs into its calls.
    """
    found = sorted({numbers[source.pk] for source in sources if source.pk in numbers})
    links = format_html_join(", ", '<a class="call" href="#s{0}" aria-label="Source {0}">{0}</a>', zip(found))
    return format_html('\u2060<sup class="calls">[{}]</sup>', links) if found else SafeString()


@register.simple_tag(takes_context=True)
def current(context: Any, path: str) -> SafeString:
    """`aria-current` for a link of the frame: the page itself, or the section one is in."""
    request = context.get("request")
    here = request.path if request is not None else ""
    value = "page" if here == path else "true" if here.startswith(path) else ""
    return format_html(' aria-current="{}"', value) if value else SafeString()


@register.simple_tag(takes_context=True)
def url_of(context: Any, page: Page | str) -> str:
    """Path of a page, without a query per page; or of a section of the site: `{% url_of "assemblees" %}`."""
    return section_path(page) if isinstance(page, str) else path_of(page, context.get("request"))


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Structured data for search engines: a data block, never executed, so the strict policy stays as it is."""
    text = json.dumps(data, ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- < > & are escaped above


@register.filter
def described(page: Any, identity: Any) -> str:
    """`{{ page|described:identity }}`: what search engines show of a page, or of the site where it says nothing."""
    own = getattr(page, "search_description", "") or getattr(page, "introduction", "")
    return own or identity.description


@register.filter
def when(value: When) -> str:
    """`{{ workshop.when|when }}`: the date in French, as precise as it is known."""
    return value.french()


@register.filter
def naming(label: str) -> str:
    """`{{ field.label|naming }}`: what says which field an error is about, before its sentence."""
    name = Truncator(str(label).rstrip(" .:")).words(NAMING_WORDS)
    return name if name.endswith("?") else f"{name} :"


@register.filter
def capfirst_only(value: str) -> str:
    """First letter as a capital, the rest untouched."""
    return value[:1].upper() + value[1:]
