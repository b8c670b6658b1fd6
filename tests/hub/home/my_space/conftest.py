"""Files of each test in folders of its own: what one test leaves must not be found by another."""

import pytest
from django.core.files.storage import storages


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ERASURES_FILE = tmp_path / "erasures" / "effacements.jsonl"
    for name in ("base_location", "location"):
        monkeypatch.setitem(storages["private"].__dict__, name, str(tmp_path / "private"))
