"""The drawing of the year in a real browser: what one reads stays inside, at every width."""

import pytest
from django.core.cache import cache

from hub.core.dates.when import When
from workshops.models import WorkshopIndexPage, WorkshopPage

OUTSIDE = """() => {
  const frame = document.querySelector(".cycle").getBoundingClientRect();
  return [...document.querySelectorAll(".cycle text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map((text) => text.textContent);
}"""
OVERLAPPING = """() => {
  const boxes = [...document.querySelectorAll(".cycle .lab text")].map((text) => text.getBoundingClientRect());
  return boxes.filter((one, index) => one.width && boxes.some((other, rank) => rank > index
    && one.left < other.right - 1 && other.left < one.right - 1
    && one.top < other.bottom - 1 && other.top < one.bottom - 1)).length;
}"""


@pytest.mark.parametrize("width", [320, 700, 1000, 1600])
def test_words_of_the_year_stay_inside_the_drawing(visit, width):
    year = ["2027-01-05", "2027-01", "2027-06", "2027-06-10T14:00/2027-06-10T16:00", "2027-09|2027-10", "2027-12-30"]
    calendar = WorkshopIndexPage.objects.get()
    for number, when in enumerate(year):
        page = WorkshopPage(title=f"Atelier {number}", slug=f"atelier-{number}", when=When.parse(when))
        calendar.add_child(instance=page)
    cache.clear()
    page = visit(width)
    page.goto("/ateliers/")
    assert (page.evaluate(OUTSIDE), page.evaluate(OVERLAPPING)) == ([], 0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
