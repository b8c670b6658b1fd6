"""Pictures sent in the administration: a file that is cut is told, wherever it is sent."""

import html
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model

from hub.core.incoming import SENTENCES, Verdict
from tests.factories.organisers import organiser

pytestmark = pytest.mark.django_db


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
