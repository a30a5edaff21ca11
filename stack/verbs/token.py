"""`token`: a bearer token of the dev issuer, so that every API can be tried with curl."""

import time
from typing import Annotated

import httpx
import psycopg
import typer

from stack import environment, issuer, personas
from stack.embedded import Stack
from stack.failure import Failure
from stack.layout import SERVICES, state_folder
from stack.personas import Persona
from stack.verbs.status import known

ADMIN = "province_admin"
MADE = "Cán bộ thử nghiệm"
PATIENCE = 30
HAS_READ = "SELECT FROM reference WHERE kind = 'Staff' AND state ->> 'subject' = %s"


def token(
    persona: Annotated[str, typer.Option(help="One of data/personas.json.")] = "",
    role: Annotated[str, typer.Option(help="With --unit: whoever has this role there.")] = "",
    unit: Annotated[str, typer.Option(help="Code of a unit, e.g. 450.")] = "",
) -> None:
    """Print a bearer token, valid for an hour: --persona NAME, or --role R --unit U.

    Where nobody has the role in the unit, the official dev-R-U is made by intake's API.
    """
    if bool(persona) == bool(role) or bool(role) != bool(unit):
        raise Failure("either --persona NAME, or --role R with --unit U", code=2)
    stack = known(state_folder())
    if persona:
        who = named(persona)
        print(mint(stack, who.subject, who.name))
    else:
        print(mint(stack, *holder(stack, role, unit)))


def mint(stack: Stack, subject: str, name: str) -> str:
    key = issuer.signing_key(stack.secrets)
    return issuer.mint(key, environment.url(stack, "issuer"), subject, name)


def named(persona: str) -> Persona:
    everyone = personas.read()
    for one in everyone:
        if one.is_called(persona):
            return one
    names = ", ".join(one.persona for one in everyone)
    raise Failure(f"no persona {persona!r}; there are {names}", code=2)


def with_role(role: str, unit: str = "") -> Persona | None:
    for one in personas.read():
        for assignment in one.assignments:
            if role in assignment.roles and unit in ("", assignment.unit):
                return one
    return None


def holder(stack: Stack, role: str, unit: str) -> tuple[str, str]:
    """Subject and name of someone with the role in the unit; made where there is nobody."""
    if found := with_role(role, unit):
        return found.subject, found.name
    subject = f"dev-{role}-{unit}"
    declare(stack, subject, role, unit)
    wait_until_read(stack, subject)
    return subject, MADE


def declare(stack: Stack, subject: str, role: str, unit: str) -> None:
    """By intake's API, in the name of the province's administrator."""
    admin = with_role(ADMIN)
    if admin is None:
        raise Failure(f"no persona has the role {ADMIN}, so nobody may declare officials")
    post = {"unit": unit, "roles": [role]}
    official = {"subject": subject, "name": MADE, "title": role, "assignments": [post]}
    bearer = mint(stack, admin.subject, admin.name)
    try:
        answer = httpx.post(
            f"{environment.url(stack, 'intake')}/api/staff",
            json=official,
            headers={"Authorization": f"Bearer {bearer}"},
            timeout=10,
        )
    except httpx.HTTPError as error:
        raise Failure(f"intake does not answer ({error}): is the stack up?") from error
    if answer.is_error:
        raise Failure(f"intake refused {role} at {unit}: {answer.text[:300]}")


def wait_until_read(stack: Stack, subject: str) -> None:
    """The four services learn of the official from Kafka, each in its time."""
    deadline = time.monotonic() + PATIENCE
    for name in SERVICES:
        with psycopg.connect(stack.dsn(f"{name}_app"), autocommit=True) as conn:
            while not conn.execute(HAS_READ, [subject]).rowcount:
                if time.monotonic() > deadline:
                    raise Failure(f"{name} has not heard of {subject} after {PATIENCE} s")
                time.sleep(0.05)
