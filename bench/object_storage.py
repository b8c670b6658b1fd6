"""Files and backups in S3 storage: two sites, a real S3 server, and everything brought back from a bucket.

    python3 -m venv /tmp/swift && /tmp/swift/bin/pip install swift
    python -m bench.object_storage --swift /tmp/swift/bin

Needs PostgreSQL, and the extra «s3» of the site. Each site has an AGORA_VAR of its own; database and buckets are
shared. The server is OpenStack Swift with its s3api, in a folder that goes away. Exit status 1 when something is not
as it must be.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

import boto3

from bench.servers import BROWSER, ROOT, Farm, Got, get
from bench.swift import KEY, REGION, SECRET, Swift
from bench.visitor import SECRET as FORM_SECRET
from hub.core.buckets import CONFIG

FILES, COPIES, OTHER_FILES, OTHER_COPIES = "fichiers", "coffre", "fichiers-bis", "coffre-bis"
SAME = "Tout est comme avant : mêmes comptes, mêmes empreintes."
PREPARE = """
import django
django.setup()
from django.conf import settings
from django.test import Client
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from tests.factories.organisers import organiser
somebody = organiser("odile@exemple.fr")
TOTP.activate(somebody, generate_totp_secret())
client = Client()
client.force_login(somebody)
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
PRIVATE = """
import django
django.setup()
from django.core.files.storage import storages
from tests.factories.person import attach, person, sent_proposal
print(attach(sent_proposal(person())).file.name)
"""
READ_PRIVATE = """
import django
django.setup()
from django.core.files.storage import storages
print(storages["private"].open("{name}").read(), repr(storages["private"].url("{name}")))
"""
SIZES = """
import django
django.setup()
from hub.core.pictures.actions import make_sizes
from wagtail.images.models import Image, Rendition
picture = Image.objects.order_by("-pk")[0]
make_sizes([picture.pk])
print(Rendition.objects.filter(image=picture, filter_spec__startswith="width-").first().url, picture.file.name)
"""
FAULTS = """
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from hub.operations.invariants import files
print(*files(timezone.now() + timedelta(hours=2)), sep="\\n")
"""
DOCTOR = """
import django
django.setup()
from hub.operations.doctor import bucket_lines
print(*(f"{line.label} : {line.known}" for line in bucket_lines()), sep="\\n")
"""
BACKUP_LINE = """
import django
django.setup()
from django.utils import timezone
from hub.operations.health import backup_line
print(backup_line(timezone.now()).known)
"""


@dataclass
class Trial:
    """What runs, and what was found: words, value, what it must be."""

    farm: Farm
    swift: Swift
    at: dict[str, str] = field(default_factory=dict)
    cookie: str = ""
    found: list[tuple[str, str, bool]] = field(default_factory=list)

    def tell(self, words: str, value: object, wanted: object) -> None:
        self.found.append((words, str(value), value == wanted))
        sys.stdout.write(f"{'  ' if value == wanted else '✗ '}{words} : {value}\n")
        sys.stdout.flush()

    @property
    def client(self) -> Any:
        known = {"aws_access_key_id": KEY, "aws_secret_access_key": SECRET, "region_name": REGION}
        return boto3.client("s3", endpoint_url=self.swift.address, config=CONFIG, **known)

    def names(self, bucket: str) -> dict[str, int]:
        return {each["Key"]: each["Size"] for each in self.client.list_objects_v2(Bucket=bucket).get("Contents", ())}

    def variables(self, files: str, copies: str) -> dict[str, str]:
        place = {"ENDPOINT": self.swift.address, "KEY": KEY, "SECRET": SECRET, "REGION": REGION}
        buckets = {"AGORA_S3": files, "AGORA_BACKUP_S3": copies}
        return {
            f"{prefix}_{name}": value
            for prefix, bucket in buckets.items()
            if bucket
            for name, value in {**place, "BUCKET": bucket}.items()
        }

    def manage(self, name: str, *words: str, **more: str) -> str:
        command = [sys.executable, "manage.py", *words]
        env = self.farm.env(name, **more)
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603 -- ours
        return done.stdout + done.stderr

    def ask(self, name: str, path: str, *, signed: bool = False) -> Got:
        """What a reader gets; `signed` as the organiser."""
        try:
            return get(self.at[name] + path, (f"Cookie: {self.cookie}",) if signed else ())
        except HTTPError as error:
            return Got(error.code, error.headers, error.read())

    def send(self, name: str, path: str, file: tuple[str, bytes], **fields: str) -> Got:
        """A form of the administration with its file."""
        answer = self.ask(name, path, signed=True)
        cookie = f"{self.cookie}; {answer.headers['Set-Cookie'].split(';')[0]}"
        secret = FORM_SECRET.search(answer.body.decode())
        return self._post(name, path, cookie, file, {"csrfmiddlewaretoken": secret[1] if secret else "", **fields})

    def _post(self, name: str, path: str, cookie: str, file: tuple[str, bytes], fields: dict[str, str]) -> Got:
        line = "limite-de-l-essai"
        parts = [f'--{line}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
        head = f'--{line}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + file[1] + f"\r\n--{line}--\r\n".encode()
        headers = dict(each.split(": ", 1) for each in BROWSER)
        host = urlsplit(self.at[name]).netloc
        headers |= {"Cookie": cookie, "Referer": f"https://{host}{path}"}
        headers |= {"Content-Type": f"multipart/form-data; boundary={line}"}
        connection = HTTPConnection(host, timeout=90)
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return Got(answer.status, answer.headers, answer.read())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--swift", type=Path, required=True, help="the folder of its programs")
    options = parser.parse_args()
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        Swift(Path(folder, "swift"), options.swift) as swift,
        Farm(Path(folder), postgres=True) as farm,
    ):
        trial = Trial(farm, swift)
        for bucket in (FILES, COPIES, OTHER_FILES, OTHER_COPIES):
            trial.client.create_bucket(Bucket=bucket)
        for part in (start, uploads, backups, faults, without_storage):
            part(trial)
    wrong = [words for words, _, is_right in trial.found if not is_right]
    sys.stdout.write(f"\n{len(trial.found)} points en {time.monotonic() - begun:.0f} s, {len(wrong)} faux\n")
    return 1 if wrong else 0


# ---------------------------------------------------------------- what is tried
def start(trial: Trial) -> None:
    """A site with folders, whose files go to the bucket; then two of them, that share it."""
    farm = trial.farm
    one, _ = farm.site("a", studies=0), farm.machine("b", like="a")
    name = farm.run(one, PRIVATE).strip()
    os.environ |= trial.variables(FILES, COPIES)
    said = [trial.manage(one, "fill_bucket").strip() for _ in range(2)]
    trial.tell("fichier des dossiers, dans le seau", f"private/{name}" in trial.names(FILES), True)
    trial.tell("copie reprise", [re.findall(r"\d+", each)[0] == "0" for each in said], [False, True])
    trial.tell("fichier privé lu sur l’autre", farm.run("b", READ_PRIVATE.format(name=name)).split()[-1], "''")
    trial.cookie = farm.run(one, PREPARE).strip().replace(" ", "=")
    for each in ("a", "b"):
        trial.at[each] = farm.serve(each, delivery=True, AGORA_TRUSTED_PROXIES="127.0.0.1")


def uploads(trial: Trial) -> None:
    """Through the administration of one, read on the other."""
    picture, paper = _picture(), b"Ordre du jour, mis en ligne sur la machine a.\n"
    sent = trial.send("a", "/admin/images/add/", ("rue.png", picture), title="La rue", description="Une rue")
    trial.tell("image déposée sur a", sent.status, 302)
    sent = trial.send("a", "/admin/documents/add/", ("ordre.txt", paper), title="Ordre du jour")
    trial.tell("document déposé sur a", sent.status, 302)
    address, original = trial.farm.run("b", SIZES).split()
    shown = [trial.ask(name, address) for name in ("a", "b")]
    trial.tell("taille de l’image : adresse du site", address.startswith("/media/images/"), True)
    trial.tell("  lue sur a et sur b", [each.status for each in shown], [200, 200])
    trial.tell("  mêmes octets, en WebP", (shown[0].body == shown[1].body, shown[0].body[8:12]), (True, b"WEBP"))
    trial.tell("  gardée par les navigateurs", shown[1].headers["Cache-Control"][:6], "public")
    page = trial.ask("b", "/admin/images/", signed=True).body.decode()
    thumbs = re.findall(r'src="(/media/images/[^"]+)"', page)
    trial.tell("vignette de l’administration, sur b", {trial.ask("b", each).status for each in thumbs}, {200})
    trial.tell("image d’origine à une adresse du site", trial.ask("b", f"/media/{original}").status, 404)
    trial.tell("  dans le seau, sans clé", _status(trial.swift.object(FILES, f"media/{original}")), 401)
    found = re.search(r"/documents/\d+/ordre\.txt", trial.ask("b", "/admin/documents/", signed=True).body.decode())
    got = trial.ask("b", found[0] if found else "/documents/0/ordre.txt")
    trial.tell("document lu sur b", (got.status, got.body == paper), (200, True))
    trial.tell("check_data", trial.manage("a", "check_data").strip(), "Aucune différence.")


def backups(trial: Trial) -> None:
    """A backup with its copy; brought back from the bucket elsewhere, with the same counts and hashes."""
    for day in range(1, 29):
        for month in ("2026-01", "2026-02"):
            trial.client.put_object(Bucket=COPIES, Key=f"agoratheque-{month}-{day:02d}.tar", Body=b"ancienne")
    said = trial.manage("a", "backup")
    name = Path(re.findall(r"s3://\S+", said)[0]).name
    path = trial.farm.folder / "a" / "sauvegardes" / name
    stays = trial.names(COPIES)
    trial.tell("sauvegarde copiée, même taille", stays.get(name), path.stat().st_size)
    trial.tell("anciennes qui restent", len(stays) - 1 - ("effacements.jsonl" in stays), 6 + 3 + 0)
    elsewhere = trial.variables(OTHER_FILES, "") | trial.variables("", COPIES)
    restored = trial.manage("c", "restore", f"s3://{COPIES}/{name}", **elsewhere)
    trial.tell("restaurée depuis le seau dans un autre", SAME in restored, True)
    again = trial.manage("c", "backup", **trial.variables(OTHER_FILES, OTHER_COPIES))
    ours, theirs = _manifest(path), _manifest(trial.farm.folder / "c" / "sauvegardes" / name)
    trial.tell("  mêmes fichiers, mêmes empreintes", _files(ours) == _files(theirs), True)
    trial.tell("  tables qui diffèrent", _differing(ours, theirs), ["wagtailimages_rendition"])  # made again
    trial.tell("  fichiers comparés", len(_files(ours)) > 2, True)
    trial.tell("  lignes comparées", sum(each["rows"] for each in ours["tables"].values()) > 1000, True)
    trial.tell("  recopiée", "Copie faite" in again, True)
    before = trial.names(FILES)
    trial.tell("restore_test", "La sauvegarde revient" in trial.manage("a", "restore_test"), True)
    trial.tell("  n’a rien changé au seau", trial.names(FILES) == before, True)
    full = trial.manage("d", "restore", f"s3://{COPIES}/{name}")
    trial.tell("seau plein : refusée", "n’est pas vide : rien n’a été touché" in full, True)
    unknown = trial.manage("e", "restore", f"s3://{COPIES}/agoratheque-2001-01-01.tar", **elsewhere)
    trial.tell("nom inconnu : refusé", "ne contient pas agoratheque-2001-01-01.tar" in unknown, True)


def faults(trial: Trial) -> None:
    """A file too many, a file that is missing."""
    farm, lost = trial.farm, next(name for name in trial.names(FILES) if name.startswith("media/documents/"))
    kept = trial.client.get_object(Bucket=FILES, Key=lost)["Body"].read()
    trial.client.delete_object(Bucket=FILES, Key=lost)
    trial.client.put_object(Bucket=FILES, Key="private/reste.pdf", Body=b"reste")
    told = farm.run("a", FAULTS).splitlines()
    wanted = [f"Fichier introuvable, dont une ligne parle : {lost}."]
    wanted += ["Fichier dont aucune ligne ne parle : private/reste.pdf."]
    trial.tell("fichier sans ligne, ligne sans fichier", told == wanted, True)
    trial.client.delete_object(Bucket=FILES, Key="private/reste.pdf")
    trial.client.put_object(Bucket=FILES, Key=lost, Body=kept)
    trial.tell("remis", farm.run("a", FAULTS).strip(), "")
    for status, words in (("Enabled", "ce que le site efface y reste"), ("Suspended", "")):
        trial.client.put_bucket_versioning(Bucket=FILES, VersioningConfiguration={"Status": status})
        trial.tell(f"doctor, versions {status}", bool(words) and words in farm.run("a", DOCTOR), bool(words))
    well = "Le site y écrit, y lit, et personne d’autre."
    trial.tell(
        "doctor",
        set(farm.run("a", DOCTOR).splitlines()),
        {f"Seau des fichiers : {well}", f"Seau des sauvegardes : {well}"},
    )


def without_storage(trial: Trial) -> None:
    """The storage stops: one goes on reading, what is sent is given back, backups say so; then it comes back."""
    address, _ = trial.farm.run("a", SIZES).split()
    farm = trial.farm
    copies_only = dict.fromkeys(trial.variables(FILES, ""), "")
    trial.swift.stop()
    trial.tell(
        "stockage arrêté : pages", [trial.ask("b", path).status for path in ("/", "/etudes-de-cas/")], [200, 200]
    )
    trial.tell("  image", trial.ask("b", address).status, 503)
    sent = trial.send("a", "/admin/images/add/", ("rue.png", _picture()), title="Une autre rue")
    trial.tell("  dépôt", (sent.status, "Une autre rue" in sent.body.decode()), (503, True))
    said = trial.manage("a", "backup").strip()
    trial.tell(
        "  sauvegarde", said.startswith("CommandError: La sauvegarde n’a pas pu être faite : le stockage S3"), True
    )
    said = trial.manage("a", "backup", **copies_only)
    trial.tell("  copie seule", "Elle n’a pas pu être copiée dans le seau : le stockage S3 ne répond pas" in said, True)
    told = farm.run("a", BACKUP_LINE, **copies_only)
    trial.tell("  dite par la table de santé", "Sa copie dans le seau n’est pas faite" in told, True)
    trial.tell("  doctor", "ne répond pas" in farm.run("a", DOCTOR), True)
    trial.swift.start()
    trial.tell("stockage revenu : image", trial.ask("b", address).status, 200)
    trial.tell("  sauvegarde", "Copie faite" in trial.manage("a", "backup"), True)
    trial.tell("  dite par la table de santé", "Sa copie" in farm.run("a", BACKUP_LINE), False)


# ---------------------------------------------------------------- small things
def _picture() -> bytes:
    from PIL import Image  # as the site has it

    with tempfile.SpooledTemporaryFile() as file:
        Image.effect_noise((1600, 900), 60).convert("RGB").save(file, "PNG")
        file.seek(0)
        return file.read()


def _status(address: str) -> int:
    try:
        return get(address).status
    except HTTPError as error:
        return error.code


def _manifest(path: Path) -> dict[str, Any]:
    import tarfile

    with tarfile.open(path) as tar:
        member = tar.extractfile("manifeste.json")
        return dict(json.load(member)) if member else {}


def _files(manifest: dict[str, Any]) -> dict[str, Any]:
    return {name: told for name, told in manifest["files"].items() if name.startswith(("media/", "private/"))}


def _differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [name for name, told in one["tables"].items() if told != other["tables"].get(name)]


if __name__ == "__main__":
    sys.exit(main())
