"""What stands for a secret or a number: bytes, written in JSON as PostgreSQL reads them."""

from typing import Annotated

from pydantic import PlainSerializer

Hash = Annotated[bytes, PlainSerializer(lambda of: "\\x" + of.hex(), when_used="json")]
