"""The two languages of the pages: Vietnamese is written in the templates, English is looked up."""

from collections.abc import Mapping, Sequence
from functools import cache
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from starlette.requests import HTTPConnection

LANGUAGES: Mapping[str, str] = {"vi": "Tiếng Việt", "en": "English"}
DEFAULT = "vi"
COOKIE = "__Host-lang"
OWN = Path(__file__).parent / "locale" / "en.po"


def N_(message: str) -> str:
    """Mark a Vietnamese text for the catalogue; a template says it by `_(text)`."""
    return message


class Speech:
    """Says Vietnamese texts in one language. Values are put in after the text was looked up."""

    def __init__(self, lang: str, texts: NullTranslations) -> None:
        self.lang = lang
        self._texts = texts

    def gettext(self, message: str, **values: Any) -> str:
        """The text in this language; `%(name)s` takes the values."""
        said = self._texts.gettext(message) if message else ""
        return said % values if values else said

    def ngettext(self, singular: str, plural: str, n: int, **values: Any) -> str:
        """The same by number; Vietnamese has one form."""
        return self._texts.ngettext(singular, plural, n) % {"n": n, "num": n, **values}


@cache
def speech(lang: str, catalogues: tuple[Path, ...] = ()) -> Speech:
    """The speech of `lang` by our own catalogue and those of a service."""
    if lang == DEFAULT:
        return Speech(lang, NullTranslations())
    texts = _load(OWN)
    for path in catalogues:
        texts.merge(_load(path))
    return Speech(lang, texts)


def language(request: HTTPConnection) -> str:
    """The language of a page: the link just followed, else the choice made before."""
    chosen = (request.query_params.get("lang", ""), request.cookies.get(COOKIE, ""))
    return next((lang for lang in chosen if lang in LANGUAGES), DEFAULT)


def alternates(request: HTTPConnection) -> Sequence[tuple[str, str, str]]:
    """Language, its name and this page's address in it."""
    return [(lang, name, _here(request, lang)) for lang, name in LANGUAGES.items()]


def _here(request: HTTPConnection, lang: str) -> str:
    url = request.url.include_query_params(lang=lang)
    return f"{url.path}?{url.query}"


def _load(path: Path) -> Translations:
    packed = BytesIO()
    with path.open("rb") as file:
        write_mo(packed, read_po(file, locale="en"))
    packed.seek(0)
    return Translations(packed)
