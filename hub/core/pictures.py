"""Pictures sent in the administration: drawn anew before anything else looks at them."""

from typing import Any

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from hub.core.incoming import POINTS, Accepted, clean_upload
from hub.core.validators import one_line

#: Wider than any page shows, and small enough for a worker to make the sizes that pages need.
LONGEST = 2048
PICTURES = Accepted(
    frozenset({".avif", ".jpeg", ".jpg", ".png", ".webp"}), f"JPEG, PNG, WebP, AVIF, {POINTS}", longest=LONGEST
)


class PictureField(WagtailImageField):
    """Wagtail would decode in the worker, and keep what cameras write."""

    def to_python(self, data: Any) -> Any:
        if data:
            self.check_image_file_size(data)
            clean_upload(data, PICTURES)
        return super().to_python(data)


class PictureForm(BaseImageForm):
    """The form of all pictures (`WAGTAILIMAGES_IMAGE_FORM_BASE`); that of many titles at once has no file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            box = self.fields["file"]
            self.fields["file"] = PictureField(
                label=box.label, required=box.required, widget=box.widget, max_length=box.max_length
            )

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])
