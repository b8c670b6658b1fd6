"""Files that may come with a proposal."""

from hub.core.incoming import Accepted

MAX_SIZE = 10 * 1024 * 1024
MAX_FILES = 5
KINDS = "PDF, images (PNG, JPEG, WebP), documents (DOCX, ODT), tableaux (XLSX, ODS, CSV) et textes (TXT)"
#: Pictures keep their size: a plan or a poster is read closely.
ACCEPTED = Accepted(
    frozenset({".csv", ".docx", ".jpeg", ".jpg", ".ods", ".odt", ".pdf", ".png", ".txt", ".webp", ".xlsx"}), KINDS
)
