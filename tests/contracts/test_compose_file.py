"""docker-compose.yml, Dockerfile and .env.example as files (S18); tests/compose sees them run."""

import re

import pytest
import yaml

from stack import java
from stack.layout import ROOT, SERVICES
from stack.topics import principals

TEXT = (ROOT / "docker-compose.yml").read_text("utf-8")
CONTAINERS = yaml.safe_load(TEXT)["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
ENV = (ROOT / ".env.example").read_text("utf-8")
ENDING = {"secrets", "load", "postgres-bootstrap", "kafka-bootstrap"} | {
    f"migrate-{name}" for name in SERVICES
}
ASKED = {"tools", "keeper"}  # started by our verbs alone, for one question
# What reads and writes files of every user; it reaches nobody.
MAY = {"keeper": ["CHOWN", "DAC_OVERRIDE", "FOWNER"]}
FROM_IMAGE = {*SERVICES, "load"}  # their health check stands in the Dockerfile


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_is_kept_small(name):
    told = CONTAINERS[name]
    assert told["read_only"] is True
    assert told["cap_drop"] == ["ALL"]
    assert told.get("cap_add") == MAY.get(name)
    assert told["security_opt"] == ["no-new-privileges:true"]
    assert told["pids_limit"]
    assert told["mem_limit"]
    assert not told.get("privileged")


@pytest.mark.parametrize("name", CONTAINERS.keys() - ENDING - ASKED)
def test_what_lasts_is_looked_after(name):
    told = CONTAINERS[name]
    assert told["restart"] == "unless-stopped"
    assert told["stop_grace_period"] == "45s"
    assert name in FROM_IMAGE or "healthcheck" in told


@pytest.mark.parametrize("name", ASKED)
def test_what_answers_a_question_starts_with_nobody_and_stays_with_nobody(name):
    told = CONTAINERS[name]
    assert told["profiles"] == ["tools"]
    assert told["restart"] == "no"
    assert "user" not in told or told["network_mode"] == "none"


def test_only_the_gateway_and_the_agencies_listener_are_published():
    published = {name: told["ports"] for name, told in CONTAINERS.items() if "ports" in told}
    assert published.keys() == {"gateway", "kafka"}
    assert published["kafka"][0].endswith(":9094")
    assert all(":-127.0.0.1}" in ports[0] for ports in published.values())


def test_no_secret_is_a_setting():
    told = {name for one in CONTAINERS.values() for name in one.get("environment", {})}
    suspicious = {name for name in told if re.search("PASSWORD|SECRET|KEY|DATABASE_URL", name)}
    # A folder, a file, and the personas' password, who exist outside production alone.
    known = {"MOTCUA_SECRETS_DIR", "POSTGRES_PASSWORD_FILE", "MOTCUA_PERSONA_PASSWORD"}
    assert suspicious <= known | {f"{name.upper()}_KAFKA_USER" for name in SERVICES}


def test_each_container_mounts_its_own_secrets_alone():
    for name, told in CONTAINERS.items():
        mounted = {v.split(":")[0] for v in told.get("volumes", []) if "-secrets:" in v}
        own = "intake" if name == "load" else name
        assert name == "secrets" or mounted <= {f"{own}-secrets"}


def test_the_broker_has_one_patch_level():
    assert CONTAINERS["kafka"]["image"] == f"apache/kafka:{java.KAFKA}"


def test_every_setting_of_the_compose_file_is_explained():
    asked = set(re.findall(r"\$\{([A-Z_]+)[:?+-]", TEXT))
    explained = set(re.findall(r"^#([A-Z_]+)=", ENV, re.MULTILINE))
    assert asked == explained


def test_the_dockerfile_needs_no_frontend_and_no_root():
    assert "syntax=" not in DOCKERFILE.splitlines()[0]
    last = {part.split()[0]: part for part in re.split(r"^FROM \S+ AS ", DOCKERFILE, flags=re.M)}
    for target in ("service", "jobs", "gateway"):
        assert "USER 10001:10001" in last[target]
    for folder in ("postgres", "kafka", "keycloak", *SERVICES):
        assert f"handed/{folder}" in last["base"]


def test_there_is_somebody_to_read_the_agencies_listener():
    assert any(one.kind == "agency" for one in principals())
