"""Sizes of pictures are made when a page is kept or published; pages only read them."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images.models import Image as Picture
from wagtail.images.models import Rendition

from hub.core.incoming import BUSY
from hub.core.pictures import actions
from hub.core.pictures.actions import make_missing_sizes, make_sizes
from hub.core.registries import jobs
from tests.factories.bodies import drawn, library_picture, picture_block, step_with, table_block
from tests.factories.casestudies import case_study, report, witness
from tests.factories.organisers import organiser
from tests.factories.pages import home_page
from tests.harness.queries import query_counts

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a size it made to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
OURS = "width-400|format-webp", "width-800|format-webp", "width-1280|format-webp"


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def published(image: Picture, capture, **fields: object):
    page = case_study(practice=[step_with([picture_block(image, **fields)])])
    with capture(execute=True):
        page.save_revision().publish()
    return page


def specs() -> list[str]:
    return list(Rendition.objects.order_by("width").values_list("filter_spec", flat=True))


def test_publication_makes_sizes_and_the_page_reads_them(client, django_capture_on_commit_callbacks):
    page = published(library_picture(), django_capture_on_commit_callbacks, caption="Légende", credit="Ville")
    sizes = list(Rendition.objects.order_by("width"))
    assert [(size.filter_spec, size.width, size.height) for size in sizes] == [
        (OURS[0], 400, 267), (OURS[1], 800, 533), (OURS[2], 1280, 853)]  # fmt: skip
    for size in sizes:
        with Image.open(size.file.path) as stored:
            assert (stored.format, stored.size) == ("WEBP", (size.width, size.height))
    text = " ".join(client.get(page.url).text.split())
    addresses = ", ".join(f"{size.url} {size.width}w" for size in sizes)
    assert (
        f'<img src="{sizes[2].url}" alt="Un vote à main levée." width="1280" height="853" srcset="{addresses}" '
        'sizes="(min-width: 56rem) 40rem, 100vw" loading="lazy" decoding="async">'
    ) in text
    assert '<figcaption> Légende <span class="note">Crédit : Ville</span> </figcaption>' in text.replace("\u202f", " ")


def test_picture_smaller_than_a_page_is_not_made_larger(django_capture_on_commit_callbacks):
    published(library_picture(size=(500, 300)), django_capture_on_commit_callbacks)
    assert specs() == ["width-400|format-webp", "width-500|format-webp"]


def test_reading_a_page_writes_nothing_and_tells_what_is_missing(client, django_capture_on_commit_callbacks):
    page = case_study(practice=[step_with([picture_block(library_picture()), picture_block(library_picture(), "")])])
    text = client.get(page.url).text.replace("\u202f", " ").replace("\xa0", " ")
    assert (text.count("<img"), text.count("Image non affichée : Un vote à main levée.")) == (0, 1)
    assert Rendition.objects.count() == 0


def test_picture_without_our_sizes_is_shown_as_the_administration_does(client):
    image = library_picture()
    page = case_study(practice=[step_with([picture_block(image)])])
    thumbnail = image.get_rendition("max-165x165")
    text = client.get(page.url).text
    assert (f'<img src="{thumbnail.url}"' in text, "srcset" in text) == (True, False)


def test_kept_draft_shows_its_pictures_to_who_reads_it(django_capture_on_commit_callbacks):
    page = case_study()
    page.practice = [step_with([picture_block(library_picture())])]
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision()
    assert specs() == list(OURS)


def test_timed_work_makes_what_a_page_lacks_once(django_capture_on_commit_callbacks, caplog):
    used, unused = library_picture(), library_picture("Personne")
    with django_capture_on_commit_callbacks(execute=True):
        case_study(practice=[step_with([picture_block(used)])])
    assert jobs()["tailles des images"] is make_missing_sizes
    assert (make_missing_sizes(None), make_missing_sizes(None)) == (1, 0)
    assert set(Rendition.objects.values_list("image", flat=True)) == {used.pk}
    unused.file.storage.delete(unused.file.name)
    assert make_sizes([unused.pk, 10**9]) == 0
    assert "are not made" in caplog.text


def test_picture_that_must_wait_does_not_refuse_the_publication(monkeypatch, django_capture_on_commit_callbacks):
    def busy(*args: object) -> None:
        raise actions.FileRefused(BUSY)

    with monkeypatch.context() as patch:
        patch.setattr(actions, "sizes_of", busy)
        page = published(library_picture(), django_capture_on_commit_callbacks)
    page.refresh_from_db()
    assert (page.live, specs(), make_missing_sizes(None), specs()) == (True, [], 1, list(OURS))


def test_another_file_of_a_picture_gets_its_own_sizes(office, django_capture_on_commit_callbacks):
    image = library_picture()
    published(image, django_capture_on_commit_callbacks)
    before = {size.url for size in Rendition.objects.all()}
    fields = {"title": "Vote", "file": SimpleUploadedFile("vote.jpg", drawn(size=(900, 300)))}
    assert office.post(reverse("wagtailimages:edit", args=[image.pk]), fields).status_code == 302
    ours = Rendition.objects.filter(filter_spec__endswith="format-webp").order_by("width")
    assert [(size.width, size.height) for size in ours] == [(400, 133), (800, 267), (900, 300)]
    assert before & {size.url for size in ours} == set()


def test_new_focal_point_cuts_nothing(office, django_capture_on_commit_callbacks):
    image = library_picture()
    published(image, django_capture_on_commit_callbacks)
    focus = {f"focal_point_{name}": 40 for name in ("x", "y", "width", "height")}
    assert office.post(reverse("wagtailimages:edit", args=[image.pk]), {"title": "Vote", **focus}).status_code == 302
    assert [name for name in specs() if name.endswith("webp")] == list(OURS)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1"])
def test_sizes_of_any_mode_are_made(mode):
    content = drawn("PNG", (900, 10), mode)
    image = Picture.objects.create(title="A", file=ContentFile(content, name="a.png"))
    assert make_sizes([image.pk]) == 1
    assert [(size.width, size.height) for size in Rendition.objects.order_by("width")] == [
        (400, 4),
        (800, 9),
        (900, 10),
    ]


@pytest.mark.parametrize("make", [case_study, witness, report])
def test_pictures_and_tables_cost_the_same_for_one_and_for_thirty(client, make, django_capture_on_commit_callbacks):
    page = make(practice=[], outcome=[])

    def add() -> None:
        image = library_picture(size=(300, 200))
        page.practice.append(step_with([picture_block(image), table_block()]))
        page.outcome.append(step_with([picture_block(image), table_block()]))
        page.save()
        make_sizes([image.pk])

    assert len(set(query_counts(client, page.url, add))) == 1
    assert client.get(page.url).text.count("<img") == 60


@pytest.mark.parametrize("way", ["one", "together"])
def test_picture_that_a_page_shows_is_not_deleted(office, way, django_capture_on_commit_callbacks):
    home_page()
    image = library_picture()
    page = published(image, django_capture_on_commit_callbacks)
    alone = reverse("wagtailimages:delete", args=[image.pk])
    together = f"{reverse('wagtail_bulk_action', args=['wagtailimages', 'image', 'delete'])}?id={image.pk}"
    answer = office.post(alone if way == "one" else together, follow=True)
    assert Picture.objects.filter(pk=image.pk).exists()
    assert f"« Vote » n’est pas supprimé, car il sert ici : {page.title}." in answer.text
    unused = library_picture("Personne")
    office.post(reverse("wagtailimages:delete", args=[unused.pk]))
    assert not Picture.objects.filter(pk=unused.pk).exists()


def test_page_whose_picture_is_gone_is_still_read(client, django_capture_on_commit_callbacks):
    image = library_picture()
    page = published(image, django_capture_on_commit_callbacks)
    paths = [Path(size.file.path) for size in Rendition.objects.all()]
    with django_capture_on_commit_callbacks(execute=True):
        Picture.objects.all().delete()
    answer = client.get(page.url)
    assert (answer.status_code, "<img" in answer.text, "Un vote à main levée." in answer.text) == (200, False, True)
    assert [path.exists() for path in paths] == [False] * 3
