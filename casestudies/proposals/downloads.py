"""Files of proposals on their way back to a person."""

from django.http import FileResponse, Http404

from casestudies.proposals.history import ProposalFile


def as_attachment(file: ProposalFile) -> FileResponse:
    """Never shown by the browser in the name of the site: saved, as the type found in its content."""
    try:
        stream = file.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, as_attachment=True, filename=file.name, content_type=file.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
