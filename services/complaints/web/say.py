"""A sentence with values in it, in the language of the page."""

from collections.abc import Callable

from starlette.requests import Request

from shared.web.i18n import language, speech

Say = Callable[..., str]


def say(request: Request) -> Say:
    """The gettext of this page; a template needs it only where a text holds values."""
    pages = request.app.state.pages
    return speech(language(request), tuple(pages.web.catalogues)).gettext
