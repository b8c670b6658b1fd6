"""Words of the glossary found in running text: which spellings, where, and nothing else changed."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.linking import Matcher, glued, linked

WORDS = (
    ("assemblee", ("Assemblée citoyenne permanente", "assemblée citoyenne", "ACP")),
    ("assises", ("Jury d’assises",)),
    ("citoyen", ("Citoyen",)),
    ("elu", ("Élu",)),
    ("indemnite", ("Indemnité", "indemnisé")),
    ("mandat", ("Mandat",)),
    ("suppleance", ("Suppléance", "suppléant")),
    ("tirage", ("Tirage au sort", "tiré·e au sort")),
    ("tribunal", ("Tribunal administratif",)),
    ("hasard", ("tirage",)),
)
MATCHER = Matcher(WORDS)
BUTTON = re.compile(r'<button class="term" type="button" popovertarget="mot-[\w-]+">(.*?)</button>', re.DOTALL)


def link(html: str, *known: str, limit: int = 12) -> str:
    return linked(html, MATCHER, known=known, limit=limit)[0]


def words(html: str) -> list[str]:
    """What the buttons say."""
    return BUTTON.findall(link(html))


FOUND = [
    ("Le mandat dure.", "mandat"),
    ("MANDATS longs", "MANDATS"),
    ("L’indemnité,", "indemnité"),
    ("des indemnités.", "indemnités"),
    ("personnes indemnisées;", "indemnisées"),
    ("indemnisé·es", "indemnisé·es"),
    ("les citoyen·nes", "citoyen·nes"),
    ("les citoyen·ne·s", "citoyen·ne·s"),
    ("les citoyen.ne.s.", "citoyen.ne.s"),
    ("les citoyen-ne-s", "citoyen-ne-s"),
    ("les citoyen(ne)s", "citoyen(ne)s"),
    ("les citoyennes", "citoyennes"),
    ("les élus", "élus"),
    ("élue·s", "élue·s"),
    ("élu‧e‧s", "élu‧e‧s"),
    ("tiré‧es au sort", "tiré‧es au sort"),
    ("tirées au sort", "tirées au sort"),
    ("Tirages au\u00a0sort", "Tirages au\u00a0sort"),
    ("tirage&nbsp;au\n sort", "tirage&nbsp;au\n sort"),
    ("un tirage", "tirage"),
    ("le jury d'assises", "jury d'assises"),
    ("le jury d&#x27;assises", "jury d&#x27;assises"),
    ("les jurys d’assises", "jurys d’assises"),
    ("tribunaux administratifs", "tribunaux administratifs"),
    ("assemblées citoyennes permanentes", "assemblées citoyennes permanentes"),
    ("une ACP.", "ACP"),
    ("suppléantes", "suppléantes"),
    ("mandat\u2060<a href='#s1'>1</a>", "mandat"),
    ("<b>mandat</b>, mandats", "mandat"),
    ("(mandat)", "mandat"),
    ("Fini.<br>Mandat", "Mandat"),
]
LEFT_ALONE = [
    "mandaté", "mandatée", "mandater", "mandature", "co-mandat", "mandat-cadre", "commandat", "mandat_2", "le sort",
    "elu", "indemnite", "acp", "une Acp", "https://mandat.fr/mandat?mandat=mandat", "www.mandat.fr", "mandat.fr",
    "mandat@ville.fr", "prenom.mandat@ville.fr", "ville.fr/mandat", "mandat/mandat", "#mandat", "&mandat;",
    "https://ville.fr/les,mandat", "www.ville.fr/?(mandat)", "contact@ville.fr,mandat",
    "« un mandat »", "« un <em>mandat</em> de deux ans »", "“mandat”", "« ouvert<br>mandat",
    "fermé » puis « mandat »", "tirages/au sort",
    "<b>co</b>mandat", "mandat<b>er</b>", "mandat<i>.fr</i>", "mandate\u0301", "l'e\u0301lu\u0301",
    "<h2>Mandat</h2>", "<a href='/'>le <b>mandat</b></a>", "<blockquote><p>mandat</p></blockquote>", "<q>mandat</q>",
    "<code>mandat</code>", "<pre>mandat</pre>", "<button>mandat</button>", "<table><tr><th>mandat</th></tr></table>",
    "<script>mandat</script>", "<style>mandat</style>", "<textarea>mandat</textarea>", "<!-- mandat -->",
    "<img alt='mandat > mandat'>", '<p title="le mandat" data-x="> mandat"></p>', "<svg><text>mandat</text></svg>",
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_term_is_found_in_any_spelling(text, found):
    assert words(text) == [found]


#: What holds no running text, or somebody else's words, besides those above.
NOT_RUNNING = [
    "abbr", "audio", "caption", "cite", "dfn", "dt", "fieldset", "figcaption", "form", "h1", "h3", "h4", "h5", "h6",
    "iframe", "kbd", "label", "legend", "math", "nav", "noscript", "object", "option", "output", "samp", "select",
    "summary", "template", "title", "var", "video",
]  # fmt: skip


@pytest.mark.parametrize("element", NOT_RUNNING)
def test_words_of_titles_of_controls_and_of_others_are_left_alone(element):
    html = f"<{element}>mandat</{element}>"
    assert (link(html), words(f"{html} mandat")) == (html, ["mandat"])


@pytest.mark.parametrize("html", LEFT_ALONE)
def test_what_is_not_the_term_in_running_text_is_left_alone(html):
    assert link(html) == html


def test_button_stands_around_the_first_occurrence():
    assert link("<p>Un mandat, des mandats.</p>") == (
        '<p>Un <button class="term" type="button" popovertarget="mot-mandat">mandat</button>, des mandats.</p>'
    )


GLUED = [
    ("<p>Que l’mandat.</p>", "<p>Que |l’mandat.|</p>"),
    ("<p>Le mandat dure</p>", "<p>Le mandat dure</p>"),
    ("<p>(mandat)</p>", "<p>|(mandat)|</p>"),
    ("<p>Un mandat, l’élu : «\u202fciter</p>", "<p>Un |mandat,| |l’élu :| «\u202fciter</p>"),
    ("<p>d&#x27;élus. Mandat\u202f!</p>", "<p>|d&#x27;élus.| |Mandat\u202f!|</p>"),
    ("<p>mandat</p><p>élu</p>", "<p>mandat</p><p>élu</p>"),
    ("<p>un mandat\u2060<a href='#s1'>1</a></p>", "<p>un |mandat\u2060|<a href='#s1'>1</a></p>"),
    (f"<p>{'a' * 60}’mandat</p>", f"<p>{'a' * 60}’mandat</p>"),
]


@pytest.mark.parametrize(("html", "shown"), GLUED)
def test_word_stays_with_what_touches_it(html, shown):
    done = glued(linked(html, MATCHER, known=[], limit=12)[0])
    assert re.sub('<span class="glue">|</span>', "|", BUTTON.sub(r"\1", done)) == shown
    assert glued(done) == done


def test_longest_phrase_wins_even_when_it_is_linked_already():
    html = "Tirage au sort. Tirage au sort, tirage."
    assert words(html) == ["Tirage au sort", "tirage"]
    assert link(html).index("mot-hasard") > html.index("Tirage", 5)


def test_text_after_a_quotation_is_linked():
    assert words("<p>« Un mandat » est un mandat.</p><p>« jamais fermé, élu</p><p>indemnité</p>") == [
        "mandat",
        "indemnité",
    ]


def test_text_after_a_skipped_element_is_linked():
    assert words("<p><a href='#'>mandat</a> <a href='#'><a>x</a></a> mandat</p>") == ["mandat"]


def test_page_opens_a_limited_number_of_terms():
    html, opened = linked("mandat, élu, indemnité, citoyen", MATCHER, known=["indemnite"], limit=2)
    assert (BUTTON.findall(html), opened) == (["mandat", "indemnité"], ["mandat", "indemnite"])


def test_linking_again_names_the_terms_opened_before():
    html, opened = linked("élu, mandat", MATCHER, known=[], limit=12)
    assert linked(html, MATCHER, known=[], limit=12) == (html, opened)


def test_empty_glossary_changes_nothing():
    assert linked("<p>mandat</p>", Matcher(()), known=[], limit=12) == ("<p>mandat</p>", [])


@pytest.mark.parametrize(
    "phrase", ["", " ", "1 %", "·", "’", "-", "(", "a" * 80, "R&D", "<b>", "l’", "É", "\\d+", "[", "🙂"]
)
def test_any_phrase_typed_by_an_organiser_gives_a_matcher(phrase):
    html = f"<p>mandat 1 % R&amp;D {'a' * 80}</p>"
    done, _ = linked(html, Matcher((("x", (phrase,)),)), known=[], limit=12)
    assert BUTTON.sub(r"\1", done) == html


def test_ampersand_in_a_term_matches_escaped_text():
    done, _ = linked("<p>La R&amp;D avance</p>", Matcher((("rd", ("R&D",)),)), known=[], limit=12)
    assert BUTTON.findall(done) == ["R&amp;D"]


class Outline(HTMLParser):
    """Tags with their attributes, without the buttons of terms, and whether each closes the last one open."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list[object] = []
        self.open: list[str] = []
        self.is_nested = True
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if ("class", "term") not in attrs:
            self.seen.append((tag, attrs))

    def handle_endtag(self, tag):
        self.is_nested = self.is_nested and bool(self.open) and self.open.pop() == tag


TEXTS = st.one_of(
    st.sampled_from([
        "mandat", "mandats", " ", ", ", ".", "«", "»", "-", "·e·s", "élu", "élu·e·s", "tirage", " au sort",
        "tirage au sort",
        "assemblée citoyenne", " permanente", "ACP", "d’", "jury d&#x27;assises", "&amp;", "&lt;", "@", "www.", "s",
        "indemnité", "\u2060", "\u00a0", "https://", "’", "(e)", "citoyen", "É", "1",
    ]),
    st.text(max_size=6).map(lambda text: text.replace("&", "").replace("<", "").replace(">", "")),
)  # fmt: skip
NAMES = st.sampled_from(
    ["p", "li", "b", "em", "a", "q", "blockquote", "h2", "code", "td", "th", "span", "div", "sup", "button"]
)
ATTRIBUTES = st.sampled_from(["", " class='mandat'", ' title="un mandat > élu"', ' href="/mandat/?mandat"', " mandat"])


CLOSE = None


def _document(steps: list) -> str:
    """Well-formed HTML: each step is a text, an element to open, or the closing of the last one open."""
    html, names = "", []
    for step in steps:
        if isinstance(step, str):
            html += step
        elif step is not CLOSE:
            html += f"<{step[0]}{step[1]}>"
            names.append(step[0])
        elif names:
            html += f"</{names.pop()}>"
    return html + "".join(f"</{name}>" for name in reversed(names))


DOCUMENTS = st.lists(TEXTS | TEXTS | st.tuples(NAMES, ATTRIBUTES) | st.just(CLOSE), max_size=25).map(_document)
LIMITS = st.integers(min_value=0, max_value=4)


@given(DOCUMENTS, LIMITS)
def test_linking_adds_nothing_but_buttons(html, limit):
    assert BUTTON.sub(r"\1", link(html, limit=limit)) == html


@given(DOCUMENTS, LIMITS)
def test_linking_keeps_tags_attributes_and_nesting(html, limit):
    before, after = Outline(html), Outline(link(html, limit=limit))
    assert (after.seen, after.is_nested) == (before.seen, True)


@given(DOCUMENTS, LIMITS)
def test_linking_twice_is_linking_once(html, limit):
    once = link(html, limit=limit)
    assert link(once, limit=limit) == once


@given(DOCUMENTS, LIMITS)
def test_linking_opens_each_term_once_and_no_more_than_the_limit(html, limit):
    done, opened = linked(html, MATCHER, known=[], limit=limit)
    targets = re.findall('popovertarget="mot-([^"]+)"', done)
    assert (targets, len(set(targets)), len(targets) <= limit) == (opened, len(targets), True)


@given(st.text(alphabet="<>abc/= '\"!-mandt «»&;", max_size=60))
def test_linking_broken_markup_loses_nothing(html):
    assert BUTTON.sub(r"\1", link(html)) == html


@given(DOCUMENTS)
def test_holding_words_adds_only_what_holds_them(html):
    done = linked(html, MATCHER, known=[], limit=12)[0]
    assert re.sub(r'<span class="glue">(.*?</button>.*?)</span>', r"\1", glued(done), flags=re.DOTALL) == done
