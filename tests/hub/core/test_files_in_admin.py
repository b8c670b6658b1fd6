"""What organisers send: pictures keep no word of the camera, documents are what they say, originals have no address."""

import html
import io
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images.models import Image as Picture
from wagtail.models import Collection, CollectionViewRestriction, UploadedFile
from wagtail.users.models import UserProfile

from hub.core.storages import move_renditions
from tests.factories.organisers import member, organiser
from tests.factories.pages import home_page

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the temporary file of a size it made to the collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def office(client):
    client.force_login(organiser())
    return client


def photograph(size: tuple[int, int] = (40, 20)) -> bytes:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Appareil"
    exif.get_ifd(0x8825)[1] = "N"
    drawn = io.BytesIO()
    Image.new("RGB", size, "orange").save(drawn, "JPEG", exif=exif, comment=b"Chez moi")
    return drawn.getvalue()


def send(client, kind: str, way: str, name: str, content: bytes, title: str = "Un titre", pk: int = 0):
    fields = {
        "add": {"title": title, "file": SimpleUploadedFile(name, content)},
        "edit": {"title": title, "file": SimpleUploadedFile(name, content)},
        "add_multiple": {"title": title, "files[]": SimpleUploadedFile(name, content)},
        "chooser": {
            f"{kind}-chooser-upload-title": title,
            f"{kind}-chooser-upload-file": SimpleUploadedFile(name, content),
        },
    }
    app = {"image": "wagtailimages", "document": "wagtaildocs"}[kind]
    path = reverse(f"{app}_chooser:create") if way == "chooser" else reverse(f"{app}:{way}", args=[pk] if pk else [])
    return client.post(path, fields[way], headers={"x-requested-with": "XMLHttpRequest"})


def words(content: bytes) -> list[bytes]:
    return [word for word in (b"Appareil", b"Chez moi", b"Exif") if word in content]


@pytest.mark.parametrize("way", ["add", "edit", "add_multiple", "chooser"])
def test_stored_picture_has_no_word_of_the_camera(office, way):
    pk = 0
    if way == "edit":
        pk = Picture.objects.create(title="Avant", file=ContentFile(photograph(), name="avant.jpg")).pk
    send(office, "image", way, "photo.jpg", photograph(), pk=pk)
    kept = Picture.objects.get()
    with kept.file.open("rb") as stored:
        content = stored.read()
    assert (words(content), kept.width, kept.height, kept.file_size) == ([], 20, 40, len(content))


def test_picture_that_waits_for_a_title_has_none_either(office):
    send(office, "image", "add_multiple", "photo.jpg", photograph(), title="x" * 300)
    waiting = UploadedFile.objects.get(for_content_type=ContentType.objects.get_for_model(Picture))
    with waiting.file.open("rb") as stored:
        assert words(stored.read()) == []


def test_large_picture_that_django_keeps_on_the_disk_is_cleaned_too(office, settings):
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    send(office, "image", "add", "photo.jpg", photograph())
    with Picture.objects.get().file.open("rb") as stored:
        assert words(stored.read()) == []


def test_pictures_sent_before_are_drawn_anew_by_a_command(capsys):
    old = Picture.objects.create(title="Avant", file=ContentFile(photograph(), name="ancienne.jpg"))
    Picture.objects.create(title="Abîmée", file=ContentFile(photograph(), name="abimee.jpg"))
    broken = Picture.objects.get(title="Abîmée")
    Path(broken.file.path).write_bytes(photograph()[:200])
    call_command("redraw_pictures")
    kept = Picture.objects.get(pk=old.pk)
    with kept.file.open("rb") as stored:
        assert (words(stored.read()), kept.width, kept.height) == ([], 20, 40)
    assert (old.file.storage.exists(old.file.name), kept.file.name == old.file.name) == (False, False)
    said = capsys.readouterr()
    assert (said.out, "« Abîmée »" in said.err) == ("Images redessinées : 1.\n", True)


def test_originals_have_no_address_and_sizes_have_one(office, client, settings):
    send(office, "image", "add", "photo.jpg", photograph())
    kept = Picture.objects.get()
    assert kept.file.url == ""
    made = kept.get_rendition("max-10x10")
    assert (made.url[:14], Path(made.file.path).is_relative_to(settings.PUBLIC_ROOT)) == ("/media/images/", True)
    assert not Path(kept.file.path).is_relative_to(settings.PUBLIC_ROOT)
    home_page()
    paths = [f"/media/{name}" for name in (kept.file.name, "../media/original_images/photo.jpg", made.file.name)]
    assert [client.get(path).status_code for path in paths] == [404, 404, 404]
    modes = [Path(path).stat().st_mode & 0o777 for path in (kept.file.path, made.file.path)]
    assert modes == [0o600, 0o644]


def test_sizes_made_by_an_older_version_move_to_the_public_folder(settings, tmp_path):
    settings.MEDIA_ROOT, settings.PUBLIC_ROOT = tmp_path / "media", tmp_path / "public"
    for folder in ("images", "original_images", "documents"):
        (tmp_path / "media" / folder).mkdir(parents=True)
        (tmp_path / "media" / folder / "a.jpg").write_bytes(b"x")
    assert (move_renditions(), move_renditions()) == (1, 0)
    found = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert found == ["media/documents/a.jpg", "media/original_images/a.jpg", "public/images/a.jpg"]


def test_storages_without_address():
    assert [storage.url("a.pdf") for storage in (default_storage, storages["private"])] == ["", ""]


HOSTILE = {
    "page.pdf": b"<html><script>alert(1)</script>",
    "dessin.pdf": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "programme.pdf": b"MZ\x90\x00",
    "archive.docx": b"PK\x03\x04" + b"x" * 50,
    "page.html": b"<html>",
    "vide.pdf": b"",
}


@pytest.mark.parametrize("way", ["add", "add_multiple", "chooser"])
@pytest.mark.parametrize("name", HOSTILE)
def test_document_that_is_not_what_it_says_is_refused_in_french(office, way, name):
    answer = send(office, "document", way, name, HOSTILE[name])
    text = answer.text if way == "add" else " ".join(map(str, answer.json().values()))
    said = "vide" if name == "vide.pdf" else "Ce fichier n’est pas gardé"
    assert (answer.status_code, Document.objects.count(), said in html.unescape(text)) == (200, 0, True)


@pytest.mark.parametrize("way", ["add", "add_multiple", "chooser"])
@pytest.mark.parametrize("name", ["comptes.pdf", "a\x00b.pdf", "é" * 300 + ".pdf", "rap\u202eport.pdf"])
def test_document_is_kept_under_a_safe_name(office, way, name):
    send(office, "document", way, name, PDF, title=name.replace("\x00", "")[:40])
    kept = Document.objects.get()
    signs = set("\x00\u202e")
    assert (set(kept.title) & signs, set(kept.filename) & signs, len(kept.file.name) <= 100) == (set(), set(), True)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.pdf", "application/pdf"), ("a.csv", "text/csv"), ("a.html", "application/octet-stream"),
     ("a.svg", "application/octet-stream")],
)  # fmt: skip
@pytest.mark.parametrize("closed", [False, True])
def test_document_is_saved_never_shown(client, name, media_type, closed):
    """Those of an older version too, whatever they are."""
    collection = Collection.get_first_root_node()
    if closed:
        collection = collection.add_child(instance=Collection(name="Entre nous"))
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        client.force_login(member())
    kept = Document.objects.create(title="A", file=ContentFile(b"<script>", name=name), collection=collection)
    answer = client.get(kept.url)
    assert answer.getvalue() == b"<script>"
    assert answer["Content-Disposition"] == f'attachment; filename="{kept.filename}"'
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (media_type, "nosniff")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert ("no-store" in answer.get("Cache-Control", "")) == closed


def test_document_under_another_name_or_without_file_is_not_found(client):
    home_page()
    kept = Document.objects.create(title="A", file=ContentFile(PDF, name="a.pdf"))
    assert client.get(f"/documents/{kept.pk}/b.pdf").status_code == 404
    kept.file.storage.delete(kept.file.name)
    assert client.get(kept.url).status_code == 404


def test_account_takes_no_portrait(office):
    path = reverse("wagtailadmin_account")
    page = office.get(path)
    assert (page.status_code, 'type="file"' in page.text) == (200, False)
    office.post(path, {"avatar-avatar": SimpleUploadedFile("a.jpg", photograph())})
    assert UserProfile.objects.exclude(avatar="").count() == 0
    UserProfile.objects.update(avatar="avatar_images/a.jpg")
    assert office.get(path).status_code == 200
