"""The jobs that look and turn from inside; they answer in JSON."""

import asyncio
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psycopg
from confluent_kafka.admin import AdminClient
from cryptography import x509

from shared.version import VERSION
from stack import kafka_admin, levels, logs, looks, postgres_bootstrap, rotation
from stack import upgrade as upgrades
from stack.archive import Header
from stack.compose import databases, places
from stack.compose.certificate import OWN, SOON
from stack.failure import Failure
from stack.kafka_properties import BROKER
from stack.layout import SERVICES
from stack.looks import Finding, attempt

ANCHORS = Path("/var/lib/motcua/anchors")
VOLUMES = Path("/volumes")  # those that grow


def describe(kafka_version: str) -> None:
    """What a backup says of the deployment whose PostgreSQL alone runs. Raises Failure."""
    dsn = superuser(postgres_bootstrap.DATABASE)
    cluster = cluster_id()
    if strangers := levels.clusters(dsn) - {cluster}:
        raise Failure(
            f"PostgreSQL belongs to the Kafka cluster {strangers.pop()}, the volume `secrets` names"
            f" {cluster}: the two are not of one deployment"
        )
    with psycopg.connect(dsn) as conn:
        major = conn.info.server_version // 10_000
    header = Header(
        kind="compose",
        version=VERSION,
        made_at=f"{datetime.now(UTC):%FT%TZ}",
        cluster_id=cluster,
        postgres=str(major),
        kafka=kafka_version,
        revisions=levels.applied(dsn),
        size=0,
    )
    print(header.model_dump_json())


def doctor() -> None:
    print(json.dumps(list(findings())))


def findings() -> Iterator[Finding]:
    yield from looks.disks({volume.name: volume for volume in sorted(VOLUMES.iterdir())})
    yield attempt("keys", partial(looks.keys, places.SECRETS))
    yield attempt("clock", lambda: looks.clock(superuser("postgres")))
    yield attempt("topics", lambda: looks.broker(admin(), cluster_id()))
    host, port = os.environ["NOTIFY_SMTP_HOST"], int(os.environ["NOTIFY_SMTP_PORT"])
    yield attempt("mail", partial(looks.mail, host, port))
    yield attempt("certificates", certificate)
    rotate = "./motcua rotate --compose"
    yield attempt("seal", lambda: looks.seal(places.kept(), places.Databases(), rotate))
    for name in SERVICES:
        yield from looks.service(name, f"http://{name}:8000", parked="./motcua parked --compose")


def certificate() -> str:
    """Of Kafka's door for agencies. Raises Failure: it ends soon."""
    found = x509.load_pem_x509_certificate((places.SECRETS / OWN).read_bytes())
    ends = found.not_valid_after_utc
    if ends < datetime.now(UTC) + SOON:
        renew = "docker compose up --detach secrets, then docker compose restart kafka"
        raise Failure(f"the agencies' certificate ends on {ends:%F}: {renew}")
    return f"the agencies' certificate is good until {ends:%F}"


def verify() -> None:
    print(json.dumps({name: asyncio.run(audited(name)) for name in SERVICES}))


async def audited(name: str) -> str:
    return await looks.audit(name, places.Databases().dsn(f"{name}_app"), ANCHORS / name)


def upgrade() -> None:
    """What this program would change in what stands. Raises Failure: a newer one was here."""
    there = databases.version(superuser)
    changes = upgrades.plan(superuser(postgres_bootstrap.DATABASE), admin())
    print(json.dumps([there, changes]))


def rotate(*names: str) -> None:
    """Give those new values. Raises Failure before anything is done: unknown."""
    secrets = places.kept(makes=True)
    setters = {
        "postgres": lambda password: rotation.set_superuser(superuser("postgres"), password),
        f"kafka_{BROKER}": lambda password: rotation.set_broker(admin(), password),
    }
    chosen = list(names) or rotation.all_names(secrets)
    rotation.rotate(secrets, chosen, setters)
    print(json.dumps(chosen))


def drop_older(name: str) -> None:
    """Raises Failure: something needs an older key still."""
    secrets = places.kept()
    rotation.check(secrets, [name])
    print(json.dumps(rotation.drop_older(secrets, name, places.Databases().dsn("complaints_app"))))


def traces(code: str) -> None:
    """Of a dossier, for its lines in the logs. Raises Failure: no such code."""
    databases = places.Databases()
    dossier_id = logs.dossier(databases, code)
    print(json.dumps({"id": dossier_id, "traces": sorted(logs.traces(databases, dossier_id))}))


def parked(*words: str) -> None:
    """The verb, as it was typed outside."""
    from stack.verbs import parked as verb

    verb.app(list(words), obj=places.Databases(), prog_name="motcua parked --compose")


def names() -> None:
    """What can be given anew."""
    print(json.dumps(rotation.all_names(places.kept())))


def superuser(database: str) -> str:
    return places.dsn("postgres", places.kept().password("postgres"), database)


def admin() -> AdminClient:
    return kafka_admin.connect(places.KAFKA, places.kept().password(f"kafka_{BROKER}"))


def cluster_id() -> str:
    return (places.SECRETS / "kafka_cluster_id").read_text().strip()
