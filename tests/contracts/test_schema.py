"""docs/schema shows the tables as they are; UPDATE_SCHEMA=1 writes it anew."""

import os

import pytest

from stack.gates.schema import FOLDER, dump
from stack.layout import SERVICES


@pytest.mark.parametrize("service", SERVICES)
def test_the_page_of_a_schema_equals_the_sum_of_its_migrations(postgres, service):
    made = dump(postgres.fresh(service).owner[service], service)

    if os.environ.get("UPDATE_SCHEMA"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        (FOLDER / f"{service}.sql").write_text(made, "utf-8")

    assert (FOLDER / f"{service}.sql").read_text("utf-8") == made, "run with UPDATE_SCHEMA=1"
