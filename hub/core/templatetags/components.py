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

#: Name of a small drawing → its width, its height, its paths with the width of their stroke.
DRAWINGS: dict[str, tuple[int, int, list[tuple[float, str]]]] = {
    "mark": (64, 34, [(5.4, marks.logo_dots()), (5.4, marks.logo_arcs())]),
    "q1": (64, 34, [(5.4, marks.practice_mark())]),
    "q2": (64, 34, [(5.4, marks.outcome_mark())]),
    "m1": (24, 13, [(3.9, marks.small_practice_mark())]),
    "m2": (24, 13, [(3, marks.small_outcome_mark())]),
    "loupe": (20, 20, [(2.4, "M13 13l6 6M14.5 8a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0z")]),
    "x": (12, 12, [(2, "M1 1l10 10M11 1L1 11")]),
}
#: Dots are strokes without length: they show by their round ends.
DOTS = "h0"


@register.simple_tag
@cache
def mark(name: str) -> SafeString:
    """`{% mark "q1" %}`: a decorative drawing, silent for screen readers; of its own size where no style says more."""
    width, height, paths = DRAWINGS[name]
    ends = [mark_safe(' stroke-linecap="round"') if data.endswith(DOTS) else "" for _, data in paths]
    path = '<path fill="none" stroke="currentColor"{} stroke-width="{}" d="{}"/>'
    drawn = format_html_join("", path, [(end, *each) for end, each in zip(ends, paths, strict=True)])
    box = '<svg viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-hidden="true">{2}</svg>'
    return format_html(box, width, height, drawn)


@register.simple_tag
def sized(view_box: str) -> SafeString:
    """`<svg {% sized picture.box %}>`: its view, and the same size for pages without style."""
    _, _, width, height = view_box.split()
    return format_html('viewBox="{}" width="{}" height="{}"', view_box, width, height)


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
    """The two questions as a pair of chips, one in the other; while `outcome` is empty, the second says `todo`."""
    if outcome:
        second = format_html('<span class="f2">{}</span>', outcome)
    else:
        second = format_html('<span class="todo"><span class="sr">Ce que cela produit : </span>{}</span>', todo)
    return format_html('<p class="duo{}">{} {}</p>', " wide" if wide else "", practice or "Comment on fait", second)


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
        '<svg class="seats" viewBox="0 0 44 24" width="44" height="24" aria-hidden="true">'
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
    """Numbered calls to the list of sources at the foot of the page, in order: `[1, 6]`."""
    return bracketed(sorted({numbers[source.pk] for source in sources if source.pk in numbers}))


def bracketed(numbers: list[int]) -> SafeString:
    """A link for each number.

    Brackets are text: a figure that is copied, read aloud or extracted never runs into its calls. They stand inside
    the links, so that a call is one element: a sheet has fifty of them.
    """
    if not numbers:
        return SafeString()
    last = len(numbers) - 1
    parts = [(", " if place else "[", number, "]" if place == last else "") for place, number in enumerate(numbers)]
    link = '<a class="call" href="#s{1}" aria-label="Source {1}">{0}{1}{2}</a>'
    return format_html("\u2060{}", format_html_join("", link, parts))


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
