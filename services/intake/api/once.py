"""What is told once: an answer that is kept for repeats never holds a secret."""

from collections.abc import Sequence

from fastapi import Response
from pydantic import BaseModel


def once(answer: Response, done: Sequence[BaseModel], **secrets: str) -> Response:
    """The answer with its secrets where the work was done now; as it was kept where it was not."""
    if not done:
        return answer
    body = done[-1].model_copy(update=secrets).model_dump_json(by_alias=True)
    return Response(body, answer.status_code, media_type="application/json")
