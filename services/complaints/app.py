"""The complaints service put together: `python -m services.complaints.app`."""

from fastapi import FastAPI

from services.complaints import consumers, jobs
from services.complaints.api import cases, dossiers, petitions
from services.complaints.domain.permissions import PERMISSIONS
from services.complaints.seal import Seal
from services.complaints.settings import Settings
from services.complaints.web import ROUTERS, web
from shared.service import Service, build, serve
from shared.settings import load


def make(settings: Settings) -> FastAPI:
    """The application; nothing is opened before it starts."""
    seal = Seal(*settings.seal_keys())
    app = build(
        Service(
            name="complaints",
            settings=settings,
            routers=[petitions.router, cases.router, dossiers.router, *ROUTERS],
            kafka=consumers.router,
            permissions=PERMISSIONS,
            web=web(settings),
            jobs=jobs.jobs(seal),
            rings=[settings.link_ring("complaints"), settings.seal_ring()],
            awaited=consumers.awaited,
        )
    )
    app.state.seal = seal
    return app


if __name__ == "__main__":
    serve(make(load(Settings)))
