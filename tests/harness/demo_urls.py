"""The addresses of the site as under `make run`, with the mails that would have left: for `settings.ROOT_URLCONF`."""

import hub.mail.urls
import hub.urls
from hub.urls import handler400, handler403, handler404, handler500  # noqa: F401 -- Django reads them here

urlpatterns = [*hub.mail.urls.urlpatterns, *hub.urls.urlpatterns]
