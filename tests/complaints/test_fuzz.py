"""Generated requests, right and wrong, by the API's own description: no answer is a failure."""

import asyncio

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.checks import not_a_server_error

from tests.complaints.office import Office
from tests.shared.web import served

BOUNDED = hypothesis.settings(
    max_examples=6,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
OFFICERS_DOORS = ("/petitions", "/classification", "/outcome")


async def test_generated_requests_are_answered_and_none_fails(office: Office) -> None:
    petition = await office.registered()
    case = await office.verifying()
    known = {"petition_id": petition["petition_id"], "case_id": case["case_id"]}

    async with served(office.app) as (host, port):
        answers = await asyncio.to_thread(fuzz, office, f"http://{host}:{port}", known)

    assert {200, 201, 404, 409, 422} <= answers


def fuzz(office: Office, url: str, known: dict[str, str]) -> set[int]:
    """The statuses of all answers; raises for a 5xx with the request that caused it."""
    schema = schemathesis.openapi.from_url(f"{url}/api/openapi.json")
    answers: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            answers |= ask(operation, mode, office, known)
    return answers


def ask(
    operation: APIOperation, mode: GenerationMode, office: Office, known: dict[str, str]
) -> set[int]:
    """Generated bodies and queries for things that exist, and for generated ids."""
    role = "petition_officer" if operation.path.endswith(OFFICERS_DOORS) else "case_leader"
    headers = office.issuer.bearer(sub=f"{role}-450")
    mine = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    answers: set[int] = set()

    @BOUNDED
    @hypothesis.seed(20250303)
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        for path_parameters in (case.path_parameters, {**case.path_parameters, **mine}):
            case.path_parameters = path_parameters
            response = case.call(headers=headers)
            case.validate_response(response, checks=[not_a_server_error])
            answers.add(response.status_code)

    send()
    return answers
