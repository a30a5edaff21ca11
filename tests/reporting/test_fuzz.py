"""Generated questions by the API's own description: no answer is a failure of ours."""

import asyncio

import hypothesis
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error

from tests.shared.web import served

BOUNDED = hypothesis.settings(
    max_examples=8,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


async def test_generated_questions_are_answered(app, issuer):
    headers = issuer.bearer(sub="inspector-44")

    async with served(app) as (host, port):
        answers = await asyncio.to_thread(fuzz, f"http://{host}:{port}", headers)

    assert {200, 422} <= answers


def fuzz(url, headers):
    """The statuses of all answers; raises for a 5xx with the request that caused it."""
    answers = set()
    for found in schemathesis.openapi.from_url(f"{url}/api/openapi.json").get_all_operations():
        for mode in GenerationMode:
            generated = found.ok().as_strategy(generation_mode=mode)

            @BOUNDED
            @hypothesis.seed(20250303)
            @hypothesis.given(case=generated, unit=hypothesis.strategies.sampled_from(["44", None]))
            def send(case: Case, unit):
                if unit and case.query:
                    case.query = {**case.query, "unit": unit}
                response = case.call(headers=headers)
                case.validate_response(response, checks=[not_a_server_error])
                answers.add(response.status_code)

            send()
    return answers
