"""The reporting service put together: `python -m services.reporting.app`."""

from fastapi import FastAPI

from services.reporting import api, consumers
from services.reporting.domain.permissions import PERMISSIONS
from services.reporting.handlers.counting import Counting
from services.reporting.settings import Settings
from services.reporting.web import ROUTERS, web
from shared.service import Service, build, serve
from shared.settings import load


def make(settings: Settings) -> FastAPI:
    """The application; nothing is opened before it starts."""
    app = build(
        Service(
            name="reporting",
            settings=settings,
            routers=[api.router, *ROUTERS],
            kafka=consumers.router,
            permissions=PERMISSIONS,
            web=web(settings),
            awaited=consumers.awaited,
        )
    )
    app.state.counting = Counting()
    return app


if __name__ == "__main__":
    serve(make(load(Settings)))
