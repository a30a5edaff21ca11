"""The application of the style page, with its files built."""

import pytest
from structlog.testing import capture_logs

from shared.web import preview
from stack import frontend
from tests.web.visitor import Visitor


@pytest.fixture(scope="session", autouse=True)
def built():
    frontend.build()


@pytest.fixture(autouse=True)
def logged():
    with capture_logs() as lines:
        yield lines


@pytest.fixture
def app():
    return preview.make()


@pytest.fixture
async def visitor(app):
    async with Visitor(app) as visitor:
        yield visitor
