"""Pictures sent in the administration: a file that is cut is told, wherever it is sent."""

import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from hub.core.incoming import SENTENCES, Verdict
from tests.factories.bodies import drawn
from tests.factories.organisers import organiser

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a size it made to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def picture(kind: str, share: float) -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.effect_noise((60, 40), 80).convert("RGB").save(drawn, kind)
    content = drawn.getvalue()
    return SimpleUploadedFile(f"photo.{kind.lower()}", content[: int(len(content) * share)])


def send(client, way: str, upload: SimpleUploadedFile):
    fields = {
        "add": {"title": "Photo", "file": upload},
        "add_multiple": {"title": "Photo", "files[]": upload},
        "chooser": {"image-chooser-upload-title": "Photo", "image-chooser-upload-file": upload},
    }
    name = "wagtailimages_chooser:create" if way == "chooser" else f"wagtailimages:{way}"
    return client.post(reverse(name), fields[way], headers={"x-requested-with": "XMLHttpRequest"})


@pytest.mark.parametrize("way", ["add", "add_multiple", "chooser"])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_picture_that_is_cut_is_told(office, way, kind):
    answer = send(office, way, picture(kind, 0.5))
    text = answer.content.decode() if way == "add" else " ".join(map(str, answer.json().values()))
    assert (answer.status_code, get_image_model().objects.count()) == (200, 0)
    assert SENTENCES[Verdict.DAMAGED_PICTURE] in html.unescape(text)


def test_whole_picture_is_kept(office):
    send(office, "add", picture("JPEG", 1))
    assert get_image_model().objects.get().title == "Photo"


KEPT = {
    "photo.heic": drawn("HEIF", (60, 40)),
    "photo.HEIF": drawn("HEIF", (60, 40)),
    "photo.jpg": drawn("HEIF", (60, 40)),
    "photo.jpeg": drawn("JPEG", (60, 40), "CMYK"),
    "transparent.heic": drawn("HEIF", (60, 40), "RGBA"),
}


@pytest.mark.parametrize("way", ["add", "add_multiple", "chooser"])
@pytest.mark.parametrize("name", KEPT)
def test_picture_of_a_telephone_or_of_a_printer_becomes_one_that_browsers_show(office, way, name):
    send(office, way, SimpleUploadedFile(name, KEPT[name]))
    kept = get_image_model().objects.get()
    with kept.file.open("rb") as stored, Image.open(stored) as opened:
        assert (opened.format, opened.mode, opened.size) == ("JPEG", "RGB", (60, 40))
    assert (kept.file.name.endswith((".jpg", ".jpeg")), kept.width, kept.height) == (True, 60, 40)


MOVING = drawn("WEBP", (20, 20), save_all=True, append_images=[Image.new("RGB", (20, 20), "blue")])
NOT_KEPT = {
    "250 × 20 000": ("a.png", drawn("PNG", (250, 20_000)), SENTENCES[Verdict.TOO_LONG]),
    "animated": ("a.webp", MOVING, SENTENCES[Verdict.ANIMATED]),
    "SVG": ("a.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n’est pas celui d’un fichier « .jpg »"),
    "page": ("a.jpg", b"<html><script>alert(1)</script>", "n’est pas celui d’un fichier « .jpg »"),
    "cut HEIC": ("a.jpg", drawn("HEIF", (600, 400))[:400], SENTENCES[Verdict.DAMAGED_PICTURE]),
    "large HEIC": ("a.heic", drawn("HEIF", (6_000, 4_200)), SENTENCES[Verdict.TOO_MANY_POINTS]),
}


@pytest.mark.parametrize("case", NOT_KEPT)
def test_picture_that_no_page_can_show_is_told_in_a_sentence(office, case):
    name, content, sentence = NOT_KEPT[case]
    answer = send(office, "chooser", SimpleUploadedFile(name, content))
    assert (answer.status_code, get_image_model().objects.count()) == (200, 0)
    assert sentence in html.unescape(" ".join(map(str, answer.json().values())))


def test_large_photograph_of_a_telephone_fits_in_the_memory_of_the_child(office):
    """24 million points, as telephones make them."""
    send(office, "chooser", SimpleUploadedFile("a.heic", drawn("HEIF", (5_664, 4_240))))
    kept = get_image_model().objects.get()
    assert (kept.width, kept.height) == (2048, 1533)
