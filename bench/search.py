"""CPU time of the search on 2 000 case studies: the page of results, suggestions, the index written anew.

    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m bench.search
    AGORA_VAR=$(mktemp -d) var/venv/bin/python -m tests.harness.postgres var/venv/bin/python -m bench.search

Each study has a thousand words. Prints milliseconds of CPU, the median and the least, and the queries of one answer:
«read anew» is the first search of a process after a change, «kept» all others. A throwaway database, as in
`bench.lists`.
"""

import sys
import time

from bench.lists import REFERENCE, measure, prepare
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


def main() -> None:
    prepare(words=1000)
    Entry.objects.all().delete()
    begun, started = time.process_time(), time.monotonic()
    written = read_everything()
    spent = f"{time.process_time() - begun:.1f} s of CPU, {time.monotonic() - started:.1f} s"
    sys.stdout.write(f"index of {written} entries and {Posting.objects.count()} words written anew: {spent}\n")
    for address in (REFERENCE, *ADDRESSES):
        for words, times in (("read anew", 5), ("kept", 40)):
            median, least, queries = measure(address, times, forget if words == "read anew" else lambda: None)
            sys.stdout.write(f"{median:7.1f} ms (least {least:.1f}) {queries:3} queries, {words}  {address}\n")


if __name__ == "__main__":
    main()
