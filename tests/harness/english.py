"""Finding what is not said in French, or not as people say it."""

import re
from functools import lru_cache
from pathlib import Path

import polib

#: Words that no French sentence has, which an English one can hardly avoid, and those of buttons.
WORDS = frozenset({
    "about", "above", "add", "added", "after", "again", "all", "already", "also", "and", "another", "any", "are",
    "at", "back", "been", "before", "below", "both", "browse", "but", "by", "can", "cancel", "cannot", "choose",
    "clear", "click", "close", "could", "create", "created", "currently", "days", "delete", "deleted", "did",
    "disabled", "does", "done", "down", "draft", "drag", "drop", "each", "edit", "edited", "else", "empty",
    "enabled", "enter", "every", "failed", "false", "field", "fields", "find", "first", "folder", "for", "found",
    "from", "full", "get", "given", "had", "has", "have", "here", "hide", "his", "hour", "hours", "how", "if",
    "is", "it", "its", "keep", "last", "loading", "lock", "locked", "log", "login", "logout", "made", "make",
    "many", "may", "more", "most", "move", "must", "name", "new", "next", "no", "none", "not", "nothing", "of",
    "off", "older", "oldest", "only", "open", "other", "owned", "owner", "please", "previous", "published",
    "remove", "required", "reset", "return", "same", "save", "saved", "search", "see", "select", "selected",
    "send", "set", "settings", "shall", "she", "should", "show", "since", "skip", "some", "sorry", "submit",
    "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through",
    "title", "to", "today", "true", "unknown", "unpublish", "until", "up", "updated", "upload", "uploaded", "use",
    "used", "user", "users", "view", "was", "we", "welcome", "went", "were", "when", "where", "which", "who",
    "will", "with", "without", "would", "wrong", "year", "years", "yes", "you", "your",
})  # fmt: skip
#: Words of machines, in sentences that are French otherwise.
JARGON = re.compile(
    r"\b(?:fragments?|snippets?|slugs?|workflows?|webmaster|e\.g|timeline|root|status|modération)\b"
    r"|à contenu principal",
    re.IGNORECASE,
)
#: «créé(e)», «Nouvel(le)»: screen readers spell them.
DOUBLE = re.compile(r"\w\((?:e|s|es|le|ne|te|tte|elle|trice|la)\)|\b(?:ce/cette|il/elle|le/la)\b", re.IGNORECASE)
#: «on a», «or», «an» are French too: a word alone never tells.
_WORD = re.compile(r"[^\W\d_]+")
LIBRARIES = ("wagtail", "allauth", "django_filters", "taggit", "django")


def is_foreign(text: str) -> bool:
    """Whether `text` has an English word, is what a library says before translation, or has words of machines."""
    words = {word.casefold() for word in _WORD.findall(text)}
    return bool(words & WORDS or JARGON.search(text) or DOUBLE.search(text)) or text in untranslated()


@lru_cache
def untranslated() -> frozenset[str]:
    """English texts of libraries which their French catalogue says otherwise."""
    folder = Path(polib.__file__).parent
    files = [path for name in LIBRARIES for path in (folder / name).glob("**/locale/fr/LC_MESSAGES/*.po")]
    entries = [entry for path in files for entry in polib.pofile(str(path)) if not entry.obsolete]
    said = {entry.msgid for entry in entries if entry.msgstr and entry.msgstr != entry.msgid}
    return frozenset(text for text in said if any(sign.isalpha() for sign in text))
