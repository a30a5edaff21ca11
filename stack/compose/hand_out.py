"""The job `secrets`: makes what is missing, and gives each container its own and no other's.

Deleting one file of the volume `secrets` and `docker compose up` make that one anew.
"""

import json
from collections.abc import Mapping
from pathlib import Path

from stack import business_clock, postgres_bootstrap
from stack.compose import certificate, places, realm
from stack.compose.setting import Setting
from stack.kafka_properties import BROKER, Addresses, new_cluster_id, server_properties
from stack.layout import SERVICES
from stack.secrets import Secrets
from stack.topics import principals

Files = Mapping[str, str]


def run(setting: Setting) -> None:
    """Everything at each start: what is there already stays as it is."""
    secrets = places.kept(makes=True)
    given = {
        "postgres": {"password": secrets.password("postgres")},
        "kafka": kafka(secrets, setting),
        "keycloak": keycloak(secrets, setting),
        **{name: service(secrets, name) for name in SERVICES},
    }
    for user in principals():
        secrets.password(f"kafka_{user.name}")
    for receiver, files in given.items():  # all could be read: nobody is handed half of it
        hand(places.HANDED / receiver, files)
    if setting.demo and not places.CLOCK.exists():
        business_clock.write(places.CLOCK, 0)
    print(f"secrets: {', '.join(given)} have theirs")


def service(secrets: Secrets, name: str) -> Files:
    """Named as the settings that they are (shared/settings.py reads such a folder)."""
    password = secrets.password(f"db_{name}_app")
    own = {
        "DATABASE_URL": places.dsn(f"{name}_app", password, postgres_bootstrap.DATABASE),
        "KAFKA_PASSWORD": secrets.password(f"kafka_{name}"),
        "WEB_SECRET": secrets.password(f"{name}_web_secret"),
    }
    if name in ("intake", "complaints"):
        own["LINK_KEY"] = secrets.key(f"{name}_link_key")
    if name == "complaints":
        own["SEAL_KEY"] = secrets.key("complaints_seal_key")
    secrets.password(f"db_{name}_owner")
    return {f"{name}_{key}".upper(): value for key, value in own.items()}


def kafka(secrets: Secrets, setting: Setting) -> Files:
    password = secrets.password(f"kafka_{BROKER}")
    at = Addresses(
        controller="127.0.0.1:9093",
        services=":9092",
        agencies=f":{places.AGENCIES_PORT}",
        told_services=places.KAFKA,
        told_agencies=setting.agencies,
    )
    host = setting.agencies.rpartition(":")[0]
    authority, own = certificate.for_host(secrets, host)
    tls = places.RECEIVED / "agencies.pem"
    return {
        "server.properties": server_properties(at, password, places.KAFKA_DATA, tls),
        "password": password,
        "cluster-id": secrets.get("kafka_cluster_id", new_cluster_id),
        "agencies.pem": own,
        "agencies-ca.pem": authority,
    }


def keycloak(secrets: Secrets, setting: Setting) -> Files:
    return {
        "database-password": secrets.password("db_keycloak"),
        "admin-password": secrets.password("keycloak_admin"),
        "motcua-realm.json": json.dumps(realm.realm(setting), ensure_ascii=False, indent=1),
    }


def hand(folder: Path, files: Files) -> None:
    """Readable by whatever user the container has: no other container sees this volume."""
    for name, content in files.items():
        path = folder / name
        if path.exists() and path.read_text() == content:
            continue
        new = folder / f".{name}.new"
        new.write_text(content)
        new.chmod(0o444)
        new.replace(path)
    for path in folder.iterdir():
        if path.name not in files:
            path.unlink()
