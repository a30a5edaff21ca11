"""As a province runs it: https, no made-up people, no movable clock, a first administrator."""

import os
import ssl

import httpx
import pytest

from tests.compose.clerks import wait
from tests.compose.conftest import Deployment, motcua, timed

OWN = {
    "COMPOSE_PROJECT_NAME": "motcua-production",
    "COMPOSE_PROFILES": "",
    "MOTCUA_ENV": "production",
    "MOTCUA_SCHEME": "https",
    "MOTCUA_PORT": "18443",
    "MOTCUA_SUFFIX": ":18443",
    "KAFKA_AGENCIES_PORT": "19095",
}
INTAKE = "https://intake.localhost:18443"
KEYCLOAK = "https://keycloak.localhost:18443"
PAGE = {"Accept": "text/html"}
AUTHORITY = "/data/caddy/pki/authorities/local/root.crt"


@pytest.fixture(scope="module")
def production(deployment):
    """Beside the other one, which stands still meanwhile."""
    deployment.compose("stop")
    before = {name: os.environ.get(name, "") for name in OWN}
    os.environ |= OWN
    made = Deployment()
    try:
        timed("up --wait, in production", "up", "--detach", "--wait")
        yield made
    finally:
        made.compose("down", "--volumes", "--timeout", "10", check=False)
        os.environ |= before
        deployment.compose("start")


class Loopback(httpx.HTTPTransport):
    """As browsers do: every name under `localhost` is this machine."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return super().handle_request(
            httpx.Request(
                request.method,
                request.url.copy_with(host="127.0.0.1"),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": request.url.host},
            )
        )


@pytest.fixture(scope="module")
def people(production):
    """A browser that trusts the gateway's own authority, as `localhost` has no other."""
    authority = production.compose("exec", "-T", "gateway", "cat", AUTHORITY).stdout
    trusted = ssl.create_default_context(cadata=authority)
    with httpx.Client(transport=Loopback(verify=trusted), timeout=60) as http:
        yield http


def test_everything_is_encrypted_and_says_so(people):
    answer = people.get(f"{INTAKE}/")

    assert answer.status_code == 200
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    # Keycloak's very first answer may take longer than a service waits (503).
    wait(lambda: people.get(f"{INTAKE}/desk", headers=PAGE).status_code == 303, "Keycloak is warm")
    sent_on = people.get(f"{INTAKE}/desk", headers=PAGE)
    assert sent_on.headers["location"].startswith(f"{KEYCLOAK}/realms/motcua/")
    cookies = sent_on.headers.get_list("set-cookie")
    assert cookies
    assert all("Secure" in one and "HttpOnly" in one for one in cookies)


def test_nothing_of_the_demonstration_is_there(production, people):
    assert people.get(f"{INTAKE}/look").status_code == 404
    assert production.sql("SELECT count(*) FROM intake.reference WHERE kind = 'Staff'") == "0"
    asked = {"grant_type": "password", "client_id": "demo", "username": "receiver"}
    token = people.post(f"{KEYCLOAK}/realms/motcua/protocol/openid-connect/token", data=asked)
    assert token.status_code == 401
    clock = production.compose("exec", "-T", "intake", "printenv", "MOTCUA_CLOCK_FILE")
    assert clock.stdout.strip() == ""


def test_the_first_administrator_logs_in_and_a_second_is_refused(production, people):
    subject = account(production, people, "quan-tri", "mot-mat-khau-dai")

    made = motcua("admin", "--compose", subject, "Phan Thị Ngọc Ánh", "Trưởng phòng")
    again = motcua("admin", "--compose", subject, "Phan Thị Ngọc Ánh", "Trưởng phòng")

    assert "declares the officials from now on" in made.stdout, made.stderr
    assert "there is an administrator" in again.stderr
    told = "SELECT count(*) FROM reporting.reference WHERE kind = 'Staff'"
    wait(lambda: production.sql(told) == "1", "every service knows them")
    assert log_in(people, "quan-tri", "mot-mat-khau-dai").url.host == "intake.localhost"
    assert "Phan Thị Ngọc Ánh" in people.get(f"{INTAKE}/", headers=PAGE).text


def account(production, people, name, password):
    """As Keycloak's own administrator makes one; the id that its page shows."""
    secret = production.compose("exec", "-T", "keycloak", "cat", "/run/secrets/admin-password")
    asked = {"grant_type": "password", "client_id": "admin-cli", "username": "admin"}
    token = people.post(
        f"{KEYCLOAK}/realms/master/protocol/openid-connect/token",
        data={**asked, "password": secret.stdout.strip()},
    ).json()["access_token"]
    user = {
        "username": name,
        "enabled": True,
        "firstName": "Phan Thị Ngọc",
        "lastName": "Ánh",
        "email": "quan-tri@quangbinh.example",
        "emailVerified": True,
        "credentials": [{"type": "password", "value": password}],
    }
    headers = {"Authorization": f"Bearer {token}"}
    made = people.post(f"{KEYCLOAK}/admin/realms/motcua/users", json=user, headers=headers)
    assert made.status_code == 201, made.text
    return made.headers["location"].rpartition("/")[2]


def log_in(people, name, password):
    """The whole way of a browser: to Keycloak, its form, back to the desk."""
    form = people.get(f"{INTAKE}/desk", headers=PAGE, follow_redirects=True)
    action = form.text.partition('id="kc-form-login"')[2].partition('action="')[2]
    address = action.partition('"')[0].replace("&amp;", "&")
    typed = {"username": name, "password": password}
    return people.post(address, data=typed, headers=PAGE, follow_redirects=True)


def test_a_demonstration_in_production_is_refused_before_anything(production):
    told = ("run", "--rm", "-T", "-e", "COMPOSE_PROFILES=demo", "secrets", "secrets")
    done = production.compose(*told, check=False)

    assert done.returncode != 0
    assert "the profile `demo` moves the clock" in done.stderr
