"""Who writes in the database, and what public lists start with."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.harness.sources import APPS, name, python_files

#: Calls that write rows. `update` counts with keywords only: sets and dictionaries have one too.
WRITING = {"add_child", "bulk_create", "bulk_update", "create", "delete", "get_or_create", "publish", "save",
           "save_revision", "unpublish", "update_or_create"}  # fmt: skip
PERSONAL_DATA = "erases what people ask to be forgotten, or what is too old to be kept"
CONTENT = "loads the starter content or open data, by a command"
BOOKKEEPING = "keeps the books of the machinery itself: no word of a person"
#: Files outside `actions` that write, and why. A new one needs its reason here.
OTHER_WRITERS = {
    "casestudies/proposals/erasure.py": PERSONAL_DATA,
    "casestudies/proposals/personal.py": "does again, after a restore, what the actions of proposals did",
    "casestudies/proposals/publication.py": "takes down a page without consent, for the actions of proposals",
    "casestudies/proposals/purging.py": PERSONAL_DATA,
    "casestudies/tagging/personal.py": PERSONAL_DATA,
    "hub/community/personal.py": PERSONAL_DATA,
    "hub/home/my_space/personal.py": PERSONAL_DATA,
    "hub/mail/personal.py": PERSONAL_DATA,
    "hub/mail/purging.py": PERSONAL_DATA,
    "hub/home/open_data/loading.py": CONTENT,
    "hub/home/open_data/loading_pages.py": CONTENT,
    "hub/home/open_data/loading_register.py": CONTENT,
    "hub/home/site_tree/data.py": CONTENT,
    "hub/home/starter/demo.py": CONTENT,
    "hub/home/starter/follow_ups.py": CONTENT,
    "hub/home/site_tree/structure.py": CONTENT,
    "hub/home/site_tree/tree.py": CONTENT,
    "hub/community/models/member.py": "Django's manager of accounts, for its own commands",
    "hub/community/organisers.py": "gives roles their rights after each migration",
    "hub/core/caches.py": BOOKKEEPING,
    "hub/core/limits.py": BOOKKEEPING,
    "hub/core/lists/kept.py": BOOKKEEPING,
    "hub/mail/sending.py": BOOKKEEPING,
    "hub/mail/ticking.py": BOOKKEEPING,
    "hub/core/row_writing.py": "how saving a page writes its rows, in place of modelcluster",
    "hub/core/tabular/writers.py": "writes a workbook, not a row",
    "hub/core/examiner.py": "draws a picture anew, writes no row",
    "hub/core/cards/drawing.py": "draws a picture, writes no row",
}
#: Types of pages, whose rows may be drafts or private.
PAGES = {"AssemblyPage", "CaseStudyPage", "DefinitionPage", "GlossaryPage", "HomePage", "Page", "ReportPage",
         "StandardPage", "TestimonyPage", "WorkshopPage"}  # fmt: skip
#: Files that look at pages without `visible_to_all`, and why nobody reads there what is hidden.
ORGANISERS = "read by organisers only"
PAGES_OTHERWISE = {
    "casestudies/checking/forms/verification.py": ORGANISERS,
    "casestudies/checking/viewsets/verification.py": ORGANISERS,
    "casestudies/moderating/forms.py": ORGANISERS,
    "casestudies/tagging/usage.py": ORGANISERS,
    "casestudies/tagging/viewsets.py": ORGANISERS,
    "hub/guide/screens.py": ORGANISERS,
    "hub/home/panels.py": ORGANISERS,
    "hub/home/site_settings/menu_forms.py": ORGANISERS,
    "hub/home/site_settings/wording.py": ORGANISERS,
    "workshops/cockpit/views.py": ORGANISERS,
    "workshops/conflicts/month.py": ORGANISERS,
    "workshops/conflicts/radar.py": ORGANISERS,
    "workshops/planning/forms.py": ORGANISERS,
    "workshops/planning/views/deciding.py": ORGANISERS,
    "casestudies/evidence/assembly.py": "loads again the page that Wagtail is serving",
    "casestudies/landmarks/page.py": "picks among keys that visible_to_all gave",
    "casestudies/publications/case_study.py": "loads authorities of what lists show; get_context asks visible_to_all",
    "casestudies/proposing/forms/steps.py": "an empty choice, filled with visible_to_all",
    "workshops/agenda/feeds.py": "every feed goes through `shown_events`, which asks visible_to_all",
    "workshops/subscribing/calendar.py": "every feed goes through `shown_events`, which asks visible_to_all",
    "workshops/workshop/workshop.py": "compares a page with what is stored of it",
    "hub/core/lists/kept.py": "asks when the next page expires",
    "hub/core/sites.py": "finds the pages that every site has",
    "hub/core/wagtail_hooks.py": "the administration asks under which page a copy goes",
}


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))


def writes(tree: ast.AST) -> bool:
    for call in calls(tree):
        assert isinstance(call.func, ast.Attribute)
        of_parent = isinstance(call.func.value, ast.Call) and ast.unparse(call.func.value.func) == "super"
        named = call.func.attr in WRITING or (call.func.attr == "update" and bool(call.keywords))
        if named and not of_parent and not ast.unparse(call).endswith(".save(commit=False)"):
            return True
    return False


def is_action(path: Path) -> bool:
    return path.stem == "actions" or "actions" in path.parts or "management" in path.parts


def test_only_actions_write():
    files = [path for path in python_files(*APPS) if not is_action(path)]
    writers = {name(path) for path in files if writes(ast.parse(path.read_text()))}
    assert (writers - set(OTHER_WRITERS), set(OTHER_WRITERS) - writers) == (set(), set())


def test_a_write_is_seen():
    seen = ["Tag.objects.create(name='a')", "page.save()", "rows.filter(pk=1).update(live=True)", "tag.delete()"]
    left = ["super().save()", "names.update(others)", "self.fields['a'].choices = []", "form.is_valid()"]
    assert [writes(ast.parse(text)) for text in (*seen, *left)] == [True] * len(seen) + [False] * len(left)


def looks_at_hidden_pages(tree: ast.AST) -> bool:
    """Whether a query on pages has no `visible_to_all` in its chain."""
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    managers = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"]
    of_pages = [node for node in managers if isinstance(node.value, ast.Name) and node.value.id in PAGES]
    return any("visible_to_all" not in chain(node, parents) for node in of_pages)


def chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> list[str]:
    """The names that follow `node`: `Page.objects.live().first()` → ["live", "first"]."""
    names: list[str] = []
    above = parents.get(node)
    while (isinstance(above, ast.Attribute) and above.value is node) or (
        isinstance(above, ast.Call) and above.func is node
    ):
        names += [above.attr] if isinstance(above, ast.Attribute) else []
        node, above = above, parents.get(above)
    return names


def test_every_public_query_of_pages_is_of_visible_ones():
    loaders = set(OTHER_WRITERS)
    files = [path for path in python_files(*APPS) if not is_action(path) and name(path) not in loaders]
    found = {name(path) for path in files if looks_at_hidden_pages(ast.parse(path.read_text()))}
    assert (found - set(PAGES_OTHERWISE), set(PAGES_OTHERWISE) - found - loaders) == (set(), set())


def test_a_query_of_hidden_pages_is_seen():
    hidden = ["WorkshopPage.objects.all()", "found = Page.objects.filter(slug='a').first()"]
    visible = ["WorkshopPage.objects.visible_to_all().first()", "Page.objects.filter(pk=1).visible_to_all()"]
    assert [looks_at_hidden_pages(ast.parse(text)) for text in (*hidden, *visible)] == [True, True, False, False]
