"""The open data → schema.org/Dataset, for search engines of data."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

from hub.core.addresses import site_url, view_url


class Offered(Protocol):
    """A file as the page offers it."""

    full_name: str
    media_type: str
    address: str


def dataset_data(
    files: Iterable[Offered], *, version: date, licence_url: str, name: str, organisation: str
) -> dict[str, Any]:
    """The JSON-LD of the page of open data: what it is, under which licence, and where its files are."""
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": f"{name}, données ouvertes",
        "description": "Les assemblées citoyennes permanentes, ce que l’on en sait avec les sources, les études de "
        "cas, les ateliers et le glossaire.",
        "url": view_url("open_data"),
        "license": licence_url,
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "dateModified": version.isoformat(),
        "creator": {"@type": "Organization", "name": organisation},
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.full_name,
                "encodingFormat": file.media_type.partition(";")[0],
                "contentUrl": site_url(file.address),
            }
            for file in files
        ],
    }
