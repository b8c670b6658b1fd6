"""The list of security answers to every item of OWASP ASVS 5.0, levels 1 and 2."""

import re
from collections import Counter

from tests.harness.sources import ROOT

#: Numbers of the items of levels 1 and 2, one a line (owasp.org, as of July 2026).
ITEMS = (ROOT / "tests/architecture/asvs_items.txt").read_text().split()
FIRST_COLUMN = re.compile(r"^\|([^|]+)\|", re.MULTILINE)


def test_every_item_is_answered_once():
    columns = FIRST_COLUMN.findall((ROOT / "docs/securite.md").read_text())
    answered = Counter(number for column in columns for number in re.findall(r"\d+\.\d+\.\d+", column))
    assert answered == Counter(ITEMS)
