"""Every setting, once: environment variables with the prefix WORKFORCE_, the usual OpenAI and Slack names, and `.env`."""

from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.workforce.errors import BadInput

EMBEDDINGS = ("auto", "minilm")


class Settings(BaseSettings):
    """What a company sets. Secrets are never printed: their type hides them."""

    model_config = SettingsConfigDict(
        env_prefix="WORKFORCE_", env_file=".env", env_file_encoding="utf-8", extra="ignore", populate_by_name=True
    )

    home: Path = Path(".workforce")
    database_url: str | None = None
    chroma_url: str | None = None
    model: str = "auto"
    embeddings: str = "auto"
    today: date | None = None

    openai_api_key: SecretStr | None = Field(default=None, validation_alias=AliasChoices("OPENAI_API_KEY"))
    openai_base_url: str | None = Field(default=None, validation_alias=AliasChoices("OPENAI_BASE_URL"))
    model_timeout_seconds: float = Field(default=20.0, gt=0)
    model_calls_per_question: int = Field(default=12, ge=1, le=40)
    conversation_days: int = Field(default=90, ge=1)
    requests_per_minute: int = Field(default=12_000, ge=1)
    questions_per_minute: int = Field(default=1_500, ge=1)
    sign_ins_per_minute: int = Field(default=60, ge=1)
    question_max_characters: int = Field(default=8_000, ge=100)

    slack_bot_token: SecretStr | None = Field(default=None, validation_alias=AliasChoices("SLACK_BOT_TOKEN"))
    slack_app_token: SecretStr | None = Field(default=None, validation_alias=AliasChoices("SLACK_APP_TOKEN"))
    slack_signing_secret: SecretStr | None = Field(default=None, validation_alias=AliasChoices("SLACK_SIGNING_SECRET"))
    slack_api_url: str = Field(default="https://slack.com/api/", validation_alias=AliasChoices("SLACK_API_URL"))

    public_url: str | None = None
    assistant_owner: str = "operator@localhost"
    assistant_assessed_at: date | None = None
    assistant_bias_audited_at: date | None = None
    source_links: dict[str, str] = Field(default_factory=dict[str, str])
    """Source to the address of one of its rows, with `{table}` and `{row}` in it."""

    @field_validator(
        "public_url", "database_url", "chroma_url", "today", "openai_api_key", "openai_base_url", mode="before"
    )
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("model")
    @classmethod
    def _known_model(cls, value: str) -> str:
        if value in ("auto", "builtin") or (value.startswith("openai:") and len(value) > len("openai:")):
            return value
        raise ValueError("must be auto, builtin or openai:<model>")

    @field_validator("embeddings")
    @classmethod
    def _known_embeddings(cls, value: str) -> str:
        if value in EMBEDDINGS:
            return value
        raise ValueError(f"must be one of {', '.join(EMBEDDINGS)}")

    @property
    def database(self) -> str:
        """The SQLAlchemy URL in force: the one that is set, or an SQLite file in the home folder."""
        return self.database_url or f"sqlite:///{(self.home / 'workforce.sqlite3').absolute()}"

    @property
    def chosen_model(self) -> str:
        """`builtin` or `openai:<model>`; `auto` means OpenAI when a key or a base URL is set."""
        if self.model != "auto":
            return self.model
        return "openai:gpt-5-mini" if self.openai_api_key or self.openai_base_url else "builtin"

    @property
    def public_address(self) -> str:
        """Where people reach the pages, for links in messages; without a slash at its end."""
        return (self.public_url or "http://127.0.0.1:8000").rstrip("/")

    def day(self) -> date:
        """The day that "today" means."""
        return self.today or datetime.now(UTC).astimezone().date()


def load_settings() -> Settings:
    """The settings from the environment, or `BadInput` naming the variable that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        variable = name if name.isupper() else f"WORKFORCE_{name.upper()}"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise BadInput(f"{variable} can't be used: {reason}. Mend it in the environment or in .env.") from None
