"""A new source."""

from wagtail.admin.forms.models import WagtailAdminModelForm, formfield_for_dbfield

from casestudies.models import Source


class SourceForm(WagtailAdminModelForm):
    """A new source, noted from the page that cites it."""

    class Meta:
        model = Source
        fields = ["publisher", "title", "url", "kind", "key", "consulted_on"]
        formfield_callback = formfield_for_dbfield
