"""Pages that may come from a proposal: public only while their author agrees."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from wagtail.models import PagePermissionTester


class CopyPermission(PagePermissionTester):
    """The words of a person are on one page: a copy would stay when they take them back, or erase them."""

    def can_copy(self) -> bool:
        return super().can_copy() and not self.page.is_of_a_person()


class NeedsConsent(models.Model):
    """A page that may come from a proposal: it is public only while its author agrees."""

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return CopyPermission(user, self)

    def is_of_a_person(self) -> bool:
        """Whether the page rests on the consent of somebody; lists load it beforehand."""
        known = getattr(self, "has_provenance", None)
        return known if known is not None else getattr(self, "provenance", None) is not None

    def lack_of_consent(self) -> str:
        """Why the database would refuse to publish this page, as a sentence; empty when it would not."""
        provenance = self._present_provenance()
        if provenance is None or provenance.has_consent:
            return ""
        return "La personne qui a écrit cette proposition n’a pas donné son accord, ou l’a retiré."

    def lacks_review(self) -> bool:
        """Whether this page comes from a proposal and nobody has answered «bon à publier» to any version of it."""
        provenance = self._present_provenance()
        if provenance is None or provenance.proposal_id is None:
            return False
        return not self.review_links.good().exists()  # type: ignore[attr-defined]  # a relation of every page

    def _present_provenance(self) -> Any:
        """Where the page comes from, as it now is; None when no proposal led to it."""
        self._state.fields_cache.pop("provenance", None)
        return getattr(self, "provenance", None)

    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail does, whoever asks (editor, review, planned date). Raises PermissionDenied without consent."""
        reason = self.lack_of_consent()
        if reason:
            raise PermissionDenied(reason)
        return super().publish(*args, **kwargs)  # type: ignore[misc]  # a mixin of pages
