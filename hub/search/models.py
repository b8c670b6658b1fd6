"""The index of the public search: what is published, and under which tokens it is found. See decision 0045.

Plain tables, alike on SQLite and PostgreSQL: the same rows give the same results in the same order.
"""

from django.db import models

__all__ = ["DocumentText", "Entry", "Miss", "Posting", "Spelling"]


class Entry(models.Model):
    """Something published as it was last read: a page, a theme, a term. Whether anybody may see it is asked anew."""

    family = models.CharField(max_length=8)
    number = models.PositiveBigIntegerField()
    #: Its type, as `app.model`.
    model = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    #: What excerpts are cut from: what it says, then its sources and the texts of its documents.
    text = models.TextField()
    aside = models.TextField(default="")
    #: Another one as soon as what it says, or the way of reading it, is another one.
    fingerprint = models.CharField(max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "entrée de la recherche"
        verbose_name_plural = "entrées de la recherche"
        constraints = [models.UniqueConstraint(fields=["family", "number"], name="search_entry_unique")]

    def __str__(self) -> str:
        return self.title


class DocumentText(models.Model):
    """The text of a document of a public page, or why there is none. Gone as soon as no public page gives it."""

    class State(models.TextChoices):
        READ = "read", "lu"
        EMPTY = "empty", "aucun texte : des images, peut-être"
        LOCKED = "locked", "pas lu : protégé par un mot de passe"
        DAMAGED = "damaged", "pas lu : abîmé"
        TOO_HEAVY = "too_heavy", "pas lu : trop lourd ou trop long à ouvrir"
        MISSING = "missing", "pas lu : fichier introuvable"

    document = models.OneToOneField(
        "wagtaildocs.Document", on_delete=models.CASCADE, related_name="+", verbose_name="document"
    )
    #: The file that was read: another one is read anew.
    file = models.CharField("fichier", max_length=255)
    state = models.CharField("lecture", max_length=10, choices=State.choices)
    text = models.TextField("texte", blank=True)
    read_on = models.DateField("lu le")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "document lu par la recherche"
        verbose_name_plural = "documents lus par la recherche"
        ordering = ["-read_on", "pk"]

    def __str__(self) -> str:
        return self.document.title


class Posting(models.Model):
    """An entry is found under `token`; `weight` says how much the entry is about it."""

    token = models.CharField(max_length=80)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="postings")
    weight = models.PositiveSmallIntegerField()
    #: The word as the author wrote it, in small letters: corrections are proposed in this spelling.
    word = models.CharField(max_length=60)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "mot de la recherche"
        verbose_name_plural = "mots de la recherche"
        indexes = [models.Index(fields=["token", "entry", "weight"], name="search_posting_token")]

    def __str__(self) -> str:
        return self.token


class Spelling(models.Model):
    """A word that something published has or had, for corrections: those that find nothing are never proposed."""

    word = models.CharField(max_length=60, unique=True)
    #: Its first letter, without accent, and its length: what looks alike has about the same.
    first = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "orthographe connue de la recherche"
        verbose_name_plural = "orthographes connues de la recherche"
        indexes = [models.Index(fields=["first", "length"], name="search_spelling_alike")]

    def __str__(self) -> str:
        return self.word


class Miss(models.Model):
    """A search that found nothing, without a trace of who typed it: a print only, until three days have seen it."""

    print = models.CharField(max_length=64, unique=True)
    text = models.CharField("recherche", max_length=80, blank=True)
    days = models.PositiveSmallIntegerField("jours", default=1, help_text="Nombre de jours où elle a été tapée.")
    last_day = models.DateField("dernier jour", db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "recherche sans résultat"
        verbose_name_plural = "recherches sans résultat"
        ordering = ["-days", "-last_day", "text", "pk"]

    def __str__(self) -> str:
        return self.text
