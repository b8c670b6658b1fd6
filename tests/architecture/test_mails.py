"""Every mail can be read in the administration before it is ever sent."""

from hub.mail.registries import previews
from tests.harness.sources import ROOT


def test_every_letter_has_a_preview():
    kinds = {path.stem for path in (ROOT / "templates" / "mails").glob("*.txt")}
    assert kinds - set(previews()) == set()


def test_examples_are_complete():
    letters = {kind: make() for kind, make in previews().items()}
    assert [kind for kind, letter in letters.items() if not (letter.subject and letter.text.endswith("\n"))] == []
    assert "sign-in-code" in letters
