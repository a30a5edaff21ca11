"""The complaints service put together: `python -m services.complaints.app`."""

from fastapi import FastAPI

from services.complaints import consumers, jobs
from services.complaints.api import cases, dossiers, petitions
from services.complaints.domain.permissions import PERMISSIONS
from services.complaints.seal import Seal
from services.complaints.settings import Settings
from services.complaints.web import ROUTERS, web
from services.complaints.web.pace import Pace
from shared.service import Service, build, serve
from shared.settings import load

# So many from one place in so many seconds: a family writes a few letters an hour, and looking
# for codes of dossiers is slower than that.
LETTERS, NAMED = (20, 3_600), (30, 3_600)


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
    app.state.naming, app.state.sending = Pace(*NAMED), Pace(*LETTERS)
    return app


if __name__ == "__main__":
    serve(make(load(Settings)))
