"""Every check that is not a test. All run, so that one look shows everything that is wrong."""

import os
import subprocess
import sys

from start import PYTHON, ROOT, say, step

#: Production settings must load and pass Django's own deployment checks; no server has these values.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "hub.settings.production",
    "AGORA_SECRET_KEY": "".join(chr(33 + (7 * n) % 90) for n in range(60)),
    "AGORA_HOSTS": "agoratheque.example",
    "AGORA_BASE_URL": "https://agoratheque.example",
    "AGORA_FROM_EMAIL": "site@agoratheque.example",
    "AGORA_CONTACT_EMAIL": "contact@agoratheque.example",
    "AGORA_SMTP_HOST": "localhost",
    "DATABASE_URL": "sqlite:///:memory:",
}
TEST = {"DJANGO_SETTINGS_MODULE": "hub.settings.test"}
CHECKS: list[tuple[str, list[str], dict[str, str]]] = [
    ("ruff check", ["-m", "ruff", "check", "."], {}),
    ("ruff format", ["-m", "ruff", "format", "--check", "."], {}),
    ("import-linter", ["-m", "importlinter.cli", "lint", "--no-cache"], {}),
    ("mypy", ["-m", "mypy", "."], {}),
    ("djlint", ["-m", "djlint", "templates", "--lint", "--quiet"], {}),
    ("manage.py check", ["manage.py", "check"], TEST),
    ("manage.py check --deploy", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    ("makemigrations --check", ["manage.py", "makemigrations", "--check", "--dry-run"], TEST),
]


def main() -> int:
    failures = [label for label, command, env in CHECKS if not passes(label, command, env)]
    say(f"lint : {len(failures)} en échec ({', '.join(failures)})" if failures else "lint : rien à redire")
    return 1 if failures else 0


def passes(label: str, command: list[str], env: dict[str, str]) -> bool:
    with step(label):
        done = subprocess.run(
            [PYTHON, *command], cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, check=False
        )
    if done.returncode:
        say(done.stdout + done.stderr)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
