"""What the reporting service is told by its environment."""

from pydantic_settings import SettingsConfigDict

import shared.settings


class Settings(shared.settings.WebSettings):
    """Settings of any service; reporting has none of its own."""

    model_config = SettingsConfigDict(env_prefix="REPORTING_")
