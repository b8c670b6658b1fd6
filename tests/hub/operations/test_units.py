"""What `deploy/` holds for servers is read by the programs that will run it, where they are installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.hub.operations.conftest import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "AGORA_DOMAIN": "agoratheque.example"}
    return subprocess.run([*map(str, command)], env=env, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_reads_every_unit():
    said = run("systemd-analyze", "verify", *UNITS).stderr.splitlines()
    assert [line for line in said if ".service" in line and "is not executable" not in line] == []


def test_every_timer_has_its_service():
    timers = {path.stem for path in UNITS if path.suffix == ".timer"}
    assert timers == {"agoratheque-backup", "agoratheque-restore-test", "agoratheque-veille"}
    assert timers <= {path.stem for path in UNITS if path.suffix == ".service"}


@pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not here")
def test_caddy_reads_its_file():
    done = run("caddy", "validate", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile")
    assert (done.returncode, "Valid configuration" in done.stdout + done.stderr) == (0, True)


def test_caddy_reads_public_pictures_only():
    roots = [
        line.strip() for line in (DEPLOY / "Caddyfile").read_text().splitlines() if line.strip().startswith("root")
    ]
    assert roots == ["root * {$AGORA_MEDIA:/var/lib/agoratheque/public}"]


@pytest.mark.parametrize("name", ["serve", "timers"])
def test_shell_reads_every_script(name):
    assert run("sh", "-n", DEPLOY / name).returncode == 0
    assert os.access(DEPLOY / name, os.X_OK)
