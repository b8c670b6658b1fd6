"""Plain pages: the group, accessibility, legal notice, privacy."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from glossary.models import ExplainedPage
from hub.core.blocks import BodyBlock
from hub.core.blocks.stored import running_text
from hub.core.fields import BodyField
from hub.core.models import BasePage
from hub.core.pictures.sizes import load_sizes


class StandardPage(ExplainedPage):
    """A page of titled sections."""

    body = BodyField(BodyBlock(), blank=True, verbose_name="texte")

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    class Meta:
        verbose_name = "page simple"
        verbose_name_plural = "pages simples"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        load_sizes(self.body)
        return super().get_context(request, *args, **kwargs)

    def sections_text(self) -> list[str]:
        values = [block["value"] for block in self.body.raw_data if block["type"] == "section"]
        return ["".join([value["text"], *running_text(value.get("more", []))]) for value in values]
