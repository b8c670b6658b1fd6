"""Files on their way back to a person."""

from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404

from hub.core.examiner import MEDIA_TYPES


def as_attachment(file: FieldFile, name: str) -> FileResponse:
    """Never shown by the browser in the name of the site: saved, as a type that its extension was checked against."""
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    media_type = MEDIA_TYPES.get(PurePath(name).suffix.lower(), "application/octet-stream")
    response = FileResponse(stream, as_attachment=True, filename=name, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
