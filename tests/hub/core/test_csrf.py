"""A form that stayed open too long: what was typed is given back, secrets are not."""

import re

import pytest
from django.test import Client

from casestudies.models import FactReport
from tests.factories.pages import home_page

pytestmark = pytest.mark.django_db
REPORT = "/signaler-une-erreur/"


@pytest.fixture
def strict() -> Client:
    home_page()
    return Client(enforce_csrf_checks=True)


def given_back(page) -> list[str]:
    return re.findall(r'<pre class="typed">(.*?)</pre>', page.content.decode(), re.DOTALL)


def test_refused_report_gives_back_what_was_typed(strict):
    sent = {"key": "8a1b", "message": "Le <b>montant</b>\r\nest faux : 3 €", "email": "anne@exemple.fr", "website": "x"}
    page = strict.post(f"{REPORT}?mot=mandat", {**sent, "csrfmiddlewaretoken": "secret"})
    assert (page.status_code, FactReport.objects.count()) == (403, 0)
    assert given_back(page) == ["Le &lt;b&gt;montant&lt;/b&gt;\nest faux : 3 €", "anne@exemple.fr"]
    assert f'href="{REPORT}?mot=mandat"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_refused_review_gives_back_the_comment(strict):
    path = "/relecture/abcdef/"
    page = strict.post(path, {"revision": "12", "answer": "good", "comment": "À corriger, ligne 3."})
    assert (page.status_code, given_back(page)) == (403, ["À corriger, ligne 3."])
    assert f'href="{path}"' in page.content.decode()


def test_refused_sign_in_gives_back_the_address(strict):
    page = strict.post("/connexion/", {"login": "anne@exemple.fr", "password": "secret", "next": "/admin/"})
    assert (page.status_code, given_back(page)) == (403, ["anne@exemple.fr"])


def test_codes_and_tokens_are_never_shown(strict):
    secrets = {"code": "123456", "otp": "654321", "credential": "{}", "recovery": "abc", "auth_token": "def"}
    page = strict.post("/connexion/code/", secrets)
    assert (page.status_code, given_back(page)) == (403, [])
    assert "Revenez en arrière" in page.content.decode()


def test_text_of_another_site_is_not_shown(strict):
    page = strict.post(REPORT, {"message": "Appelez ce numéro."}, headers={"origin": "https://ailleurs.example"})
    assert (page.status_code, given_back(page)) == (403, [])


def test_endless_texts_are_cut(strict):
    page = strict.post(REPORT, {"message": ["é" * 40_000] * 3, "correction": "\x00"})
    assert [len(text) for text in given_back(page)] == [40_000, 10_000]
