"""CPU time of the search on 2 000 case studies, and on a tenth of them: results, suggestions, the index written anew.

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.search
    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m tests.harness.postgres var/venv/bin/python -m bench.search

Each study has a thousand words. Prints milliseconds of CPU, the median and the least, the queries of one answer, and
how many times more the least is than with a tenth of the studies: «read anew» is the first search of a process after a
change, «kept» all others. A throwaway database, as in `bench.lists`; nine studies of ten are hidden for the tenth.
"""

import sys
import time

from bench.lists import REFERENCE, measure, prepare
from casestudies.models import CaseStudyPage
from hub.core.lists.kept import forget
from hub.search.actions.indexing import read_everything
from hub.search.models import Entry, Posting

ADDRESSES = (
    "/recherche/?q=indemnité",
    "/recherche/?q=comment+payer+les+participants",
    "/recherche/?q=eau&theme=indemnisation",
    "/recherche/?q=tirrage+au+sort",
    "/recherche/?q=quorum",
    "/recherche/suggestions/?q=ind",
    "/recherche/suggestions/?q=a",
)
TIMES = {"read anew": 5, "kept": 40}
Measures = dict[tuple[str, str], tuple[float, float, int]]


def main() -> None:
    prepare(words=1000)
    studies = CaseStudyPage.objects.filter(slug__startswith="mesure-")
    studies.exclude(slug__endswith="7").update(live=False)
    read_everything()
    small = _measures()
    studies.update(live=True)
    Entry.objects.all().delete()
    begun, started = time.process_time(), time.monotonic()
    written = read_everything()
    spent = f"{time.process_time() - begun:.1f} s of CPU, {time.monotonic() - started:.1f} s"
    sys.stdout.write(f"index of {written} entries and {Posting.objects.count()} words written anew: {spent}\n")
    for (words, address), (median, least, queries) in _measures().items():
        ratio = least / small[words, address][1]
        line = f"{median:7.1f} ms (least {least:.1f}, × {ratio:.1f}) {queries:3} queries, {words}  {address}\n"
        sys.stdout.write(line)


def _measures() -> Measures:
    forget()
    return {
        (words, address): measure(address, times, forget if words == "read anew" else lambda: None)
        for address in (REFERENCE, *ADDRESSES)
        for words, times in TIMES.items()
    }


if __name__ == "__main__":
    main()
