"""The texts of documents, read by `tick` for public pages only, and forgotten as soon as none gives them."""

import time
from datetime import datetime

from django.utils import timezone
from wagtail.documents.models import Document

from hub.core.document_texts import NotRead, is_read, text_of
from hub.core.text_reader import Outcome
from hub.search.actions.indexing import search_changed
from hub.search.attached import pages_that_give, public_documents
from hub.search.kinds import PAGE
from hub.search.models import DocumentText

State = DocumentText.State
#: A pass reads for about so many seconds: the next one goes on.
SECONDS = 30.0
_STATES = {Outcome.LOCKED: State.LOCKED, Outcome.DAMAGED: State.DAMAGED, Outcome.TOO_HEAVY: State.TOO_HEAVY}


def read_documents(now: datetime) -> int:
    """Read what has not been read yet; gives the number of files opened."""
    forget_hidden_documents(now)
    known = dict(DocumentText.objects.values_list("document_id", "file"))
    until, done = time.monotonic() + SECONDS, 0
    for document in Document.objects.filter(pk__in=public_documents()).order_by("pk"):
        name = document.file.name
        if not is_read(name) or known.get(document.pk) == name:
            continue
        if time.monotonic() > until:
            break
        state, text = _read(document)
        DocumentText.objects.update_or_create(
            document=document, defaults={"file": name, "state": state, "text": text, "read_on": timezone.localdate(now)}
        )
        search_changed(PAGE, pages_that_give(Document, [document.pk]))
        done += 1
    return done


def forget_hidden_documents(now: datetime | None = None) -> int:
    """Drop the texts that no public page gives any more, from the index of other pages too."""
    if not DocumentText.objects.exists():
        return 0
    hidden = DocumentText.objects.exclude(document__in=public_documents())
    keys = list(hidden.values_list("document_id", flat=True))
    if keys:
        hidden.delete()
        search_changed(PAGE, pages_that_give(Document, keys))
    return len(keys)


def _read(document: Document) -> tuple[str, str]:
    try:
        text = text_of(document.file).strip()
    except NotRead as refusal:
        return _STATES[refusal.outcome], ""
    except OSError:
        return State.MISSING, ""
    return (State.READ if text else State.EMPTY), text
