"""The two-part contract of case studies, testimonies and reports."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel

from casestudies.evidence.source import Source
from casestudies.publications.blocks import PartBlock
from hub.core.blocks.stored import running_text
from hub.core.fields import BodyField
from hub.core.pictures.sizes import load_sizes


class Diptych(models.Model):
    """«Comment on fait ?» then «Qu'est-ce que cela produit ?»: always a pair, the second may still be empty."""

    practice = BodyField(PartBlock(), blank=True, verbose_name="Comment on fait ?")
    outcome = BodyField(
        PartBlock(),
        blank=True,
        verbose_name="Qu’est-ce que cela produit ?",
        help_text="Peut rester vide : la page dit alors « pas encore documenté ».",
    )

    diptych_panels = [FieldPanel("practice"), FieldPanel("outcome")]

    class Meta:
        abstract = True

    @property
    def has_outcome(self) -> bool:
        """True when the second part says at least one documented thing. Reads raw data: lists make no query of it."""
        return any(step["value"].get("documented", True) for step in self.outcome.raw_data)

    @property
    def outcome_words(self) -> str:
        """What the chip of the second question says in lists; empty while nothing is documented."""
        return "Ce que cela produit" if self.has_outcome else ""

    def sections_text(self) -> Iterator[str]:
        """Each part, its steps one after the other. Reads raw data: no query for their sources."""
        for part in (self.practice, self.outcome):
            values = [step["value"] for step in part.raw_data]
            said = (text for value in values for text in (value.get("text", ""), *running_text(value.get("more", []))))
            yield "".join(f"<div>{text}</div>" for text in said)

    def load_pictures(self) -> None:
        """What templates show of the pictures of both parts: one query, none without a picture."""
        load_sizes(self.practice, self.outcome)

    def diptych_sources(self) -> Iterable[Source]:
        """Sources of both parts, in reading order, with repetitions."""
        for part in (self.practice, self.outcome):
            for step in part:
                yield from (source for source in step.value["sources"] if source is not None)


def if_visible(page: Any) -> Any:
    """`page` when the reader may see it: a link never leads to a draft or to a private page."""
    if page is None:
        return None
    return type(page).objects.visible_to_all().filter(pk=page.pk).first()
