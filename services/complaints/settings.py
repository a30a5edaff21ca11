"""What the complaints service is told by its environment."""

import base64
import binascii
from typing import Annotated

from pydantic import AfterValidator, SecretStr
from pydantic_settings import SettingsConfigDict

import shared.settings
from services.complaints.seal import KEY_BYTES
from shared import keyring
from shared.keyring import Ring


def _key(line: str) -> bytes:
    try:
        key = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"is base64 of {KEY_BYTES} bytes a line, such as `openssl rand -base64 32` gives"
        )
    return key


def _keys(told: SecretStr) -> tuple[bytes, ...]:
    return tuple(map(_key, keyring.lines(told.get_secret_value()) or ("",)))


def _right(told: SecretStr) -> SecretStr:
    _keys(told)
    return told


class Settings(shared.settings.LinkSettings):
    """Settings of any service and the keys of the sealed store."""

    model_config = SettingsConfigDict(env_prefix="COMPLAINTS_")

    seal_key: Annotated[SecretStr, AfterValidator(_right)]

    def seal_keys(self) -> tuple[bytes, ...]:
        """The newest first: it seals what is new."""
        return _keys(self.seal_key)

    def seal_ring(self) -> Ring:
        return keyring.ring("seal", "COMPLAINTS_SEAL_KEY", self.seal_keys())
