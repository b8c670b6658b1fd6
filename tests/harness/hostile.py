"""Words that no page expects, in every place where somebody types: what a page cannot hold shows at once."""

from contextlib import suppress
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.fields.files import FileField
from wagtail.fields import StreamField

from hub.core.fields import WhenField
from tests.harness.sources import APPS

#: Sixty letters without a place to break.
WORD = "Intergouvernementalisationsanticonstitutionnellementrerelues"
LONG_EMAIL = f"{WORD.lower()}@{WORD.lower()[:40]}.example.org"
#: What the site writes for itself: the words of the search engine, caches, mails, journals.
MACHINERY = (
    *("hub_search.posting", "hub_search.spelling", "hub_search.miss", "mail.", "community.securityevent"),
    *("core.ratecount", "core.cacheentry", "core.contentstate", "core.formeraddress", "core.openkey"),
)
#: Short texts that choose or identify rather than say.
NOT_WORDS = {
    *("key", "family", "model", "fingerprint", "country", "insee_code", "department_code", "email_key", "password"),
    *("token_hash", "hash", "consent_version", "recording_version", "content_print", "media_type", "place"),
    *("external_id", "calendar_signature", "doi", "path", "url_path"),
}
NOT_TYPED = (models.SlugField, models.URLField, models.EmailField, FileField, WhenField)


def _is_typed(field: models.Field) -> bool:
    is_text = isinstance(field, models.CharField | models.TextField) and not isinstance(field, NOT_TYPED)
    return is_text and not field.choices and field.name not in NOT_WORDS and not field.remote_field


def _long(row: models.Model, field: models.Field) -> str:
    """Figures become twenty signs and names one word, longer texts begin with one and end with a long address."""
    room = field.max_length or 10_000
    if room <= 20:
        return "9" * room
    if room <= 120:
        return f"{row.pk}{WORD * 2}"[:room]
    said = getattr(row, field.name) or ""
    return f"{WORD} {said[: max(0, room - 240)]} {LONG_EMAIL}"[:room]


def _streamed(raw: Any) -> Any:
    """The same blocks, each text of which ends with a long word."""
    if isinstance(raw, list):
        return [_streamed(part) for part in raw]
    if isinstance(raw, dict):
        headed = {**raw, "heading": WORD * 2} if "heading" in raw else raw
        return {name: part if name in ("id", "type") else _streamed(part) for name, part in headed.items()}
    return f"{raw}<p>{WORD} {LONG_EMAIL}</p>" if isinstance(raw, str) and raw.startswith("<") else raw


def _fill(model: type[models.Model]) -> None:
    """Every text; only those that say something where the database wants others to stay empty."""
    for row in model._base_manager.all():
        words: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            if _is_typed(field):
                words[field.name] = _long(row, field)
            if isinstance(field, StreamField):
                words[field.name] = field.to_python(_streamed(list(getattr(row, field.name).raw_data)))
        said = {name: text for name, text in words.items() if getattr(row, name)}
        for texts in filter(None, (words, said)):
            with suppress(IntegrityError), transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**texts)
                break


def fill_with_long_words() -> None:
    """Rows are written as they are: no rule of a form stands in the way."""
    for config in apps.get_app_configs():
        if config.name.split(".")[0] in APPS:
            for model in config.get_models():
                if not model._meta.label_lower.startswith(MACHINERY):
                    _fill(model)
