"""What the notify service is told by its environment."""

from typing import Annotated

from pydantic import AfterValidator, Field, HttpUrl
from pydantic_settings import SettingsConfigDict

import shared.settings
from services.notify.mail import sender
from shared.settings import NotEmpty


def _sendable(value: str) -> str:
    sender(value)
    return value


class Settings(shared.settings.WebSettings):
    """Settings of any service, and where mail and text messages go out."""

    model_config = SettingsConfigDict(env_prefix="NOTIFY_")

    smtp_host: NotEmpty
    smtp_port: int = Field(ge=1, le=65_535)
    mail_from: Annotated[str, AfterValidator(_sendable)]
    sms_url: HttpUrl
