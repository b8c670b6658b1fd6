"""The restore test leaves the site alone, says what went wrong, and throws everything away."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from glossary.models import Theme
from hub.core.site_state import BACKUP, RESTORE_TEST, noted
from hub.operations.actions.trying import NO_BACKUP
from hub.operations.health import restore_test_line


def test_good_backup_comes_back_elsewhere(whole_site, settings, capsys):
    count = Theme.objects.count()
    call_command("backup", verbosity=0)
    call_command("restore_test")
    assert "La sauvegarde revient" in capsys.readouterr().out
    assert (restore_test_line(timezone.now()).is_well, Theme.objects.count()) == (True, count)
    assert [path.suffix for path in Path(settings.BACKUPS_DIR).iterdir()] == [".tar"]


def test_spoilt_backup_is_told_in_the_table(whole_site):
    call_command("backup", verbosity=0)
    path = Path(noted(BACKUP)["path"])
    path.write_bytes(path.read_bytes()[:-200_000])
    with pytest.raises(CommandError, match="Ce fichier est incomplet"):
        call_command("restore_test")
    assert not restore_test_line(timezone.now()).is_well


def test_without_backup_there_is_nothing_to_try(db):
    with pytest.raises(CommandError, match=NO_BACKUP):
        call_command("restore_test")
    assert noted(RESTORE_TEST)["wrong"] == NO_BACKUP
