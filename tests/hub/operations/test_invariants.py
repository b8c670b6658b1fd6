"""`check_data` finds nothing on a sound site, and names each difference that was planted."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from casestudies.proposals import consent_guard
from hub.community.actions.erasure_book import note_erasure
from hub.community.models import ErasureRecord
from hub.core.registries import Erasure
from hub.mail.enums import MailState
from hub.mail.models import OutgoingMail
from hub.operations import invariants
from hub.search.models import Entry
from tests.factories.documents import document
from tests.factories.mails import outgoing
from tests.factories.registering import desk_of, registered
from tests.factories.whole import everything
from tests.factories.workshops import workshop
from workshops.models import RegistrationDesk

pytestmark = pytest.mark.django_db
OLD = (timezone.now() - timedelta(days=2)).timestamp()


def found(check: str) -> list[str]:
    return list(invariants.CHECKS[check](timezone.now()))


def test_sound_site_has_no_difference(capsys):
    everything()
    registered(desk_of(workshop(title="Un atelier")))
    OutgoingMail.objects.all().delete()
    call_command("index_search", verbosity=0)
    capsys.readouterr()
    call_command("check_data")
    assert capsys.readouterr().out == "Aucune différence.\n"


def test_each_difference_is_a_line_and_the_status_is_1(capsys):
    outgoing()
    with pytest.raises(SystemExit) as stopped:
        call_command("check_data")
    assert (stopped.value.code, capsys.readouterr().out.count("✗")) == (1, 1)


def test_seats_that_do_not_add_up_are_named():
    desk = desk_of(workshop(title="Le tirage au sort"))
    registered(desk)
    assert found("seats") == []
    RegistrationDesk.objects.filter(pk=desk.pk).update(taken=3)
    assert found("seats") == ["Atelier « Le tirage au sort » : 3 places comptées, 1 personnes confirmées."]


def test_missing_guard_of_consent_is_named():
    assert found("triggers") == []
    consent_guard.remove()
    assert len(found("triggers")) == len(consent_guard.NAMES)


def test_revision_without_its_page_is_named():
    page = workshop(title="Un atelier")
    page.save_revision()
    assert found("links") == []
    page.revisions.update(object_id="987654")
    assert found("links") == ["Table wagtailcore_revision : 1 ligne parle d’une chose effacée."]


def test_spoilt_tree_is_named():
    Page.objects.filter(depth=1).update(numchild=9)
    (sentence,) = found("tree")
    assert "nombre d’enfants faux" in sentence


def test_file_without_row_and_row_without_file_are_named(settings):
    kept = document("guide.txt", b"guide")
    assert found("files") == []
    Path(kept.file.path).unlink()
    stray = Path(settings.MEDIA_ROOT, "documents", "reste.txt")
    stray.write_text("reste")
    assert found("files") == ["Fichier introuvable, dont une ligne parle : media/documents/guide.txt."]
    os.utime(stray, (OLD, OLD))
    assert found("files")[1] == "Fichier dont aucune ligne ne parle : media/documents/reste.txt."


def test_long_list_of_files_is_cut(settings):
    Path(settings.MEDIA_ROOT).mkdir(exist_ok=True)
    for n in range(12):
        stray = Path(settings.MEDIA_ROOT, f"{n}.txt")
        stray.write_text("")
        os.utime(stray, (OLD, OLD))
    sentences = found("files")
    assert (len(sentences), sentences[-1]) == (11, "Fichier dont aucune ligne ne parle : 2 de plus.")


def test_index_that_lacks_changes_or_keeps_too_much_is_named():
    everything()
    call_command("index_search", verbosity=0)
    assert found("index") == []
    Entry.objects.filter(pk=Entry.objects.first().pk).update(fingerprint="autre")
    Entry.objects.create(
        family="page", number=99_999, model="home.standardpage", title="Reste", text="", fingerprint=""
    )
    (sentence,) = found("index")
    assert "(2)" in sentence


@pytest.mark.parametrize(("minutes", "count"), [(59, 0), (61, 1)])
def test_mails_that_should_have_left_are_counted(minutes, count):
    then = timezone.now() - timedelta(minutes=minutes)
    outgoing(next_attempt_at=then)
    assert len(found("mails")) == count


def test_abandoned_mail_is_counted_and_a_useless_one_is_not():
    then = timezone.now() - timedelta(hours=2)
    outgoing(state=MailState.SENDING, leased_until=then)
    outgoing(next_attempt_at=then, not_after=then)
    outgoing(state=MailState.SENT)
    assert found("mails")[0].startswith("1 message attend depuis plus d’une heure")


def test_erasure_that_never_ends_is_counted():
    note_erasure("personne", "a@exemple.fr", Erasure(at=timezone.now() - timedelta(days=2), keep_published=False))
    assert found("erasures") == ["Effacements commencés depuis plus d’un jour et pas terminés : 1."]
    ErasureRecord.objects.update(settled_at=timezone.now())
    assert found("erasures") == []


def test_missing_migration_stops_there():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'hub_search'")
    sentences = invariants.differences(timezone.now())
    assert sentences
    assert all("n’est pas à jour" in sentence for sentence in sentences)
