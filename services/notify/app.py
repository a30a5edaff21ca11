"""The notify service: tells people what happened, and remembers what it told."""

from fastapi import FastAPI

from services.notify import api, consumers
from services.notify.domain.permissions import PERMISSIONS
from services.notify.jobs import jobs
from services.notify.settings import Settings
from services.notify.web import ROUTERS, web
from shared.service import Service, build, serve
from shared.settings import load


def make(settings: Settings) -> FastAPI:
    """The application; nothing is opened before it starts."""
    return build(
        Service(
            name="notify",
            settings=settings,
            routers=[api.router, *ROUTERS],
            kafka=consumers.router,
            permissions=PERMISSIONS,
            web=web(settings),
            jobs=jobs(settings),
            awaited=consumers.awaited,
        )
    )


if __name__ == "__main__":
    serve(make(load(Settings)))
