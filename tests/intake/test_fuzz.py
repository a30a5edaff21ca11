"""Generated requests, right and wrong, by the API's own description: no answer is a failure."""

import asyncio
from uuid import uuid4

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error

from services.intake.handlers.remedies import open_remedy
from shared.db import transaction
from tests.intake.decisions import resolved
from tests.intake.desk import CITY, Desk
from tests.shared.web import served

schemathesis.serializer.alias("application/pdf", "application/octet-stream")
BOUNDED = hypothesis.settings(
    max_examples=12,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
WHO = {
    ("POST", "/api/dossiers"): "receiver-450",
    ("POST", "/api/staff"): "province_admin-44",
    ("PUT", "/api/units/{unit}/settings"): "unit_admin-450",
    ("POST", "/api/units/{unit}/register-book"): "unit_admin-450",
    ("POST", "/api/dossiers/{dossier_id}/acceptance"): "receiver-450",
    ("POST", "/api/dossiers/{dossier_id}/refusal"): "receiver-450",
    ("POST", "/api/dossiers/{dossier_id}/supplement"): "receiver-450",
    ("POST", "/api/dossiers/{dossier_id}/completion"): "approver-450",
    ("PUT", "/api/dossiers/{dossier_id}/result-file"): "approver-450",
    ("POST", "/api/dossiers/{dossier_id}/return"): "returner-450",
    ("POST", "/api/dossiers/mine/{dossier_id}/supplement"): "citizen",
    ("POST", "/api/dossiers/{dossier_id}/rating"): "citizen",
}


async def test_generated_requests_are_answered_and_none_fails(desk, counter):
    dossier, remedy_id = await counter.receive(), uuid4()
    async with transaction(desk.pool) as conn:
        await open_remedy(conn, remedy_id, resolved(dossier.dossier_id))
    known = {"dossier_id": str(dossier.dossier_id), "remedy_id": str(remedy_id), "unit": CITY}

    async with served(desk.app) as (host, port):
        answers = await asyncio.to_thread(fuzz, desk, f"http://{host}:{port}", known)

    assert {200, 404, 422} <= answers


def fuzz(desk: Desk, url: str, known: dict[str, str]) -> set[int]:
    """The statuses of all answers; raises for a 5xx with the request that caused it."""
    schema = schemathesis.openapi.from_url(f"{url}/api/openapi.json")
    answers: set[int] = set()
    for found in schema.get_all_operations():
        for mode in GenerationMode:
            answers |= ask(found.ok(), mode, desk, known)
    return answers


def ask(
    operation: APIOperation, mode: GenerationMode, desk: Desk, known: dict[str, str]
) -> set[int]:
    """Generated bodies and queries for things that exist, and for generated ids."""
    who = WHO.get((operation.method.upper(), operation.path), "processor-450")
    mine = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    answers: set[int] = set()

    @BOUNDED
    @hypothesis.seed(20250303)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        for path_parameters in (case.path_parameters, {**case.path_parameters, **mine}):
            case.path_parameters = path_parameters
            response = case.call(headers=desk.bearer(who))
            case.validate_response(response, checks=[not_a_server_error])
            answers.add(response.status_code)

    send()
    return answers
