"""A real S3 server for `bench.object_storage`: OpenStack Swift with its s3api, one node, one replica, in a folder."""

import getpass
import os
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

KEY, SECRET, REGION = "essai:agora", "mot-de-passe-d-essai", "us-east-1"
KINDS = ("account", "container", "object")
DEFAULTS = """[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
user = {user}
swift_dir = {folder}
workers = {workers}
log_name = {kind}
log_address = /dev/null
"""
STORE = """devices = {folder}/devices
mount_check = false
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
"""
PROXY = """[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck proxy-logging listing_formats bulk s3api tempauth slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:healthcheck]
use = egg:swift#healthcheck
[filter:proxy-logging]
use = egg:swift#proxy_logging
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
location = {region}
[filter:tempauth]
use = egg:swift#tempauth
user_essai_agora = {secret} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_versioned_writes = true
allow_object_versioning = true
[filter:symlink]
use = egg:swift#symlink
"""  # noqa: E501 -- a line of its settings


class Swift:
    """Started in `folder` with the programs of `programs`; `address` is its S3 endpoint."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self.ports = {kind: _free_port() for kind in (*KINDS, "proxy")}
        self.address = f"http://127.0.0.1:{self.ports['proxy']}"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> "Swift":
        (self.folder / "devices" / "d1").mkdir(parents=True)
        _needs_attributes(self.folder)
        secrets = "swift_hash_path_prefix = essai\nswift_hash_path_suffix = essai\n"
        policy = "[storage-policy:0]\nname = Policy-0\ndefault = yes\n"
        (self.folder / "swift.conf").write_text(f"[swift-hash]\n{secrets}{policy}")
        for kind in KINDS:
            self._ring(kind)
            self._settings(kind, STORE)
        self._settings("proxy", PROXY)
        try:
            self.start()
        except RuntimeError:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        for kind, port in self.ports.items():
            with (self.folder / "swift.log").open("ab") as log:
                command = [self.programs / f"swift-{kind}-server", self.folder / f"{kind}.conf", "-v"]
                self.running[kind] = subprocess.Popen(command, stdout=log, stderr=log, env=self._env())  # noqa: S603 -- ours
            self._wait(kind, port)

    def stop(self) -> None:
        for process in self.running.values():
            process.terminate()
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
        self.running.clear()

    def object(self, bucket: str, name: str) -> str:
        """Where Swift itself gives an object, to whom it lets read."""
        return f"{self.address}/v1/AUTH_essai/{bucket}/{name}"

    def said(self) -> str:
        return "\n".join((self.folder / "swift.log").read_text().splitlines()[-15:])

    def _env(self) -> dict[str, str]:
        return {**os.environ, "SWIFT_CONF_FILE": str(self.folder / "swift.conf")}

    def _ring(self, kind: str) -> None:
        builder = self.folder / f"{kind}.builder"
        for words in (["create", "4", "1", "0"], ["add", f"r1z1-127.0.0.1:{self.ports[kind]}/d1", "1"], ["rebalance"]):
            command = [self.programs / "swift-ring-builder", builder, *words]
            subprocess.run(command, check=True, capture_output=True, env=self._env())  # noqa: S603 -- ours

    def _settings(self, kind: str, rest: str) -> None:
        known = {"kind": kind, "port": self.ports[kind], "folder": self.folder, "user": getpass.getuser()}
        known |= {"region": REGION, "secret": SECRET, "workers": 0}
        (self.folder / f"{kind}.conf").write_text((DEFAULTS + rest).format(**known))

    def _wait(self, kind: str, port: int) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self.running[kind].poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"swift-{kind}-server: {self.said()}")


def _needs_attributes(folder: Path) -> None:
    """Swift writes about each object in attributes of its file."""
    probe = folder / "attributes"
    probe.touch()
    os.setxattr(probe, "user.swift", b"1")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
