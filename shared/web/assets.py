"""The generated files of static/: their addresses, and how they are served."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

FOLDER = Path(__file__).resolve().parents[2] / "static"
PREFIX = "/static"
# The name holds the content's hash: what was fetched once never changes.
FOREVER = "public, max-age=31536000, immutable"
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "woff2": "font/woff2",
}
# The mark of page.html, which carries it in its head and so asks for no file.
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path fill="#0b4f6c" d="M0 0h16v16H0z"/><path fill="#fff" d="M5 3h6v10H5z"/></svg>'
)


class NotBuilt(RuntimeError):
    """static/ is not there: `python -m stack.frontend` makes it."""


@cache
def manifest() -> Mapping[str, str]:
    """The plain name of each file to the one with its hash. Raises NotBuilt."""
    try:
        files: Mapping[str, str] = json.loads((FOLDER / "manifest.json").read_text())["files"]
    except FileNotFoundError:
        raise NotBuilt("static/ is not built: python -m stack.frontend") from None
    return files


def url(name: str) -> str:
    """Where a page finds a file. Raises KeyError for a name that was not built."""
    return f"{PREFIX}/{manifest()[name]}"


async def serve(request: Request) -> Response:
    """A file, packed where the browser can unpack it."""
    name = request.path_params["name"]
    if name not in manifest().values():
        raise HTTPException(404)
    headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
    packed = FOLDER / f"{name}.gz"
    if packed.exists() and "gzip" in request.headers.get("accept-encoding", ""):
        return FileResponse(
            packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=_type(name)
        )
    return FileResponse(FOLDER / name, headers=headers, media_type=_type(name))


async def icon(_: Request) -> Response:
    """For what has no head to name it in: a browser that shows a PDF asks for it here."""
    return Response(ICON, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


routes = (
    Route(f"{PREFIX}/{{name}}", serve, methods=["GET"]),
    Route("/favicon.ico", icon, methods=["GET"]),
)


def _type(name: str) -> str:
    return TYPES[name.rpartition(".")[2]]
