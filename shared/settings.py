"""What every service is told by its environment; wrong or missing settings end it with one line."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared import keyring, secret_files
from shared.keyring import Ring

S = TypeVar("S", bound="Settings")
NotEmpty = Annotated[str, Field(min_length=1)]
LINK_KEY_LENGTH = 32
NO_FOLDER = "not set, and no MOTCUA_SECRETS_DIR to find its file in"


def _postgres(told: SecretStr) -> SecretStr:
    try:
        parts = urlsplit(told.get_secret_value())
        known = parts.scheme in ("postgresql", "postgres") and (parts.port or 1)
    except ValueError:
        known = False
    if not known:
        raise ValueError("is an address like postgresql://USER:PASSWORD@HOST:PORT/DATABASE")
    return told


def _long_enough(told: SecretStr) -> SecretStr:
    keys = keyring.lines(told.get_secret_value())
    if not keys or min(map(len, keys)) < LINK_KEY_LENGTH:
        raise ValueError(f"is one key a line, each of {LINK_KEY_LENGTH} letters or more")
    return told


class Settings(BaseSettings):
    """Settings of any service; a subclass sets the prefix and adds its own."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    env: Literal["production", "development", "test"] = Field(
        "development", validation_alias="MOTCUA_ENV"
    )
    province: NotEmpty = Field("quang-binh-2025", validation_alias="MOTCUA_PROVINCE")
    clock_offset: float = Field(0, validation_alias="MOTCUA_CLOCK_OFFSET")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", validation_alias="MOTCUA_LOG"
    )
    http_host: NotEmpty = "127.0.0.1"
    http_port: int = Field(ge=1, le=65_535)
    database_url: Annotated[SecretStr, AfterValidator(_postgres)]
    pool_size: int = Field(10, ge=2, le=100)
    kafka_bootstrap: NotEmpty
    kafka_user: NotEmpty
    kafka_password: Annotated[SecretStr, Field(min_length=1)]
    oidc_issuer: NotEmpty
    oidc_discovery_url: str = ""
    anchor_dir: Path | None = None

    @model_validator(mode="after")
    def _real_clock_in_production(self) -> "Settings":
        if self.env == "production" and self.clock_offset:
            raise ValueError("MOTCUA_CLOCK_OFFSET is refused in production")
        return self

    def discovery_url(self) -> str:
        """Where the issuer is asked from inside; the public address where nothing else is set."""
        return self.oidc_discovery_url or f"{self.oidc_issuer}/.well-known/openid-configuration"


class WebSettings(Settings):
    """Settings of a service that has pages: what signs the tokens of its forms."""

    web_secret: SecretStr = Field(min_length=32)
    # A session ends when nothing was asked for so long, and so long after the log-in anyway.
    session_idle_s: int = Field(1_800, ge=180)
    session_longest_s: int = Field(43_200, ge=180)
    # Where people reach the pages of each service: only links, nothing is called there.
    intake_url: NotEmpty = Field("http://intake.localhost", validation_alias="MOTCUA_INTAKE_URL")
    complaints_url: NotEmpty = Field(
        "http://complaints.localhost", validation_alias="MOTCUA_COMPLAINTS_URL"
    )
    notify_url: NotEmpty = Field("http://notify.localhost", validation_alias="MOTCUA_NOTIFY_URL")
    reporting_url: NotEmpty = Field(
        "http://reporting.localhost", validation_alias="MOTCUA_REPORTING_URL"
    )


class LinkSettings(WebSettings):
    """Settings of a service whose papers carry links and secrets: the keys these are made with."""

    link_key: Annotated[SecretStr, AfterValidator(_long_enough)]

    def link_keys(self) -> tuple[str, ...]:
        """The newest first: it makes what is new."""
        return keyring.lines(self.link_key.get_secret_value())

    def link_ring(self, service: str) -> Ring:
        keys = tuple(key.encode() for key in self.link_keys())
        return keyring.ring("link", f"{service.upper()}_LINK_KEY", keys)


def load(kind: type[S]) -> S:
    """Read the settings, or end the process with one line a setting that says what to do."""
    folder = os.environ.get("MOTCUA_SECRETS_DIR")
    if folder and (faults := list(secret_files.faults(kind, Path(folder)))):
        _end(faults)
    try:
        return kind(_secrets_dir=folder or None)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        _end([_line(kind, problem["loc"], problem["msg"]) for problem in problems])


def _end(lines: list[str]) -> NoReturn:
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.exit(2)


def _line(kind: type[Settings], place: tuple[int | str, ...], why: str) -> str:
    name = str(place[0]) if place else "(together)"
    if not name.isupper():
        name = f"{kind.model_config.get('env_prefix', '')}{name}".upper()
    if name in secret_files.required(kind) and name not in os.environ:
        folder = os.environ.get("MOTCUA_SECRETS_DIR")
        return f"setting {name}: {why} ({Path(folder) / name if folder else NO_FOLDER})"
    return f"setting {name}: {why}"
