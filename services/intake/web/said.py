"""A text with values in it, said in the language of a request: for messages of forms."""

from typing import Any

from starlette.requests import Request

from shared.web.i18n import language, speech
from shared.web.pages import Pages


def say(request: Request, message: str, **values: Any) -> str:
    """The text in the language of the page."""
    pages: Pages = request.app.state.pages
    return speech(language(request), tuple(pages.web.catalogues)).gettext(message, **values)
