"""What the complaints service is told by its environment."""

import base64
import binascii
from typing import Annotated, Any

from pydantic import BeforeValidator, SecretBytes
from pydantic_settings import SettingsConfigDict

import shared.settings
from services.complaints.seal import KEY_BYTES


def _key(value: Any) -> bytes:
    try:
        key = base64.b64decode(str(value).strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(f"is base64 of {KEY_BYTES} bytes, such as `openssl rand -base64 32` gives")
    return key


class Settings(shared.settings.LinkSettings):
    """Settings of any service and the key of the sealed store."""

    model_config = SettingsConfigDict(env_prefix="COMPLAINTS_")

    seal_key: Annotated[SecretBytes, BeforeValidator(_key)]
