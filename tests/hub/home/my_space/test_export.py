"""«Tout télécharger»: everything the site knows about the person, and nothing about anybody else."""

import csv
import io
import json
import uuid
import zipfile
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from casestudies.models import MemberTag
from casestudies.proposals.actions import send_message
from casestudies.tagging.actions import add_member_tag
from hub.community.actions.erasing import erase_member
from hub.community.actions.security import record_event
from hub.community.enums import SecurityKind
from hub.community.models import Member
from hub.core.registries import personal_data
from tests.factories.casestudies import case_study
from tests.factories.organisers import member, proposal
from tests.factories.pages import home_page
from tests.factories.person import EMAIL, NAME, PHONE, attach, busy_person, person, sent_proposal
from tests.factories.workshops import theme

pytestmark = pytest.mark.django_db
PATH = "/mon-espace/telecharger/"


def archive(client, owner: Member) -> zipfile.ZipFile:
    client.force_login(owner)
    response = client.post(PATH)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    content = response.getvalue()
    response.close()
    return zipfile.ZipFile(io.BytesIO(content))


def rows(read: zipfile.ZipFile, name: str) -> list[dict]:
    return json.loads(read.read(f"{name}.json"))


def sheet(read: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(read.read(f"{name}.csv").decode("utf-8-sig")), delimiter=";"))


def test_export_has_two_files_for_each_entry_of_the_registry(client):
    owner, *_ = busy_person(theme("Indemnisation"))
    read = archive(client, owner)
    expected = {f"{data.name}.{kind}" for data in personal_data() for kind in ("csv", "json")}
    assert {name for name in read.namelist() if not name.startswith("fichiers/")} == {*expected, "LISEZMOI.txt"}
    assert read.testzip() is None


def test_export_tells_what_was_sent(client):
    owner, sent, _ = busy_person(theme("Indemnisation"))
    read = archive(client, owner)
    assert [row["adresse_electronique"] for row in rows(read, "compte")] == [EMAIL]
    found = {row["numero"]: row for row in rows(read, "propositions")}
    assert (len(found), found[sent.pk]["nom"], found[sent.pk]["etat"]) == (4, NAME, "À compléter")
    assert [row["message"] for row in rows(read, "propositions-messages")] == [
        f"Je suis {NAME}, {PHONE}",
        f"Bonjour {NAME}",
    ]
    assert [(row["themes"], row["rythme"]) for row in rows(read, "nouvelles")] == [
        (["Indemnisation"], "Chaque semaine")
    ]


def test_export_holds_the_files_that_were_sent(client):
    owner = person()
    stored = attach(sent_proposal(owner))
    attach(sent_proposal(owner, email="")).file.delete(save=True)
    read = archive(client, owner)
    names = [row["fichier"] for row in rows(read, "propositions-fichiers")]
    assert names == [f"fichiers/001-{Path(stored.file.name).name}", "fichier introuvable"]
    with stored.file.open() as file:
        assert read.read(names[0]) == file.read()


def test_export_leaves_out_notes_of_organisers(client):
    owner, *_ = busy_person(theme())
    read = archive(client, owner)
    assert [name for name in read.namelist() if "rappeler au" in read.read(name).decode("utf-8", "replace")] == []


def test_export_says_nothing_of_others(client):
    proposal("Secret d’une autre", name="Autre personne", email="autre@exemple.fr", member=member("autre@exemple.fr"))
    read = archive(client, person())
    words = ("secret", "autre personne", "autre@exemple.fr")
    text = "".join(read.read(name).decode() for name in read.namelist()).casefold()
    assert [word for word in words if word in text] == []


def test_export_tells_tags_and_the_security_log_of_the_person_only(client):
    owner, study = person(), case_study("Rouen")
    add_member_tag(study, "Indemnités", by=owner)
    add_member_tag(study, "Défraiement", by=member())
    record_event(SecurityKind.CODE_REFUSED, member(), address="192.0.2.7")
    read = archive(client, owner)
    assert [(row["etiquette"], row["etude_de_cas"]) for row in rows(read, "etiquettes")] == [("Indemnités", "Rouen")]
    assert {row["quoi"] for row in rows(read, "securite")} == {"Connexion"}


def test_address_that_was_not_proved_gives_nothing(client):
    home_page()
    owner = member()
    sent_proposal(None)
    EmailAddress.objects.create(user=owner, email=EMAIL, verified=False)
    client.force_login(owner)
    pages = [client.get(path).content.decode() for path in ("/mon-espace/", "/proposer-un-temoignage/")]
    assert [word for word in (NAME, EMAIL) for page in pages if word in page] == []
    assert rows(archive(client, owner), "propositions") == []


def test_proposal_of_an_unproved_address_is_not_exported(client):
    home_page()
    owner = person()
    unproved = sent_proposal(None, address_proved_at=None)
    attach(unproved)
    send_message(unproved, "Un message", idempotency_key=uuid.uuid4())
    read = archive(client, owner)
    names = ("propositions", "propositions-fichiers", "propositions-historique", "propositions-messages")
    assert {name: rows(read, name) for name in names} == {name: [] for name in names}


def test_export_defuses_formulas_in_csv_and_keeps_them_in_json(client):
    owner = person()
    sent = sent_proposal(owner, practice="=HYPERLINK(1)")
    send_message(sent, "+33 1", idempotency_key=uuid.uuid4())
    read = archive(client, owner)
    assert [row["comment_on_fait"] for row in sheet(read, "propositions")] == ["'=HYPERLINK(1)"]
    assert [row["comment_on_fait"] for row in rows(read, "propositions")] == ["=HYPERLINK(1)"]
    assert [row["message"] for row in sheet(read, "propositions-messages")] == ["'+33 1"]


def test_export_of_an_empty_account_is_readable(client):
    read = archive(client, member())
    assert rows(read, "propositions") == []
    assert "propositions : vos propositions (0)" in read.read("LISEZMOI.txt").decode()


def test_export_needs_the_button(client):
    home_page()
    client.force_login(member())
    assert [client.get(PATH).status_code, client.head(PATH).status_code] == [405, 405]


def test_tags_lose_their_author_with_the_account():
    owner = member()
    add_member_tag(case_study(), "Tirage au sort", by=owner)
    erase_member(owner, keep_published=True, at=timezone.now())
    line = MemberTag.objects.get()
    assert (line.tag.name, line.member) == ("Tirage au sort", None)
