"""What the intake service is told by its environment."""

from pathlib import Path

from pydantic_settings import SettingsConfigDict

import shared.settings


class Settings(shared.settings.LinkSettings):
    """The settings of any service, with the prefix INTAKE_."""

    model_config = SettingsConfigDict(env_prefix="INTAKE_")

    # Where uploaded files lie; all replicas see the same folder.
    files_dir: Path
