"""The intake service put together: `python -m services.intake.app`."""

import re

from fastapi import FastAPI

from services.intake import consumers, jobs
from services.intake.api import (
    catalogue,
    deadlines,
    dossiers,
    online,
    remedies,
    result_file,
    staff,
    steps,
    units,
)
from services.intake.domain.permissions import PERMISSIONS
from services.intake.keys import Keys
from services.intake.settings import Settings
from services.intake.store.numbers import Numbers
from services.intake.web import ROUTERS, uploads, web
from shared.service import Service, build, serve
from shared.settings import load

# `online` first: its paths are no ids.
API = (
    online.router,
    dossiers.router,
    steps.router,
    result_file.router,
    remedies.router,
    catalogue.router,
    deadlines.router,
    staff.router,
    units.router,
)
# Bodies with files, of pages and of programs.
UPLOADS = re.compile(f"{uploads.PATHS.pattern}|{result_file.PATH.pattern}")


def make(settings: Settings) -> FastAPI:
    """The application; nothing is opened before it starts."""
    numbers = Numbers(settings.database_url.get_secret_value())
    app = build(
        Service(
            name="intake",
            settings=settings,
            routers=[*API, *ROUTERS],
            kafka=consumers.router,
            permissions=PERMISSIONS,
            web=web(settings),
            uploads=UPLOADS,
            jobs=jobs.jobs(settings),
            on_stop=[numbers.close],
            rings=[settings.link_ring("intake")],
        )
    )
    app.state.numbers = numbers
    app.state.keys = Keys(settings.link_keys())
    return app


if __name__ == "__main__":
    serve(make(load(Settings)))
