"""A whole service with pages: one line in its Service, and all of this file's web around it."""

import pytest
from faststream.kafka import KafkaRouter
from pydantic import ValidationError

from shared.auth import SIGNED_IN, routes_without_action
from shared.service import Service, build
from shared.settings import WebSettings
from shared.web import preview, shortcuts
from shared.web.pages import Web
from tests.web.visitor import Visitor

MADE_UP = {
    "http_port": 1,
    "database_url": "postgresql://nobody@127.0.0.1:1/nothing",
    "kafka_bootstrap": "127.0.0.1:1",
    "kafka_user": "nobody",
    "kafka_password": "nothing",
    "oidc_issuer": "http://127.0.0.1:1",
}


def service(production: bool):
    settings = WebSettings(**MADE_UP, web_secret="x" * 32)
    secret = settings.web_secret.get_secret_value()
    web = Web("intake", secret, preview.frame, production=production)
    rights = {shortcuts.ACTION: SIGNED_IN}
    return build(Service("intake", settings, [], KafkaRouter(), rights, web=web))


def test_a_service_with_pages_does_not_start_without_a_long_secret():
    with pytest.raises(ValidationError, match="web_secret"):
        WebSettings(**MADE_UP, web_secret="short")


@pytest.mark.parametrize("production", [False, True])
async def test_a_service_shows_pages_and_answers_programs(production):
    app = service(production)

    async with Visitor(app) as visitor:
        look = await visitor.get("/look")
        nowhere = await visitor.get("/nowhere")
        program = await visitor.get("/api/nowhere")
        alive = await visitor.get("/health/live")
        forged = await visitor.post("/look/log-out")

    assert look.status_code == (404 if production else 200)
    assert "Không có trang này" in nowhere.text
    assert program.json()["code"] == "NOT_FOUND"
    assert alive.json() == {"service": "intake"}
    for answer in (nowhere, program, alive):
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert ("strict-transport-security" in answer.headers) is production
    assert forged.status_code == 403


def test_the_pages_own_routes_need_but_the_row_of_the_shortcuts_in_a_table_of_rights():
    assert routes_without_action(service(production=False)) == []
