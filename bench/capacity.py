"""What each kind of request costs in processor time: from this, how many a machine can give.

    python -m bench.capacity [--postgres] [--seconds 2]

Time of processor and not of clock: a busy machine disturbs it little, and it adds up. The site is in production
settings with the first content, served by two workers as `deploy/serve` does.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.servers import BROWSER, Farm, get
from bench.speed import KEPT, MADE

ZIPPED = "Accept-Encoding: gzip"
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=2, help="of each measure")
    parser.add_argument("--postgres", action="store_true", help="on a throwaway PostgreSQL")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=options.postgres) as farm:
        site = farm.site("x1", studies=0)
        engine = "PostgreSQL" if options.postgres else "SQLite"
        say(f"charge {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs, {engine}")
        say(f"{'':<28}{'ms CPU':>9}{'par cœur et seconde':>22}{'demandes':>10}")
        tell(farm, farm.serve(site, delivery=True), KEPT, "gardée", options.seconds)
        tell(farm, farm.serve(site, delivery=False), MADE, "refaite", options.seconds)
    return 0


def tell(farm: Farm, address: str, pages: dict[str, str], word: str, seconds: int) -> None:
    paths = farm.paths(address)
    for name, path in pages.items():
        page = address + path.format(**paths)
        for _ in range(4):  # both workers have loaded what they need
            get(page, (ZIPPED,))
        before = cpu_of(farm.running[address].pid)
        requests = asked(page, seconds)
        cost = (cpu_of(farm.running[address].pid) - before) / requests * 1000
        say(f"{f'{word} {name}':<28}{cost:>9.3f}{1000 / cost:>22.0f}{requests:>10}")
    farm.stop(address)


def asked(page: str, seconds: int) -> int:
    """How many times wrk was given this page."""
    command = ["wrk", "-t1", "-c4", f"-d{seconds}s", "--timeout", "20s"]
    command += [part for line in (*BROWSER, ZIPPED) for part in ("-H", line)]
    out = subprocess.run([*command, page], capture_output=True, text=True, check=True).stdout  # noqa: S603 -- ours
    return int(re.findall(r"(\d+) requests in", out)[0])


def cpu_of(pid: int) -> float:
    """Seconds of processor of a process and of its living children."""
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICKS + sum(map(cpu_of, children))


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
