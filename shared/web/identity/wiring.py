"""What a service with pages gets for its log-in: routes, the look-up of cookies, the account."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.middleware import Middleware

from shared.auth import RoleMissing
from shared.jobs import Job
from shared.settings import Settings, WebSettings
from shared.tokens import TokenMissing
from shared.web import pages, shortcuts
from shared.web.identity import kept, sessions, start
from shared.web.identity.door import Accounts, ask_to_log_in, identity
from shared.web.identity.frame import with_account
from shared.web.identity.routes import BACK_CHANNEL, router
from shared.web.pages import Web
from shared.web.sites import sites


def install(app: FastAPI, web: Web, settings: Settings) -> None:
    """Give the application its pages, and the pages their log-in."""
    if not isinstance(settings, WebSettings):
        raise TypeError(f"{web.service} has pages: its settings inherit from WebSettings")
    mine = identity(web.service, settings)
    issuer = urlsplit(settings.oidc_issuer)
    around = replace(
        web,
        frame=partial(with_account, web.frame, settings.session_idle_s),
        form_targets=[*web.form_targets, f"{issuer.scheme}://{issuer.netloc}"],
        exempt=[*web.exempt, BACK_CHANNEL],
    )
    app.state.identity, app.state.sites = mine, sites(settings)
    pages.install(app, around)
    app.user_middleware.append(Middleware(Accounts, identity=mine))
    app.add_exception_handler(TokenMissing, ask_to_log_in)
    app.add_exception_handler(RoleMissing, start.lead_on)
    app.include_router(router)
    app.include_router(start.router)
    app.include_router(shortcuts.router)


def jobs() -> Sequence[Job]:
    """The jobs of a service with a log-in."""
    return (sessions.job(), kept.job())
