"""What people call the fields of procedures: a table that is shipped."""

from collections.abc import Mapping
from functools import cache

from shared import tables


@cache
def labels(lang: str = "vi") -> Mapping[str, str]:
    """The label of each field in that language."""
    return {row.must("slug"): row.must(f"label_{lang}") for row in tables.rows("fields.csv")}
