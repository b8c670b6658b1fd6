"""What views accept."""

from django.views.decorators.http import require_http_methods

#: A page that shows a form by GET and takes it by POST.
read_or_send = require_http_methods(["GET", "HEAD", "POST"])
