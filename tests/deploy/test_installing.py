"""Which libraries are installed: those that the settings ask for, and never fewer than before."""

import sys
from importlib import import_module

import pytest
from django.conf import settings


@pytest.fixture
def start(monkeypatch):
    monkeypatch.syspath_prepend(str(settings.BASE_DIR / "deploy"))
    yield import_module("start")
    del sys.modules["start"]


@pytest.mark.parametrize(
    ("variable", "level"),
    [("", "base"), ("AGORA_S3_BUCKET", "s3"), ("AGORA_BACKUP_S3_BUCKET", "s3"), ("AGORA_S3_REGION", "base")],
)
def test_bucket_asks_for_its_libraries(start, monkeypatch, variable, level):
    for name in ("AGORA_S3_BUCKET", "AGORA_BACKUP_S3_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    if variable:
        monkeypatch.setenv(variable, "fichiers")
    assert start.for_server() == level


@pytest.mark.parametrize(
    ("asked", "found", "level"),
    [
        ("base", "", "base"),
        ("s3", "base 12ab", "s3"),
        ("base", "s3 12ab", "s3"),
        ("base", "dev 12ab", "dev"),
        ("dev", "s3 12ab", "dev"),
    ],
)
def test_what_is_installed_never_shrinks(start, asked, found, level):
    assert start.larger(asked, found) == level
