"""Static files in production: compressed once, when they are collected, under names that never change their bytes."""

import gzip
import re
from contextlib import closing

import brotli
import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage
from django.http import HttpResponseNotFound
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from hub.core.stylesheets import join
from hub.settings.base import STORAGES

#: The end of an answer looks at the connection.
pytestmark = pytest.mark.django_db


@pytest.fixture
def collected(settings, tmp_path):
    """`collectstatic` of the style sheet alone: asks for it as a browser does."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": STORAGES["staticfiles"]}
    sheet = tmp_path / "css" / "site.css"
    sheet.parent.mkdir()
    sheet.write_bytes(join("site.css").read_bytes())
    list(staticfiles_storage.post_process({"css/site.css": (FileSystemStorage(tmp_path), "css/site.css")}))
    served = WhiteNoiseMiddleware(lambda request: HttpResponseNotFound())

    def ask(accepted: str):
        asked = RequestFactory().get(staticfiles_storage.url("css/site.css"), HTTP_ACCEPT_ENCODING=accepted)
        with closing(served(asked)) as answer:
            return answer, b"".join(answer.streaming_content)

    return ask


def test_style_sheet_goes_compressed_to_whoever_takes_it(collected):
    accepted = ("", "gzip", "br", "gzip, deflate, br, zstd")
    answers, bodies = zip(*map(collected, accepted), strict=True)
    assert [answer.get("Content-Encoding") for answer in answers] == [None, "gzip", "br", "br"]
    whole = bodies[0]
    assert [gzip.decompress(bodies[1]), *(brotli.decompress(body) for body in bodies[2:])] == [whole] * 3
    assert len(bodies[2]) < len(bodies[1]) < len(whole) / 3
    assert {answer["Vary"] for answer in answers} == {"Accept-Encoding"}


def test_name_of_a_static_file_says_its_bytes_and_is_kept_for_ever(collected):
    assert re.fullmatch(r"/static/css/site\.[0-9a-f]{12}\.css", staticfiles_storage.url("css/site.css"))
    assert "immutable" in collected("br")[0]["Cache-Control"]


def test_file_that_nobody_has_is_refused_and_said_in_no_log(collected, caplog):
    with pytest.raises(ValueError, match="nothing"):
        staticfiles_storage.stored_name("css/nothing.css")
    assert caplog.messages == []
