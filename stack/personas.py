"""The made-up officials of data/, who exist outside production only."""

import json
import os
import tomllib

from pydantic import BaseModel

from stack.failure import Failure
from stack.layout import ROOT

DATA = ROOT / "data"


class Assignment(BaseModel):
    unit: str
    roles: list[str]


class Persona(BaseModel):
    persona: str
    aliases: list[str] = []
    subject: str
    name: str
    title: str
    assignments: list[Assignment]

    def is_called(self, name: str) -> bool:
        return name in (self.persona, *self.aliases)


def read() -> list[Persona]:
    """Those of the province that the deployment is for."""
    provinces = tomllib.loads((DATA / "provinces.toml").read_text("utf-8"))
    if (key := province()) not in provinces:
        raise Failure(f"no province {key!r}; there are {', '.join(provinces)}", code=2)
    file = DATA / provinces[key]["personas"]
    return [Persona(**row) for row in json.loads(file.read_text("utf-8"))]


def province() -> str:
    """The deployment's key in data/provinces.toml."""
    return os.environ.get("MOTCUA_PROVINCE", "quang-binh-2025")
