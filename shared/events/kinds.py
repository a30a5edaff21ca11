"""The marks that put a type on the allow-list, and where such a type may travel."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

# Where a value may stand: on any topic; only in published reference data; only on the
# restricted topics of contacts and officials.
Scope = Literal["open", "reference", "personal"]


@dataclass(frozen=True)
class Kind:
    """The name of an allowed type; it shows in the JSON Schema as x-kind."""

    name: str
    scope: Scope = "open"

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(schema), **self.extra()}

    def extra(self) -> dict[str, str]:
        return {"x-kind": self.name}


@dataclass(frozen=True)
class Code(Kind):
    """An open string whose codes are listed: writers use only those, readers accept more.

    `kind: Annotated[str, Code("kind")]`. The shape keeps sentences and names out.
    """

    name: str
    scope: Scope = "open"

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.str_schema(pattern=r"^[0-9A-Za-z_]{1,40}$", strict=True)

    def extra(self) -> dict[str, str]:
        return {"x-kind": "code", "x-code-list": self.name}
