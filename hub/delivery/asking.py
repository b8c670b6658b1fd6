"""Which kept page a request is about: its key, or none when only Django may answer."""

from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest

Environ = dict[str, Any]
#: Scheme and host, path, query string.
Key = tuple[str, str, str]

#: Parameters that lists and comparisons read; a query string with any other is Django's, so that nobody fills the
#: shelf with words of their own.
KEPT = frozenset({"page", "tri", "format", "le", "a", "faits", "toutes", "volet", "lignes", "mois", "theme", "etat"})
KEPT |= {"echelle", "territoire", "statut", "etiquette", "annee", "sujet", "assemblee", "habitants", "pays"}
KEPT |= {"tirage", "indemnite", "passes"}
#: What tells where people come from: no page reads it.
IGNORED = "utm_"
LONGEST_QUERY = 2_000
MOST_PARAMETERS = 12
#: Answers remembered of each question below: they come from outside, the least asked leave first.
REMEMBERED = lru_cache(maxsize=1_000)


class Asking:
    """Made once for each process; called for each request."""

    def __init__(self) -> None:
        self.cookies = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages")
        self.closed = (f"/{settings.ADMIN_PATH}/", settings.STATIC_URL, settings.MEDIA_URL)
        self.names = ["wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT"]
        self.names += settings.SECURE_PROXY_SSL_HEADER[:1] if settings.SECURE_PROXY_SSL_HEADER else []
        self.names += ["HTTP_X_FORWARDED_HOST"] if settings.USE_X_FORWARDED_HOST else []
        self.names += ["HTTP_X_FORWARDED_PORT"] if settings.USE_X_FORWARDED_PORT else []
        self.origin = REMEMBERED(self._origin)

    def __call__(self, environ: Environ) -> Key | None:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies and any(name in cookies for name in self.cookies):
            return None
        path = environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]
        if path.startswith(self.closed):
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            query = normalised(query) if len(query) <= LONGEST_QUERY else None
        origin = self.origin(tuple(map(environ.get, self.names)))
        return None if query is None or origin is None else (origin, path, query)

    def _origin(self, values: tuple[Any, ...]) -> str | None:
        """Scheme and host as Django reads them, behind a proxy too; None for a host that is not ours."""
        given = {name: value for name, value in zip(self.names, values, strict=True) if value is not None}
        request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **given})
        try:
            return f"{request.scheme}://{request.get_host()}"
        except DisallowedHost:
            return None


@REMEMBERED
def normalised(query: str) -> str | None:
    """What a page reads of a query string; None when it holds anything else."""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS * 2)
    except ValueError:
        return None
    read = [(name, value) for name, value in pairs if not name.startswith(IGNORED)]
    if len(read) > MOST_PARAMETERS or any(name not in KEPT for name, _ in read):
        return None
    return urlencode(read)
