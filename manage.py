#!/usr/bin/env python
"""Django's command-line entry point. Development settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import logging
import os
import sys


def main() -> None:
    """A command that fails says so through our log, which masks private links: Python's own traceback would not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings.dev")
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except Exception:
        logging.getLogger("hub.manage").exception("manage.py %s failed", " ".join(sys.argv[1:2]))
        sys.exit(1)


if __name__ == "__main__":
    main()
