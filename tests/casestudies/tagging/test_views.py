"""What readers and members see of tags, and the editor of case studies."""

import pytest
from django.contrib.messages import get_messages
from taggit.models import Tag
from wagtail.test.utils.form_data import nested_form_data, streamfield

from casestudies.models import CaseStudyPage, MemberTag
from casestudies.publications.editor import CaseStudyForm
from casestudies.tagging.actions import add_member_tag, add_synonym, merge_tags, rename_tag
from tests.factories.casestudies import assembly, case_study, hide
from tests.factories.organisers import member, organiser
from tests.factories.tags import proposed, tagged
from tests.factories.workshops import authority, theme
from tests.harness.queries import query_counts

pytestmark = pytest.mark.django_db

FORM = "/etiquettes/proposer/une-etude/"


@pytest.fixture
def person(client):
    """A member who is signed in."""
    someone = member("anne@exemple.fr", first_name="Anne", last_name="Exemple")
    client.force_login(someone)
    return someone


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def told(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def put() -> list[tuple]:
    return sorted(MemberTag.objects.values_list("tag__name", "member__email"))


# ---------------------------------------------------------------- reading
def test_study_shows_both_kinds_with_counts_and_no_name(client):
    study = tagged("Une étude", "Élus")
    for text in ("Jury", "jurys"):
        proposed(study, text, first_name="Anne", last_name="Secrète")
    answer = client.get(study.get_url())
    html = answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")
    assert answer.context["tag_list"] == [tag("Élus")]
    assert answer.context["member_tags"] == [(tag("Jury"), 2)]
    assert "proposée par 2 membres" in html
    assert "/etiquettes/proposer/page-" in html
    assert ("Secrète" in html, "exemple.fr" in html) == (False, False)


def test_study_is_the_same_bytes_for_anonymous_readers_and_members(client, person):
    study = tagged("Une étude", "Élus")
    add_member_tag(study, "Jury", by=person)
    signed_in = client.get(study.get_url())
    client.logout()
    first, second = client.get(study.get_url()), client.get(study.get_url())
    assert first.content == second.content == signed_in.content
    assert (first.cookies, "Cookie" in first["Vary"]) == ({}, False)


def test_tags_count_studies_once_whoever_put_them(client):
    one, other = tagged("Une", "Jury"), case_study("Autre")
    for page in (one, other):
        proposed(page, "Jury")
    hidden = tagged("Cachée", "Secrète")
    proposed(hidden, "Aussi secrète")
    hide(hidden, "private")
    assert [(each.name, each.used) for each in client.get("/etiquettes/").context["tags"]] == [("Jury", 2)]
    titles = [page.title for page in client.get("/etiquettes/jury/").context["items"]]
    assert sorted(titles) == ["Autre", "Une"]
    assert client.get("/etiquettes/aussi-secrete/").status_code == 404


def test_facet_counts_tags_of_members_too(client):
    tagged("Une", "Jury")
    proposed(case_study("Autre"), "Jury")
    answer = client.get("/etudes-de-cas/?etiquette=jury")
    assert sorted(page.title for page in answer.context["items"]) == ["Autre", "Une"]


def test_former_names_synonyms_and_merged_tags_lead_to_the_present_address(client):
    study, by = tagged("Une étude", "Jurys", "Panel"), organiser()
    rename_tag(tag("Jurys"), "Jury d’assises", by=by)
    add_synonym(tag("Jury d’assises"), "Cour d’assises", by=by)
    merge_tags(tag("Panel"), tag("Jury d’assises"), by=by)
    answers = {slug: client.get(f"/etiquettes/{slug}/") for slug in ("jurys", "panel", "cour-dassises")}
    assert {slug: (answer.status_code, answer.get("Location")) for slug, answer in answers.items()} == dict.fromkeys(
        answers, (301, "/etiquettes/jury-dassises/")
    )
    hide(study, "draft")
    assert client.get("/etiquettes/panel/").status_code == 404


@pytest.mark.parametrize("slug", ["%00", "%FF", "a" * 3000, "%E2%80%AE", "../x"])
def test_any_address_of_a_tag_answers(client, slug):
    case_study()
    assert client.get(f"/etiquettes/{slug}/").status_code == 404


def test_a_tag_without_address_breaks_no_page(client):
    """Imports may bring a tag in another alphabet, whose address is empty."""
    study = tagged("Une étude", "مجلس")
    assert client.get(study.get_url()).status_code == 200
    assert client.get("/etiquettes/").context["tags"] == []


@pytest.mark.parametrize("path", ["/etiquettes/", "/etiquettes/jury/", "/etudes-de-cas/"])
def test_queries_do_not_grow_with_studies(client, path):
    subject, place = theme(), authority()

    def more() -> None:
        study = tagged("Une étude", "Jury", themes=[subject], assemblies=[assembly(authority=place)])
        proposed(study, "Panel")
        proposed(study, "Jury")

    first, *others = query_counts(client, path, more)
    assert others == [first, first]


def test_queries_do_not_grow_with_tags(client):
    study, numbers = case_study("Une étude", slug="une-etude"), iter(range(100))
    first, *others = query_counts(client, "/etiquettes/", lambda: proposed(study, f"Mot {next(numbers)}"))
    assert others == [first, first]
    first, *others = query_counts(client, study.get_url(), lambda: proposed(study, f"Mot {next(numbers)}"))
    assert others == [first, first]


# ---------------------------------------------------------------- proposing
def test_who_is_not_signed_in_finds_what_was_typed_again(client):
    case_study("Une étude", slug="une-etude")
    assert client.get(FORM)["Location"] == f"/connexion/?next={FORM}"
    asked = client.post(FORM, {"etiquette": "Jury d’assises"})
    assert asked["Location"] == f"/connexion/?next={FORM}%3Fetiquette%3DJury%2Bd%25E2%2580%2599assises"
    client.force_login(member())
    assert (
        client.get(f"{FORM}?etiquette=Jury+d%E2%80%99assises").context["form"]["etiquette"].value() == "Jury d’assises"
    )


def test_a_member_adds_a_tag(client, person):
    case_study("Une étude", slug="une-etude")
    answer = client.post(FORM, {"etiquette": "  Jury\u200b d’assises "})
    assert (answer.status_code, answer["Location"]) == (302, FORM)
    assert told(answer) == ["L’étiquette « Jury d’assises » est ajoutée."]
    assert put() == [("Jury d’assises", "anne@exemple.fr")]
    page = client.get(FORM)
    assert [line.tag.name for line in page.context["mine"]] == ["Jury d’assises"]
    assert "private" in page["Cache-Control"]


def test_a_variant_is_added_under_the_known_name(client, person):
    tagged("Une étude", "Élus", slug="une-etude")
    answer = client.post(FORM, {"etiquette": "élu(e)s"})
    assert told(answer) == ["Cette étiquette existe déjà : « Élus ». Elle est ajoutée sous ce nom."]
    assert put() == [("Élus", "anne@exemple.fr")]


def test_who_adds_a_tag_again_in_another_spelling_is_told_so(client, person):
    tagged("Une étude", slug="une-etude")
    client.post(FORM, {"etiquette": "Élus"})
    answer = client.post(FORM, {"etiquette": "élu‧e‧s"})
    assert told(answer)[-1] == "Vous aviez déjà ajouté l’étiquette « Élus » à cette étude."
    assert put() == [("Élus", "anne@exemple.fr")]


def test_near_tags_are_offered_before_a_new_one_is_made(client, person):
    tagged("Une étude", "Mini-public", slug="une-etude")
    answer = client.post(FORM, {"etiquette": "Minipublic"})
    assert (answer.status_code, answer.context["near"], put()) == (200, [tag("Mini-public")], [])
    assert "Garder « Minipublic »" in answer.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    client.post(FORM, {"etiquette": "Minipublic", "garder": "on"})
    assert put() == [("Minipublic", "anne@exemple.fr")]


def test_known_tags_are_suggested_and_no_hidden_one(client, person):
    tagged("Une étude", "Élus", slug="une-etude")
    hide(tagged("Cachée", "Secrète"), "draft")
    html = client.get(FORM).content.decode()
    assert '<option value="Élus">' in html
    assert "Secrète" not in html


BAD = ["", "a" * 200_000, "👍", "\x00\u202e", "<script>alert(1)</script>", "a, b", "%", "…", "javascript:alert(1)"]


@pytest.mark.parametrize("text", BAD)
def test_bad_texts_are_explained_and_kept(client, person, text):
    case_study("Une étude", slug="une-etude")
    answer = client.post(FORM, {"etiquette": text})
    html = answer.content.decode()
    assert (answer.status_code, put()) == (200, [])
    assert "Une réponse est à corriger" in html
    assert 'aria-invalid="true"' in html
    assert "<script>alert" not in html
    assert answer.context["form"]["etiquette"].value() == text


def test_the_limit_of_a_day_is_said_in_the_form(client, person):
    study = case_study("Une étude", slug="une-etude")
    for number in range(20):
        add_member_tag(study, f"{number} fois", by=person)
    answer = client.post(FORM, {"etiquette": "Jury"})
    assert answer.context["form"].errors == {
        "etiquette": ["Vous avez déjà ajouté 20 étiquettes en vingt-quatre heures. Revenez demain."]
    }


@pytest.mark.parametrize("way", ["draft", "expired", "private"])
def test_hidden_studies_have_no_form(client, person, way):
    hide(case_study("Une étude", slug="une-etude"), way)
    assert client.get(FORM).status_code == client.post(FORM, {"etiquette": "Jury"}).status_code == 404


def test_one_takes_back_ones_tag_and_reads_where_one_was(client, person):
    study = case_study("Une étude", slug="une-etude")
    line = add_member_tag(study, "Jury", by=person)
    address = f"/etiquettes/retirer/{line.pk}/"
    assert client.get(address).status_code == 405
    assert MemberTag.objects.count() == 1
    answer = client.post(address, {"retour": "etude"})
    assert (answer["Location"], told(answer), put()) == (FORM, ["L’étiquette « Jury » est retirée."], [])
    assert client.post(address, {"retour": "etude"})["Location"] == "/mon-espace/"
    again = add_member_tag(study, "Jury", by=person)
    answer = client.post(f"/etiquettes/retirer/{again.pk}/", {"retour": "//ailleurs.fr"})
    assert answer["Location"] == "/mon-espace/"


def test_nobody_takes_back_the_tag_of_another(client, person):
    line = proposed(case_study(), "Jury")
    assert client.post(f"/etiquettes/retirer/{line.pk}/").status_code == 403
    client.logout()
    assert client.post(f"/etiquettes/retirer/{line.pk}/")["Location"].startswith("/connexion/")
    assert MemberTag.objects.count() == 1
    client.force_login(person)
    assert client.post(f"/etiquettes/retirer/{'9' * 30}/").status_code == 302


# ---------------------------------------------------------------- the editor
def edited(client, study: CaseStudyPage, tags: str):
    data = nested_form_data(
        {
            "title": study.title,
            "slug": study.slug,
            "introduction": "",
            "figure": "",
            "figure_unit": "",
            "practice_summary": "On fait ainsi.",
            "outcome_summary": "",
            "practice": streamfield([]),
            "outcome": streamfield([]),
            "tags": tags,
            "seo_title": "",
            "search_description": "",
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "action-publish": "1",
        }
    )
    return client.post(f"/admin/pages/{study.pk}/edit/", data)


def test_an_editor_who_types_a_variant_gets_the_known_tag(client):
    tagged("Autre", "Élus")
    study = case_study("Une étude")
    client.force_login(organiser())
    assert edited(client, study, '"élu·es", elus, "Jury d’assises"').status_code == 302
    assert sorted(CaseStudyPage.objects.get(pk=study.pk).tags.names()) == ["Jury d’assises", "Élus"]
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Jury d’assises", "Élus"]


def test_an_editor_is_told_what_can_not_be_a_tag(client):
    study = case_study("Une étude")
    client.force_login(organiser())
    answer = edited(client, study, '"👍 bravo"')
    assert "écrivez l’étiquette avec des lettres et des chiffres" in answer.content.decode()
    assert Tag.objects.count() == 0


def test_the_editor_uses_this_form():
    assert issubclass(CaseStudyPage.get_edit_handler().get_form_class(), CaseStudyForm)
