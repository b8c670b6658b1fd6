"""Files in S3 storage: what the environment asks for, addresses, what happens when nobody answers.

A real server is needed for the rest: `bench.object_storage`.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings as the_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.http import Http404
from django.urls import Resolver404, URLPattern

from hub.core.views import public_file
from hub.operations.ground import gave_way
from hub.settings import buckets
from hub.urls import pictures

WHOLE = {"ENDPOINT": "https://s3.example", "BUCKET": "fichiers", "KEY": "cle", "SECRET": "secret"}
SHOW = """
import json
from hub.settings import dev, test
names = ("default", "private", "public", "backups")
print(json.dumps([
    {name: dev.STORAGES[name]["BACKEND"] for name in names if name in dev.STORAGES}, dev.PUBLIC_ROOT.name,
    [test.STORAGES["default"]["BACKEND"], test.FILES_BUCKET, "backups" in test.STORAGES],
]))
"""


def variables(prefix: str, **changed: str) -> dict[str, str]:
    return {f"{prefix}_{name}": value for name, value in {**WHOLE, **changed}.items()}


@pytest.fixture
def environment(monkeypatch):
    """Call it with the variables that are set."""

    def put(values: dict[str, str]) -> None:
        for name in [name for name in os.environ if name.startswith(("AGORA_S3", "AGORA_BACKUP_S3"))]:
            monkeypatch.delenv(name)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return put


# ---------------------------------------------------------------- the environment
def test_without_variables_there_is_no_bucket(environment):
    environment({"AGORA_S3_REGION": "fr-par", "AGORA_S3_BUCKET": " "})
    assert buckets.options("AGORA_S3") == {}


def test_whole_place_is_what_the_library_asks_for(environment):
    pytest.importorskip("storages")
    environment(variables("AGORA_S3"))
    known = {"endpoint_url": "https://s3.example", "bucket_name": "fichiers", "access_key": "cle"}
    assert buckets.options("AGORA_S3") == {**known, "secret_key": "secret", "region_name": "us-east-1"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"KEY": "", "SECRET": ""}, "À définir aussi : AGORA_S3_KEY, AGORA_S3_SECRET ; ou alors aucun AGORA_S3_…"),
        ({"ENDPOINT": ""}, "À définir aussi : AGORA_S3_ENDPOINT ;"),
        ({"ENDPOINT": "s3.example"}, "AGORA_S3_ENDPOINT doit être une adresse complète, avec https://."),
    ],
)
def test_half_a_place_is_refused_in_french(environment, changed, words):
    environment(variables("AGORA_S3", **changed))
    with pytest.raises(ImproperlyConfigured, match=words):
        buckets.options("AGORA_S3")


def test_missing_libraries_are_named(environment, monkeypatch):
    environment(variables("AGORA_BACKUP_S3"))
    monkeypatch.setattr(buckets, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="AGORA_BACKUP_S3_… demande des bibliothèques de plus"):
        buckets.options("AGORA_BACKUP_S3")


FOLDERS = {
    "default": "hub.core.storages.PrivateStorage",
    "private": "hub.core.storages.PrivateStorage",
    "public": "hub.core.storages.PublicStorage",
}
BUCKETS = {
    "default": "hub.core.buckets.PrivateBucket",
    "private": "hub.core.buckets.PrivateBucket",
    "public": "hub.core.buckets.PublicBucket",
}


@pytest.mark.parametrize(
    ("prefixes", "stores"),
    [
        ((), FOLDERS),
        (("AGORA_S3",), BUCKETS),
        (("AGORA_BACKUP_S3",), {**FOLDERS, "backups": "hub.core.buckets.PrivateBucket"}),
    ],
)
def test_variables_choose_where_files_stand_and_tests_keep_folders(environment, run_folder, prefixes, stores):
    pytest.importorskip("storages")
    environment({name: value for prefix in prefixes for name, value in variables(prefix).items()})
    env = {**os.environ, "AGORA_VAR": str(run_folder)}
    command = [sys.executable, "-c", SHOW]
    done = subprocess.run(command, cwd=the_settings.BASE_DIR, env=env, capture_output=True, text=True, check=True)
    shown, folder, of_tests = json.loads(done.stdout)
    assert (shown, folder, of_tests) == (stores, "public", [FOLDERS["default"], {}, False])


def test_each_kind_of_file_has_a_folder_of_the_bucket():
    found = {name: told["OPTIONS"]["location"] for name, told in buckets.file_storages(dict(WHOLE)).items()}
    assert found == {"default": "media", "private": "private", "public": "public"}


# ---------------------------------------------------------------- a bucket that nobody answers for
def unreachable(kind: str, **changed: str):
    pytest.importorskip("storages")
    module = import_module("hub.core.buckets")
    place = {"endpoint_url": "http://127.0.0.1:9", "bucket_name": "fichiers", "access_key": "a", "secret_key": "b"}
    return getattr(module, kind)(**{**place, **changed}, region_name="us-east-1", location="public")


def test_public_files_have_addresses_of_the_site_and_private_ones_none():
    assert unreachable("PublicBucket").url("images/été.webp") == "/media/images/%C3%A9t%C3%A9.webp"
    assert unreachable("PrivateBucket").url("original_images/rue.png") == ""


@pytest.mark.parametrize(
    "ask",
    [
        lambda store: store.open("a.txt"),
        lambda store: store.save("a.txt", ContentFile(b"a")),
        lambda store: store.delete("a.txt"),
        lambda store: store.exists("a.txt"),
        lambda store: store.size("a.txt"),
        lambda store: store.listdir(""),
        lambda store: list(store.walk()),
    ],
)
def test_storage_that_does_not_answer_is_ground_that_gives_way(ask):
    """People get 503 and what they typed, never an error 500."""
    store = unreachable("PrivateBucket")
    with pytest.raises(OSError, match="le stockage S3 ne répond pas") as fault:
        ask(store)
    assert (gave_way(fault.value), fault.value.strerror[:8]) == (True, "le stock")


@contextmanager
def open_to_all(folder: Path) -> Iterator[str]:
    """A server that gives what `folder` holds to whoever asks; gives its address."""
    handler = partial(QuietHandler, directory=folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


def test_bucket_that_everybody_reads_is_noticed(tmp_path):
    (tmp_path / "fichiers" / "public").mkdir(parents=True)
    (tmp_path / "fichiers" / "public" / "essai").write_text("essai")
    with open_to_all(tmp_path) as address:
        store = unreachable("PrivateBucket", endpoint_url=address)
        assert [store.is_open_to_all(key) for key in ("public/essai", "public/absent")] == [True, False]
    assert not unreachable("PrivateBucket").is_open_to_all("public/essai")


# ---------------------------------------------------------------- public files that the site gives
@pytest.fixture
def public_folder(settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES}  # made anew
    storages["public"].save("images/rue.width-400.webp", ContentFile(b"RIFF"))
    (tmp_path / "note.html").write_text("<script>")
    return tmp_path


@pytest.mark.django_db  # an answer that is closed ends a request, which looks at its connections
def test_public_file_is_given_for_a_year_and_runs_nothing(rf, public_folder):
    response = public_file(rf.get("/"), "images/rue.width-400.webp")
    content = response.getvalue()
    response.close()
    assert (content, response["Content-Type"]) == (b"RIFF", "image/webp")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize(
    "name",
    ["images/absente.webp", "note.html", "images", "images/rue.width-400.webp/x.png", "../a.webp", "a/../../b.png"],
)
def test_whatever_else_is_asked_for_is_nowhere(rf, public_folder, name):
    Path(public_folder.parent, "a.webp").write_bytes(b"secret")
    with pytest.raises(Http404):
        public_file(rf.get("/"), name)


def test_names_that_no_file_has_lead_to_no_view():
    (pattern,) = pictures
    assert isinstance(pattern, URLPattern)
    assert pattern.resolve("media/images/rue.width-400.webp").kwargs == {"name": "images/rue.width-400.webp"}
    refused = ["media/", "media/../a.webp", "media/é.webp", "media/a\0.webp", f"media/{'a' * 201}.webp", "media//etc"]
    assert [path for path in refused if _leads(pattern, path)] == []


def _leads(pattern: URLPattern, path: str) -> bool:
    try:
        return pattern.resolve(path) is not None
    except Resolver404:
        return False
