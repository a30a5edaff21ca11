"""What every service is told by its environment; wrong or missing settings end it with one line."""

import os
import sys
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

S = TypeVar("S", bound="Settings")
NotEmpty = Annotated[str, Field(min_length=1)]


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
    database_url: SecretStr
    pool_size: int = Field(10, ge=2, le=100)
    kafka_bootstrap: NotEmpty
    kafka_user: NotEmpty
    kafka_password: SecretStr
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
    """Settings of a service whose papers carry links and secrets: the key these are made with."""

    link_key: SecretStr = Field(min_length=32)


def load(kind: type[S]) -> S:
    """Read the settings, or end the process with one line a setting that says what to do."""
    secrets = os.environ.get("MOTCUA_SECRETS_DIR")
    try:
        return kind(_secrets_dir=secrets)
    except ValidationError as error:
        prefix = kind.model_config.get("env_prefix", "")
        for problem in error.errors(include_input=False, include_url=False):
            sys.stderr.write(f"setting {_name(prefix, problem['loc'])}: {problem['msg']}\n")
        sys.exit(2)


def _name(prefix: str, place: tuple[int | str, ...]) -> str:
    name = str(place[0]) if place else "(together)"
    return name if name.isupper() else f"{prefix}{name}".upper()
