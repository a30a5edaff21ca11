"""Papers as PDF: a Typst file in the repository, and data that can never become part of it."""

import asyncio
import io
import json
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import segno
import typst

from shared.web.assets import FOLDER, NotBuilt

ROOT = Path(__file__).resolve().parents[1]
FONTS = FOLDER / "fonts"
STANDARD: Final = "ua-1"  # tagged: a screen reader reads it as a person does


async def render(template: Path, data: Mapping[str, Any], at: datetime) -> bytes:
    """The paper of a template; tagged, with the language and title that the template sets.

    In a thread: setting a page takes longer than other requests should wait. Raises
    typst.TypstError where the template is not given what it asks for.
    """
    return await asyncio.to_thread(_pdf, template, json.dumps(data, ensure_ascii=False), at)


def qr(text: str) -> str:
    """A QR code as SVG, for a template to place; quarter of it may be stained."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, dark="#000")
    return out.getvalue().decode()


def _pdf(template: Path, data: str, at: datetime) -> bytes:
    return typst.compile(
        template,
        root=ROOT,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=at.replace(microsecond=0),
    )


@cache
def _fonts() -> typst.Fonts:
    """The serif of the papers and nothing else: a paper looks the same on every machine."""
    if not any(FONTS.glob("*.ttf")):
        raise NotBuilt("static/fonts is empty: python -m stack.frontend")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
