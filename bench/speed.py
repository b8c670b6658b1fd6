"""How fast pages are given, beside a static server and a stock Wagtail site, in one run: ratios, no threshold.

    make bench                  (ARGS="--studies 10000 --seconds 5 --postgres" for more)

Needs nginx and wrk (Debian: apt install nginx-light wrk). Everything is made in a throwaway folder: the site in
production settings with the first content, again with many case studies, both also without kept pages, a stock
`wagtail start` site, nginx with the very bytes that the site gives. Targets are measured in turn: a busy machine
disturbs all alike. Each is compared with nginx on its own bytes. «vide» is the same web server with a site that does
nothing: no page can be given faster by a process of Python.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from bench.servers import BROWSER, Farm, get, needed_programs, wrk
from bench.together import mixed_load

CONNECTIONS = 8
ROUNDS = 3
#: What is kept and compared with nginx; `{study}` and the like are found in the sitemap.
KEPT = {
    "accueil": "/",
    "liste": "/etudes-de-cas/",
    "étude de cas": "{etudes-de-cas}",
    "comparaison": "/assemblees/comparer/?{three}",
    "flux .ics": "/agenda/ateliers.ics",
}
MADE = {
    **KEPT,
    "atelier": "{ateliers}",
    "thème": "{themes}",
    "assemblée": "{assemblees}",
    "recherche": "/recherche/?q=tirage",
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--studies", type=int, default=1_000, help="case studies of the large site")
    parser.add_argument("--seconds", type=int, default=1, help="of each measure")
    parser.add_argument("--mixed", type=int, default=20, help="seconds of mixed load")
    parser.add_argument("--postgres", action="store_true", help="on a throwaway PostgreSQL")
    options = parser.parse_args()
    missing = needed_programs()
    if missing:
        say(f"Il manque {', '.join(missing)} ; sous Debian : apt install nginx-light wrk")
        return 1
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder), postgres=options.postgres) as farm:
        say(f"charge {os.getloadavg()[0]:.1f}, {os.cpu_count()} cœurs ; {CONNECTIONS} connexions, médiane de {ROUNDS}")
        small = farm.site("x1", studies=0)
        large = farm.site("grand", studies=options.studies)
        stock = farm.stock()
        compare(farm, small, "premier contenu", options.seconds, stock)
        compare(farm, large, f"{options.studies} études de cas", options.seconds)
        mixed_load(farm, small, options.mixed)
        say(f"charge à la fin {os.getloadavg()[0]:.1f}")
    return 0


def compare(farm: Farm, site: str, title: str, seconds: int, stock: str = "") -> None:
    """One table: requests a second, and their ratio to nginx on the same bytes."""
    kept, made, empty = farm.serve(site, delivery=True), farm.serve(site, delivery=False), farm.empty()
    paths = farm.paths(kept)
    targets: dict[str, tuple[str, tuple[str, ...]]] = {}
    for name, path in KEPT.items():
        address, zipped = kept + path.format(**paths), ("Accept-Encoding: gzip",)
        get(address, zipped)
        static = farm.nginx_copy(address, zipped)
        same = f"If-None-Match: {get(address, zipped).headers['ETag']}"
        static_same = f"If-None-Match: {get(static, zipped).headers['ETag']}"
        targets[f"nginx {name}"], targets[f"gardée {name}"] = (static, zipped), (address, zipped)
        targets[f"nginx 304 {name}"] = (static, (*zipped, static_same))
        targets[f"gardée 304 {name}"] = (address, (*zipped, same))
    targets["vide accueil"], targets["vide 304 accueil"] = (f"{empty}/", ()), (f"{empty}/304/", ())
    for name, path in MADE.items():
        targets[f"refaite {name}"] = (made + path.format(**paths), ("Accept-Encoding: gzip",))
    if stock:
        targets["wagtail start, accueil"] = (f"{stock}/", ("Accept-Encoding: gzip",))
    rates: dict[str, list[float]] = {name: [] for name in targets}
    failures = dict.fromkeys(targets, 0)
    for _ in range(ROUNDS):
        for name, (address, headers) in targets.items():
            rate, failed = wrk(address, (*BROWSER, *headers), CONNECTIONS, seconds)
            rates[name].append(rate)
            failures[name] += failed
    found = {name: statistics.median(each) for name, each in rates.items()}
    say(f"\n{title}\n{'':<28}{'req/s':>10}{'/ nginx':>10}{'étendue':>9}{'échecs':>8}")
    for name, rate in found.items():
        reference = found.get(f"nginx {name.partition(' ')[2]}", found["nginx accueil"])
        spread = max(rates[name]) / max(min(rates[name]), 0.01)
        say(f"{name:<28}{rate:>10.0f}{rate / reference:>10.4f}{spread:>9.2f}{failures[name]:>8}")
    if any(failures.values()):
        say(farm.said())
    farm.stop(kept, made, empty)


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
