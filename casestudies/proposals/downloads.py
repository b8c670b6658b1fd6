"""Files of proposals on their way back to a person."""

from django.http import FileResponse

from casestudies.proposals.history import ProposalFile
from hub.core import attachments


def as_attachment(file: ProposalFile) -> FileResponse:
    """Under the name its sender gave; on the disk it has another."""
    return attachments.as_attachment(file.file, file.name)
