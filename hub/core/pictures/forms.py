"""Pictures sent in the administration: drawn anew before anything else looks at them."""

from typing import Any

from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from hub.core.incoming import POINTS, Accepted, clean_upload
from hub.core.pictures.actions import make_sizes
from hub.core.pictures.sizes import made_sizes
from hub.core.validators import one_line

#: Wider than any page shows, and small enough for a worker to make the sizes that pages need.
LONGEST = 2048
PICTURES = Accepted(
    frozenset({".avif", ".heic", ".heif", ".jpeg", ".jpg", ".png", ".webp"}),
    f"JPEG, PNG, WebP, AVIF, HEIC, {POINTS}",
    longest=LONGEST,
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
        # What a picture says depends on where it is shown: it is described there (hub.core.blocks.picture).
        self.fields.pop("description", None)
        if "file" in self.fields:
            box = self.fields["file"]
            self.fields["file"] = PictureField(
                label=box.label, required=box.required, widget=box.widget, max_length=box.max_length
            )

    def save(self, commit: bool = True) -> Any:
        """Wagtail forgets the sizes of the former file; pages that show the picture need those of the new one.

        Its focal point changes nothing: no size is cut.
        """
        was_shown = bool(self.instance.pk) and made_sizes().filter(image=self.instance).exists()
        picture = super().save(commit=commit)
        if was_shown:
            make_sizes([picture.pk])
        return picture

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])
