"""Everyday speech and what the catalogue calls it (data/search_words.csv)."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from services.intake.domain.search import everyday
from shared.tables import FOLDER, rows


@cache
def spoken(folder: Path = FOLDER) -> Mapping[str, str]:
    """Folded phrases; one without a meaning says nothing of what is looked for. Raises BadTable."""
    return everyday(
        (row.must("said"), row.text("means")) for row in rows("search_words.csv", folder)
    )
