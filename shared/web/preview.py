"""The style page alone, on loopback: `python -m shared.web.preview [--port N]`."""

import argparse
import secrets

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import RedirectResponse

from shared import limits, logs, problem_web
from shared.web import pages
from shared.web.frame import Frame, province_name
from shared.web.i18n import N_
from shared.web.look import frames

PORT = 8090


def make(*, production: bool = False) -> FastAPI:
    """An application that has pages and nothing else; in production not even the style page."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    limits.install(app)
    problem_web.install(app)
    pages.install(
        app,
        pages.Web(
            service="preview",
            secret=secrets.token_urlsafe(32),
            frame=frame,
            production=production,
        ),
    )

    @app.get("/")
    async def home() -> RedirectResponse:
        return RedirectResponse("/look")

    return app


def frame(_: Request) -> Frame:
    """The sample frame of a citizen's page, for the pages of refusals too."""
    bare = Frame("citizen", N_("Dịch vụ công"), province_name("quang-binh-2025"))
    return frames.citizen(bare, "")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=PORT)
    port = parser.parse_args().port
    logs.configure("INFO", "preview")
    uvicorn.run(make(), host="127.0.0.1", port=port, log_level="info")
