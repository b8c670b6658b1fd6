"""Files of a proposal: what they are is told by their content; nobody but their author and organisers reads them."""

import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from casestudies.models import Proposal, ProposalFile
from casestudies.proposals.uploads import MAX_FILES, MAX_SIZE
from casestudies.proposing.actions.files import PLACE_IS_FULL, add_file, remove_file
from casestudies.proposing.forms.steps import SourcesForm
from hub.core.errors import ActionError, WrongState
from hub.core.examiner import MAX_PIXELS
from tests.factories.forms import begun, picture, step_path, summary_of, words_of
from tests.factories.organisers import member, organiser, proposal
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture(autouse=True)
def _files_go_away():
    """The private folder outlives the database of a test."""
    yield
    for file in ProposalFile.objects.all():
        file.file.storage.delete(file.file.name)


@pytest.fixture
def draft(client) -> Proposal:
    home_page()
    return begun(client)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


def archive(*names: str, mimetype: str = "") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype)
        for name in names:
            zipped.writestr(name, "x")
    return written.getvalue()


def send(client, draft: Proposal, *files: SimpleUploadedFile, **fields: object):
    version = Proposal.objects.get(pk=draft.pk).version
    return client.post(step_path(draft, 4), {"version": version, "uploads": list(files), **fields})


ODT = "application/vnd.oasis.opendocument.text"
KNOWN = {
    "rapport.pdf": (PDF, "application/pdf"),
    "photo.PNG": (picture("PNG"), "image/png"),
    "photo.jpg": (picture("JPEG"), "image/jpeg"),
    "photo.webp": (picture("WEBP"), "image/webp"),
    "note.txt": ("Été\n".encode(), "text/plain"),
    "table.csv": (b"\xef\xbb\xbfa;b\r\n1;2\r\n", "text/csv"),
    "texte.odt": (archive(mimetype=ODT), ODT),
    "texte.docx": (
        archive("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}
REFUSED = {
    "image.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "page.html": b"<script>alert(1)</script>",
    "page.pdf": b"<html>",
    "photo.png": picture("JPEG"),
    "photo.jpg": b"\xff\xd8\xff" + b"x" * 50,
    "photo.gif": picture("GIF"),
    "texte.docx": b"PK\x03\x04" + b"x" * 50,
    "macro.docx": archive("word/document.xml", "word/vbaProject.bin"),
    "archive.zip": archive("a.txt"),
    "note.txt": b"\xff\xfe\x00",
    "vide.txt": b"",
    "program.exe": b"MZ" + b"\x00" * 20,
    "sans-extension": PDF,
}


@pytest.mark.parametrize("name", KNOWN)
def test_known_kinds_are_kept_under_a_random_name(client, draft, name):
    content, media_type = KNOWN[name]
    assert send(client, draft, upload(name, content)).status_code == 302
    kept = ProposalFile.objects.get()
    assert (kept.name, kept.media_type, kept.size) == (name, media_type, kept.file.size)
    stem = kept.file.name.rsplit("/", 1)[-1].partition(".")[0]
    assert uuid.UUID(stem).hex == stem


@pytest.mark.parametrize("name", REFUSED)
def test_other_kinds_are_refused_in_french_and_the_text_is_kept(client, draft, name):
    page = send(client, draft, upload(name, REFUSED[name]), sources="Une source")
    ((target, sentence),) = summary_of(page)
    assert (target, sentence[: len(name) + 4]) == ("id_uploads", f"« {name} »")
    assert (ProposalFile.objects.count(), Proposal.objects.get().sources) == (0, "Une source")


def test_refused_file_stops_none_of_the_others(client, draft):
    page = send(client, draft, upload("a.pdf", PDF), upload("b.exe", b"MZ"), upload("c.pdf", PDF))
    assert list(ProposalFile.objects.values_list("name", flat=True)) == ["a.pdf", "c.pdf"]
    assert [target for target, _ in summary_of(page)] == ["id_uploads"]


def test_fifty_megabytes_are_refused_in_french(client, draft):
    page = send(client, draft, upload("gros.pdf", PDF + b"x" * 50 * 1024 * 1024))
    assert summary_of(page) == [("id_uploads", "« gros.pdf » n’est pas gardé : 10 Mo au plus par fichier.")]


def test_largest_file_is_kept(client, draft):
    send(client, draft, upload("gros.pdf", PDF.ljust(MAX_SIZE, b"x")))
    assert ProposalFile.objects.get().size == MAX_SIZE


def test_sixth_file_is_refused(client, draft):
    page = send(client, draft, *[upload(f"{number}.pdf", PDF) for number in range(7)])
    assert (ProposalFile.objects.count(), [target for target, _ in summary_of(page)]) == (5, ["id_uploads"] * 2)


def test_picture_loses_what_the_camera_wrote_and_stays_upright(draft):
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Appareil"  # turned by a quarter, made by
    kept = add_file(draft, upload("photo.jpg", picture("JPEG", exif=exif, comment=b"Chez moi")))
    with kept.file.open() as content, Image.open(content) as stored:
        assert (dict(stored.getexif()), stored.info.get("comment"), stored.size) == ({}, None, (20, 40))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_picture_that_is_cut_is_told_and_the_text_is_kept(client, draft, kind):
    name, whole = f"photo.{kind.lower()}", picture(kind)
    page = send(client, draft, upload(name, whole[: len(whole) // 2]), sources="Une source")
    assert summary_of(page) == [("id_uploads", f"« {name} » n’est pas gardé : l’image est abîmée ou trop grande.")]
    assert (page.status_code, ProposalFile.objects.count(), Proposal.objects.get().sources) == (200, 0, "Une source")


def points(width: int, height: int) -> bytes:
    drawn = io.BytesIO()
    Image.new("1", (width, height)).save(drawn, "PNG")
    return drawn.getvalue()


def test_photograph_of_a_telephone_with_copies_behind_it_is_kept(draft):
    """MPO, which Pillow tells apart from JPEG."""
    several = io.BytesIO()
    frame = Image.new("RGB", (40, 20), "orange")
    frame.save(several, "MPO", save_all=True, append_images=[frame.resize((20, 10))])
    kept = add_file(draft, upload("photo.jpg", several.getvalue()))
    with kept.file.open() as content, Image.open(content) as stored:
        assert (stored.format, stored.size, kept.media_type) == ("JPEG", (40, 20), "image/jpeg")


@pytest.mark.parametrize(("kind", "name"), [("PNG", "a.png"), ("WEBP", "a.webp")])
def test_picture_that_moves_is_refused(draft, kind, name):
    frames = [Image.new("RGB", (4, 4), (shade, 0, 0)) for shade in range(200)]
    moving = io.BytesIO()
    frames[0].save(moving, kind, save_all=True, append_images=frames[1:])
    with pytest.raises(ActionError, match="animée"):
        add_file(draft, upload(name, moving.getvalue()))


def test_bytes_of_one_place_that_nobody_has_decided_on_are_limited(client, draft, settings):
    settings.PENDING_FILES_OF_A_PLACE = 3 * len(PDF)
    for number in range(3):
        other = begun(client, email=f"autre{number}@rouen.fr")
        assert send(client, other, upload("a.pdf", PDF)).status_code == 302
    page = send(client, draft, upload("a.pdf", PDF), sources="Une source")
    assert summary_of(page) == [("id_uploads", f"« a.pdf » n’est pas gardé : {PLACE_IS_FULL}")]
    assert (Proposal.objects.get(pk=draft.pk).sources, ProposalFile.objects.count()) == ("Une source", 3)
    version = Proposal.objects.get(pk=draft.pk).version
    elsewhere = {"version": version, "uploads": [upload("a.pdf", PDF)]}
    assert client.post(step_path(draft, 4), elsewhere, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_place_of_a_file_is_a_hash(client, draft):
    send(client, draft, upload("a.pdf", PDF))
    place = ProposalFile.objects.get().place
    assert (len(place), "127.0.0.1" in place) == (64, False)


@pytest.mark.parametrize(("state", "left"), [("accepted", True), ("declined", True), ("withdrawn", False)])
def test_what_an_organiser_decided_on_makes_room(client, draft, settings, state, left):
    settings.PENDING_FILES_OF_A_PLACE = len(PDF)
    send(client, draft, upload("a.pdf", PDF))
    Proposal.objects.update(state=state, submitted_at=draft.created_at, consent_at=draft.created_at)
    answer = send(client, begun(client, email="autre@rouen.fr"), upload("a.pdf", PDF))
    assert (answer.status_code == 302) is left


def test_bytes_of_the_whole_site_are_limited(draft, settings):
    settings.PENDING_FILES_OF_THE_SITE = len(PDF)
    add_file(draft, upload("a.pdf", PDF), place="ici")
    with pytest.raises(ActionError, match="attendent déjà"):
        add_file(draft, upload("b.pdf", PDF), place="ailleurs")


def test_sixty_drafts_with_five_large_files_are_more_than_a_place_may_send(settings):
    assert 60 * MAX_FILES * MAX_SIZE > settings.PENDING_FILES_OF_A_PLACE >= MAX_FILES * MAX_SIZE


def test_picture_of_too_many_points_is_refused(draft):
    with pytest.raises(ActionError, match="25 millions"):
        add_file(draft, upload("plan.png", points(5_001, 5_000)))


def test_picture_of_as_many_points_as_allowed_is_kept(draft):
    assert add_file(draft, upload("plan.png", points(5_000, 5_000))).name == "plan.png"


def test_limit_of_points_is_said_beside_the_field_and_is_that_of_the_library(settings):
    assert "Une image : 25 millions de points au plus." in SourcesForm.base_fields["uploads"].help_text
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS == MAX_PIXELS == 25_000_000


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "..\\..\\x.pdf", "a\x00b.pdf", "a\tX: y.pdf", "é" * 300 + ".pdf"]
)
def test_name_of_a_file_never_leads_anywhere(client, draft, name):
    assert send(client, draft, upload(name, PDF)).status_code == 302
    kept = ProposalFile.objects.get()
    assert (set(kept.name) & set("/\\\x00\r\n"), len(kept.name) <= 120) == (set(), True)
    assert kept.file.name.startswith("proposals/")


def test_author_gets_the_file_back_as_an_attachment(client, draft):
    send(client, draft, upload("rapport.pdf", PDF))
    path = f"{step_path(draft, 4).split('etape')[0]}fichier/{ProposalFile.objects.get().pk}/"
    answer = client.get(path)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="rapport.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "application/pdf")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_file_of_another_proposal_is_not_found(client, draft):
    send(client, draft, upload("rapport.pdf", PDF))
    other = begun(client, email="autre@rouen.fr")
    assert (
        client.get(f"{step_path(other, 4).split('etape')[0]}fichier/{ProposalFile.objects.get().pk}/").status_code
        == 404
    )
    send(client, other, retirer=ProposalFile.objects.get().pk)
    assert ProposalFile.objects.count() == 1


def test_organisers_read_files_of_sent_proposals_only(client, draft):
    send(client, draft, upload("rapport.pdf", PDF))
    path = f"/admin/propositions/fichiers/{ProposalFile.objects.get().pk}/"
    assert client.get(path).status_code == 302
    client.force_login(organiser())
    assert client.get(path).status_code == 404
    Proposal.objects.update(submitted_at=draft.created_at, consent_at=draft.created_at, state="submitted")
    answer = client.get(path)
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"][:10]) == (PDF, "attachment")
    client.force_login(member())
    assert client.get(path).status_code == 302


def test_file_is_taken_away_with_a_button_and_leaves_the_disk(client, draft, django_capture_on_commit_callbacks):
    send(client, draft, upload("rapport.pdf", PDF))
    kept = ProposalFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(client, draft, retirer=kept.pk, sources="Gardé")
    assert answer["Location"] == f"{step_path(draft, 4)}#fichiers"
    assert (ProposalFile.objects.count(), kept.file.storage.exists(kept.file.name)) == (0, False)
    assert Proposal.objects.get().sources == "Gardé"


def test_deleting_a_proposal_frees_the_disk(draft, django_capture_on_commit_callbacks):
    kept = add_file(draft, upload("rapport.pdf", PDF))
    with django_capture_on_commit_callbacks(execute=True):
        draft.delete()
    assert kept.file.storage.exists(kept.file.name) is False


def test_files_of_a_sent_proposal_no_longer_change():
    sent = proposal()
    with pytest.raises(WrongState):
        add_file(sent, upload("rapport.pdf", PDF))
    sent.state = "draft"
    Proposal.objects.update(state="to_complete")
    kept = add_file(sent, upload("rapport.pdf", PDF))
    Proposal.objects.update(state="accepted")
    with pytest.raises(WrongState):
        remove_file(kept)


def test_joining_without_leaving_stays_on_the_page(client, draft):
    answer = send(client, draft, upload("rapport.pdf", PDF), enregistrer="ici")
    assert answer["Location"] == f"{step_path(draft, 4)}#fichiers"
    assert "rapport.pdf (15 octets)" in words_of(client.get(step_path(draft, 4)))
