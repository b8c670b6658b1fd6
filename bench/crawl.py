"""What a process of the site holds in memory while a robot reads everything, filters and searches too, for an hour.

python -m bench.crawl                  (--minutes 60 --each-second 6 --studies 0), which ends with 1 above the bound
"""

import argparse
import re
import sys
import tempfile
import time
import urllib.error
from collections import Counter, deque
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from bench.servers import Farm, children, get

#: Megabytes of one process.
MOST = 320
LINK = re.compile(r'<a [^>]*?href="([^"]+)"')


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--each-second", type=float, default=6)
    parser.add_argument("--studies", type=int, default=0, help="more case studies than the first content")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, Farm(Path(folder)) as farm:
        address = farm.serve(farm.site("x1", studies=options.studies), delivery=True)
        crawled = crawl(address, farm.running[address].pid, options.minutes * 60, 1 / options.each_second)
    return 0 if crawled else 1


def crawl(address: str, server: int, seconds: float, pause: float) -> bool:
    """Follow every link of the site, each once, then again from the home page. Whether the bound holds."""
    begun = last = time.monotonic()
    answers: Counter[str] = Counter()
    waiting, known = deque([f"{address}/"]), {f"{address}/"}
    while time.monotonic() < begun + seconds:
        if not waiting:
            waiting, known = deque([f"{address}/"]), {f"{address}/"}
        page = waiting.popleft()
        for link in links(page, answers):
            if urlsplit(link).netloc == urlsplit(address).netloc and link not in known:
                known.add(link)
                waiting.append(link)
        if time.monotonic() > last + 60:
            last = time.monotonic()
            tell(server, (last - begun) / 60, answers)
        time.sleep(pause)
    return tell(server, (time.monotonic() - begun) / 60, answers) <= MOST


def links(page: str, answers: Counter[str]) -> list[str]:
    """What a page leads to; and what kind of answer it was."""
    try:
        got = get(page)
    except urllib.error.HTTPError as error:
        answers[str(error.code)] += 1
        return []
    answers[got.headers.get("Server-Timing", "").partition(";")[0] or str(got.status)] += 1
    if not got.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [urldefrag(urljoin(page, unescape(found))).url for found in LINK.findall(got.body.decode())]


def tell(server: int, minutes: float, answers: Counter[str]) -> float:
    """The most that one process ever held, in megabytes."""
    peaks = [peak(worker) for worker in children(server)]
    held = ", ".join(f"{each:.0f}" for each in peaks)
    sys.stdout.write(f"{minutes:5.1f} min, {sum(answers.values())} pages {dict(answers)} : au plus {held} Mo\n")
    sys.stdout.flush()
    return max(peaks)


def peak(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
