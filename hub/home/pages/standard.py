"""Plain pages: the group, accessibility, legal notice, privacy."""

from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from glossary.models import ExplainedPage
from hub.core.blocks import BodyBlock
from hub.core.fields import BodyField
from hub.core.models import BasePage


class StandardPage(ExplainedPage):
    """A page of titled sections."""

    body = BodyField(BodyBlock(), blank=True, verbose_name="texte")

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]

    template = "home/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]

    def sections_text(self) -> list[str]:
        return [block["value"]["text"] for block in self.body.raw_data if block["type"] == "section"]

    class Meta:
        verbose_name = "page simple"
        verbose_name_plural = "pages simples"
