"""Pictures sent in the administration."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

BROKEN = "Cette image est incomplète ou abîmée. Choisissez le fichier de nouveau, ou une autre image."
#: What Pillow raises while it draws a file that is cut or damaged.
DAMAGES = (OSError, ValueError, SyntaxError, EOFError, RuntimeError, Image.DecompressionBombError)


class WholePictureField(WagtailImageField):
    """Wagtail recognises a picture by its first bytes, then stumbles on one that is cut."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except DAMAGES:
            raise ValidationError(BROKEN, code="invalid_image") from None


class PictureForm(BaseImageForm):
    """The form of all pictures (`WAGTAILIMAGES_IMAGE_FORM_BASE`); that of many titles at once has no file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            box = self.fields["file"]
            self.fields["file"] = WholePictureField(
                label=box.label, required=box.required, widget=box.widget, max_length=box.max_length
            )
