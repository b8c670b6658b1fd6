"""How production starts: tables and files first, then the server, which shares no page with an earlier start."""

import os
import subprocess

import pytest
from django.conf import settings

#: Stands for the interpreter: says what it is asked for, and the name of the start.
SAYS = '#!/bin/sh\necho "$AGORA_START|$*" >>"$AGORA_VAR/said"\n'


@pytest.fixture
def serve(tmp_path):
    says = tmp_path / "python"
    says.write_text(SAYS)
    says.chmod(0o755)

    def start() -> list[list[str]]:
        (tmp_path / "said").unlink(missing_ok=True)
        env = {**os.environ, "AGORA_VAR": str(tmp_path), "PYTHON": str(says)}
        env.pop("AGORA_START", None)
        subprocess.run([settings.BASE_DIR / "deploy" / "serve"], env=env, check=True)
        return [line.split("|") for line in (tmp_path / "said").read_text().splitlines()]

    return start


def test_server_starts_once_tables_and_files_are_ready(serve):
    asked = [words.partition(" --")[0] for _, words in serve()]
    assert asked == ["manage.py migrate", "manage.py collectstatic", "-m granian"]


def test_each_start_has_a_name_of_its_own_and_no_page_of_another(serve, tmp_path):
    pages = tmp_path / "pages" / "earlier"
    pages.mkdir(parents=True)
    (pages / "12").write_text("a page of another version")
    names = [serve()[-1][0] for _ in range(2)]
    assert (all(names), len(set(names)), pages.parent.exists()) == (True, 2, False)
