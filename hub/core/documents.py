"""Documents sent in the administration: kept when their content is what their name says."""

from typing import Any

from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm

from hub.core.incoming import Accepted, clean_upload
from hub.core.validators import one_line

DOCUMENTS = Accepted(
    frozenset({".csv", ".docx", ".odp", ".ods", ".odt", ".pdf", ".pptx", ".txt", ".xlsx"}),
    "PDF, documents (DOCX, ODT), tableaux (XLSX, ODS, CSV), présentations (PPTX, ODP) et textes (TXT)",
)


class CheckedDocumentField(WagtailDocumentField):
    def to_python(self, data: Any) -> Any:
        if data:
            self.check_document_file_size(data)
            clean_upload(data, DOCUMENTS)
        return super().to_python(data)


class DocumentForm(BaseDocumentForm):
    """The form of all documents (`WAGTAILDOCS_DOCUMENT_FORM_BASE`); that of many titles at once has no file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            box = self.fields["file"]
            self.fields["file"] = CheckedDocumentField(
                label=box.label, required=box.required, widget=box.widget, max_length=box.max_length
            )

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])
