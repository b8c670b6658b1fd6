"""Names in French order in queries, the same on SQLite and PostgreSQL, and in what people see."""

import pytest
from django.urls import reverse
from taggit.models import Tag

from casestudies.comparing.matrix import matrix
from casestudies.models import Source
from casestudies.tagging.actions import add_member_tag
from glossary.models import EquivalentWords, GlossaryPage, Term
from hub.community.models import Authority
from hub.french.sorting import sort_key
from tests.factories.casestudies import assembly, case_study, source
from tests.factories.organisers import administrator, member, organiser
from tests.factories.pages import index_page
from workshops.models import OutsideEvent

pytestmark = pytest.mark.django_db
MIXED = ["Volontariat", "Vœu", "droit", "Élections", "décret", "Eau", "Article 10", "Article 9", "État"]
IN_ORDER = ["Article 9", "Article 10", "décret", "droit", "Eau", "Élections", "État", "Vœu", "Volontariat"]


def test_databases_and_python_give_one_order():
    """Every sign of Latin letters and of punctuation."""
    signs = [*range(0x20, 0x250), *range(0x2B0, 0x370), *range(0x1E00, 0x1F00), *range(0x2000, 0x2070)]
    texts = [f"A{chr(sign)}é 12{chr(sign)}" for sign in signs] + ["", " ", "’", "12345678901 x", "007"]
    Tag.objects.bulk_create(Tag(name=text, slug=str(number)) for number, text in enumerate(texts))
    assert dict(Tag.objects.values_list("name", "name__french")) == {text: sort_key(text) for text in texts}
    found = Tag.objects.order_by("name__french", "pk").values_list("name", flat=True)
    assert list(found) == sorted(texts, key=lambda text: (sort_key(text), texts.index(text)))


def test_nothing_is_sorted_as_nothing():
    member("anne@exemple.fr", authority=None)
    assert list(Authority.objects.values_list("name__french")) == []
    assert type(member("luc@exemple.fr")).objects.filter(authority__name__french=None).count() == 2


@pytest.mark.parametrize(
    ("model", "field", "fields"),
    [
        (Authority, "short_name", {"kind": "commune"}),
        (Term, "name", {}),
        (EquivalentWords, "word", {"others": "autre"}),
        (OutsideEvent, "name", {}),
        (Source, "publisher", {"title": "Rapport"}),
    ],
)
def test_things_are_in_french_order(model, field, fields):
    unique = next((each.name for each in model._meta.fields if each.name in ("slug", "key")), None)
    for number, name in enumerate(MIXED):
        model.objects.create(**{field: name, **fields, **({unique: f"s{number}"} if unique else {})})
    assert list(model.objects.values_list(field, flat=True)) == IN_ORDER
    assert model.objects.last().pk == model.objects.reverse().first().pk
    assert getattr(model.objects.last(), field) == "Volontariat"


def test_matrix_is_in_the_order_of_authorities():
    for number, name in enumerate(MIXED):
        place = Authority.objects.create(name=name, short_name=name, slug=f"a{number}", kind="commune")
        assembly(f"Assemblée {number}", authority=place)
    assert [row.page.authority.short_name for row in matrix().rows] == IN_ORDER


def test_own_tags_are_in_french_order(client):
    study, author = case_study(), member("anne@exemple.fr")
    for name in MIXED:
        add_member_tag(study, name, by=author)
    client.force_login(author)
    answer = client.get(reverse("tag_propose", args=[study.slug]))
    assert [line.tag.name for line in answer.context["mine"]] == IN_ORDER


def test_glossary_stands_under_letters_in_order(client):
    page = index_page(GlossaryPage, "glossaire", "Glossaire")
    for number, name in enumerate([*MIXED, "Œuvre", "12e jour", "2e jour"]):
        Term.objects.create(name=name, slug=f"t{number}", definition="<p>Un mot.</p>")
    letters = [(letter, [term.name for term in terms]) for letter, terms in client.get(page.url).context["letters"]]
    assert letters == [
        ("0-9", ["2e jour", "12e jour"]),
        ("A", ["Article 9", "Article 10"]),
        ("D", ["décret", "droit"]),
        ("E", ["Eau", "Élections", "État"]),
        ("O", ["Œuvre"]),
        ("V", ["Vœu", "Volontariat"]),
    ]


@pytest.mark.parametrize(
    ("path", "column"),
    [
        ("/admin/fiches-assemblees/", "title"),
        ("/admin/snippets/casestudies/source/", "title"),
        ("/admin/etiquettes/", "name"),
        ("/admin/users/", "last_name"),
    ],
)
def test_pressed_columns_are_in_french_order(client, path, column):
    for number, name in enumerate(MIXED):
        assembly(name, slug=f"a{number}")
        source(title=name)
        Tag.objects.create(name=name, slug=f"t{number}")
        member(f"a{number}@exemple.fr", last_name=name)
    client.force_login(administrator())
    pressed = column.removeprefix("last_")
    orders = (pressed, f"-{pressed}")
    rows = [client.get(path, {"ordering": order}).context["object_list"] for order in orders]
    shown = [[name for row in each if (name := getattr(row, column)) in MIXED] for each in rows]
    assert shown == [IN_ORDER, IN_ORDER[::-1]]


def test_searched_things_can_be_sorted(client):
    client.force_login(organiser())
    source(title="Vœu"), source(title="Volontariat")
    answer = client.get("/admin/snippets/casestudies/source/", {"q": "rapport", "ordering": "title"})
    assert answer.status_code == 200
