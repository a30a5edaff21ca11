"""A service's pages: rendered in the language asked for, inside the service's frame."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.web import assets, headers, problem_pages, shortcuts
from shared.web.csrf import SAFE, Csrf
from shared.web.environment import check_context, environment
from shared.web.form_token import Tokens
from shared.web.frame import Frame
from shared.web.i18n import COOKIE, DEFAULT, alternates, language

REMEMBER_S = 365 * 86_400


@dataclass(frozen=True)
class Web:
    """What a service says about its pages.

    `templates`: its folders, looked into before ours; `catalogues`: its en.po files; `frame`: the
    frame of a request; `form_targets`: origins that a form may lead to; `exempt`: paths that
    programs post to without a token.
    """

    service: str
    secret: str
    frame: Callable[[Request], Frame]
    production: bool
    templates: Sequence[Path] = ()
    catalogues: Sequence[Path] = ()
    form_targets: Sequence[str] = ()
    exempt: Sequence[str] = ()


class Pages:
    """Renders what the routes of one application give it."""

    def __init__(self, web: Web) -> None:
        self.web = web
        self.tokens = Tokens(web.service, web.secret)

    def render(
        self,
        request: Request,
        template: str,
        /,
        *,
        status: int = 200,
        public: bool = False,
        htmx: bool = False,
        scripts: bool = True,
        frame: Frame | None = None,
        **context: Any,
    ) -> HTMLResponse:
        """A page. `public`: nothing in it is anyone's own; `htmx`: it may fetch parts of itself.

        `scripts` off: nothing on it needs any, and a first page loads faster. Raises
        ContextMissing for a name that the page needs and is not given.
        """
        frame = frame or self.web.frame(request)
        frame = replace(frame, keys=frame.keys and shortcuts.are_on(request))
        lang = language(request) if frame.languages else DEFAULT
        names = {**self._around(request, frame), "htmx": htmx, "scripts": scripts, **context}
        request.scope["state"][headers.CONNECT] = htmx or bool(frame.idle_s)
        response = HTMLResponse(self._html(lang, template, names), status)
        if public and not frame.idle_s:  # a name in the mast makes any page somebody's own
            response.headers["Cache-Control"] = headers.PUBLIC
        if frame.languages and request.query_params.get("lang") == lang:
            _remember(response, lang)
        return response

    def _html(self, lang: str, template: str, names: dict[str, Any]) -> str:
        env = environment(lang, tuple(self.web.templates), tuple(self.web.catalogues))
        check_context(env, template, names)
        return env.get_template(template).render(names)

    def _around(self, request: Request, frame: Frame) -> dict[str, Any]:
        return {
            "frame": frame,
            "this_page": _address(request),
            "alternates": alternates(request),
            "csrf_token": partial(self.tokens.issue, request),
            "nonce": request.scope["state"][headers.NONCE],
            "production": self.web.production,
        }


def install(app: FastAPI, web: Web) -> Pages:
    """Give the application pages, after limits and problem_web, before telemetry.

    The headers go around all that was added before; the check of forms goes inside, where the
    body has been measured.
    """
    pages = Pages(web)
    app.state.pages = pages
    app.state.problem_page = partial(problem_pages.page, pages.render)
    app.add_middleware(
        headers.SecurityHeaders, production=web.production, form_targets=web.form_targets
    )
    app.user_middleware.append(Middleware(Csrf, tokens=pages.tokens, exempt=web.exempt))
    app.router.routes.append(assets.route)
    if not web.production:
        from shared.web.look.routes import router as look  # production does not even load it

        app.include_router(look)
    return pages


def render(request: Request, template: str, /, **options: Any) -> HTMLResponse:
    """A page of this request's application: the options of Pages.render and the page's names."""
    pages: Pages = request.app.state.pages
    return pages.render(request, template, **options)


def _address(request: Request) -> str:
    """Where this page can be asked for again; empty after a POST."""
    if request.method not in SAFE:
        return ""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _remember(response: HTMLResponse, lang: str) -> None:
    response.set_cookie(
        COOKIE, lang, max_age=REMEMBER_S, secure=True, httponly=True, samesite="lax"
    )
