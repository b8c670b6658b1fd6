"""Writes `hub/community/data/collectivites.tsv.xz` from the official lists, once a year.

    npm pack @etalab/decoupage-administratif
    python deploy/official_authorities.py etalab-decoupage-administratif-6.0.0.tgz

The first line says which version of the package it is and when that was made. Then one authority a line, those with
most inhabitants first: scale, code, name, how its name is tied to «de» (TNCC of the Insee), département, population.
"""

import json
import lzma
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "hub" / "community" / "data" / "collectivites.tsv.xz"
#: Overseas collectivities have no département nor région in the lists, whatever these say.
OVERSEAS = "com"

Row = tuple[str, str, str, str, str, str]


class Package:
    """The lists of the package, read from its archive."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self.archive = archive
        described = archive.getmember("package/package.json")
        self.version = json.loads(self._bytes("package/package.json"))["version"]
        self.day = datetime.fromtimestamp(described.mtime, UTC).date().isoformat()
        every = self._list("communes")
        self.communes = [each for each in every if each["type"] == "commune-actuelle"]
        self.departments = {each["code"]: each["departement"] for each in self.communes}
        self.population = {each["code"]: each.get("population", 0) for each in self.communes}

    def rows(self) -> Iterator[Row]:
        for each in self.communes:
            yield _row("commune", each, each["departement"], each.get("population", 0))
        for each in [*self._list("epci"), *self._list("ept")]:
            yield _row("intercommunality", each, self._department(each), each["populationMunicipale"])
        for each in self._list("departements"):
            if each["zone"] != OVERSEAS:
                yield _row("department", each, each["code"], self._inhabitants("departement", each["code"]))
        for each in self._list("regions"):
            if each["zone"] != OVERSEAS:
                yield _row("region", each, "", self._inhabitants("region", each["code"]))

    def _department(self, group: dict[str, Any]) -> str:
        """Where most of its inhabitants live."""
        inhabitants: Counter[str] = Counter()
        for member in group["membres"]:
            code = member["code"]
            inhabitants[self.departments.get(code, "")] += self.population.get(code, 0)
        return inhabitants.most_common(1)[0][0]

    def _inhabitants(self, level: str, code: str) -> int:
        return sum(each.get("population", 0) for each in self.communes if each[level] == code)

    def _list(self, name: str) -> list[dict[str, Any]]:
        return json.loads(self._bytes(f"package/data/{name}.json"))

    def _bytes(self, name: str) -> bytes:
        found = self.archive.extractfile(name)
        if found is None:
            raise SystemExit(f"{name} is not in the archive")
        return found.read()


def _row(kind: str, each: dict[str, Any], department: str, population: int) -> Row:
    return (kind, each["code"], each["nom"], str(each.get("typeLiaison", "")), department, str(population or ""))


def main(path: str, target: Path = TARGET) -> None:
    with tarfile.open(path) as archive:
        package = Package(archive)
        rows = sorted(package.rows(), key=lambda row: (-int(row[-1] or 0), row))
    lines = [f"{package.version}\t{package.day}", *("\t".join(row) for row in rows)]
    target.write_bytes(lzma.compress("\n".join(lines).encode(), preset=9))
    sys.stdout.write(f"{len(rows)} authorities, version {package.version} of {package.day}\n")


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:3]))
