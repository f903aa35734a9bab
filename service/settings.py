"""The environment, read once into one frozen value.

Every variable begins with ``BELOWLINE_``. An empty variable counts as unset. A wrong one stops
the start with its name and what was expected, and so does one that nobody reads: a misspelt
setting is a setting that silently does nothing.
"""

import difflib
import ipaddress
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from moderation.classifier import DETOXIFY_MODELS
from moderation.classifier.languages import known_languages
from moderation.classifier.pinned import BUNDLED

PREFIX: Final = "BELOWLINE_"
NAMES: Final = (
    "INSTANCE",
    "DATABASE_URL",
    "BROKER_URL",
    "CACHE_URL",
    "SECRET_KEY",
    "MODEL",
    "MODEL_LANGUAGES",
    "PLAIN_CLASSIFIER",
    "SCORE_WAIT_MS",
    "RATE_LIMITS",
    "TRUSTED_PROXIES",
    "THREADS",
    "SCORE_THREADS",
    "JOBS",
    "PUBLIC_URL",
    "PERSPECTIVE_UNREADABLE",
    "QUERIES_PER_SECOND",
    "SUGGESTION_KEEP_DAYS",
    "WEBHOOK_ALLOW_PRIVATE",
    "WEBHOOK_RETRY_SCHEDULE",
    "WEBHOOK_KEEP_DAYS",
)
MODELS: Final = (BUNDLED.name, *DETOXIFY_MODELS)
EXPECTED_MODEL: Final = f"{', '.join(MODELS)}, or the path of a detoxify checkpoint"
SWITCH: Final = {"on": True, "true": True, "1": True, "off": False, "false": False, "0": False}
SECRET_LENGTH: Final = 32
UNREADABLE: Final = ("error", "hold")
RETRY_SCHEDULE: Final = "5,300,1800,7200,18000,36000,50400,72000,86400"
"""Three days and a little: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h."""

MOST_RETRIES: Final = 50
LONGEST_WAIT: Final = 7 * 24 * 3600
EVERYWHERE: Final = ("0.0.0.0/0", "::/0")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingError(ValueError):
    """A variable holds what it cannot hold; the message names it and what was expected."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{PREFIX}{name} {problem}")


@dataclass(frozen=True)
class Settings:
    """What the operator chose. Made by `read_settings`; nothing else reads the environment."""

    instance: Path
    """The folder of all embedded data; absolute, and not necessarily there yet."""
    database_url: str = field(repr=False)
    """For SQLAlchemy: ``sqlite:////absolute/file`` or ``postgresql+psycopg://…``."""
    broker_url: str | None
    cache_url: str | None
    secret_keys: tuple[str, ...] = field(repr=False)
    """The first signs and encrypts; the others still verify and decrypt."""
    model: str
    """``bundled``, one of detoxify's names, or the absolute path of a checkpoint."""
    model_languages: frozenset[str] | None
    """The codes of the languages that this model reads; None: what is known of it."""
    plain_classifier: bool
    """Score through detoxify itself (PyTorch) instead of the exported model."""
    score_wait_ms: int
    """How long the answer to a new comment may wait for its verdict, in milliseconds."""
    rate_limits: bool
    trusted_proxies: int
    """How many proxies in front may say, by ``X-Forwarded-For``, who the client is."""
    threads: int
    """Requests handled at once by one serving process."""
    score_threads: int
    jobs: bool
    """Whether this process also scores comments, delivers events and sweeps up what was missed."""
    public_url: str
    """Where moderators find this service, without a slash at the end; for links in events."""
    perspective_unreadable: str
    """What the Perspective interface answers about what the model cannot read: ``hold`` (scores of
    1.0, so that the caller withholds it) or ``error`` (as Google does)."""
    queries_per_second: int
    """How many texts a key may have scored, unless it says so itself."""
    suggestion_keep_days: int
    """How long suggested scores are kept."""
    webhook_allow_private: tuple[Network, ...]
    """Networks that webhooks may reach although they are not public."""
    webhook_retry_schedule: tuple[int, ...]
    """Seconds from each failed attempt to the next one; after the last, a delivery has failed."""
    webhook_keep_days: int
    """How long the log tells of what was delivered; what failed stays."""

    @property
    def embedded(self) -> bool:
        """One serving process with everything in it, on SQLite."""
        return self.database_url.startswith("sqlite")

    @property
    def models(self) -> Path:
        """The folder in which exported models are kept; not necessarily there yet."""
        return self.instance / "models"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that `environ` asks for, with the defaults for what it leaves out.

    When SQLite is used and no secret is given, one is generated into the instance folder, once.

    Raises:
        SettingError: for the first variable that is wrong, unknown or missing.
    """
    given = _given(environ)
    instance = _instance(given)
    database = _database(given, instance)
    return Settings(
        instance=instance,
        database_url=database.render_as_string(hide_password=False),
        broker_url=_not_yet(given, "BROKER_URL"),
        cache_url=_not_yet(given, "CACHE_URL"),
        model=_model(given),
        model_languages=_model_languages(given),
        plain_classifier=_switch(given, "PLAIN_CLASSIFIER", default=False),
        score_wait_ms=_number(given, "SCORE_WAIT_MS", default=300, least=0, most=5000),
        rate_limits=_switch(given, "RATE_LIMITS", default=True),
        trusted_proxies=_number(given, "TRUSTED_PROXIES", default=0, least=0, most=16),
        threads=_number(given, "THREADS", default=16, least=1, most=256),
        score_threads=_number(given, "SCORE_THREADS", default=1, least=1, most=64),
        jobs=_switch(given, "JOBS", default=True),
        public_url=_public_url(given),
        perspective_unreadable=_choice(given, "PERSPECTIVE_UNREADABLE", UNREADABLE, default="hold"),
        queries_per_second=_number(given, "QUERIES_PER_SECOND", default=50, least=1, most=10_000),
        suggestion_keep_days=_number(
            given, "SUGGESTION_KEEP_DAYS", default=365, least=1, most=3650
        ),
        webhook_allow_private=_networks(given),
        webhook_retry_schedule=_schedule(given),
        webhook_keep_days=_number(given, "WEBHOOK_KEEP_DAYS", default=30, least=1, most=3650),
        # Last, because it may write a file: a wrong setting leaves nothing behind.
        secret_keys=_secret_keys(given, instance, embedded=database.drivername == "sqlite"),
    )


def _given(environ: Mapping[str, str]) -> dict[str, str]:
    ours = {
        name.removeprefix(PREFIX): value.strip()
        for name, value in environ.items()
        if name.startswith(PREFIX)
    }
    for name in ours:
        if name not in NAMES:
            closest = difflib.get_close_matches(name, NAMES, n=1, cutoff=0.0)[0]
            raise SettingError(name, f"is not a setting; did you mean {PREFIX}{closest}?")
    return {name: value for name, value in ours.items() if value}


def _instance(given: Mapping[str, str]) -> Path:
    folder = Path(given.get("INSTANCE", "instance")).expanduser().absolute()
    if folder.exists() and not folder.is_dir():
        raise SettingError("INSTANCE", f"is {str(folder)!r}, a file; expected a folder")
    return folder


def _database(given: Mapping[str, str], instance: Path) -> URL:
    text = given.get("DATABASE_URL")
    if text is None:
        return URL.create("sqlite", database=str(instance / "belowline.db"))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = URL.create("unreadable")
    if url.drivername in {"sqlite", "sqlite+pysqlite"} and _names_a_file(url):
        return URL.create("sqlite", database=str(Path(url.database or "").absolute()))
    if url.drivername in {"postgres", "postgresql", "postgresql+psycopg"} and url.database:
        return url.set(drivername="postgresql+psycopg")
    # The value is not repeated: it may hold a password.
    raise SettingError(
        "DATABASE_URL",
        "is not usable; expected sqlite:////absolute/file.db or "
        "postgresql://user:password@host/database",
    )


def _names_a_file(url: URL) -> bool:
    # Threads share the database, which one in memory does not allow.
    return bool(url.database) and url.database != ":memory:" and not url.query


def _not_yet(given: Mapping[str, str], name: str) -> str | None:
    if name in given:
        raise SettingError(name, "is set, but that engine is not available yet; leave it empty")
    return None


def _model(given: Mapping[str, str]) -> str:
    model = given.get("MODEL", "bundled")
    found = find_model(model)
    if found is None:
        raise SettingError("MODEL", f"is {model!r}; expected {EXPECTED_MODEL}")
    return found


def find_model(model: str) -> str | None:
    """A model that somebody on this machine named: its name, or the absolute path of a checkpoint.

    None where there is neither.
    """
    if model in MODELS:
        return model
    checkpoint = Path(model).expanduser().absolute()
    return str(checkpoint) if model and checkpoint.exists() else None


def _model_languages(given: Mapping[str, str]) -> frozenset[str] | None:
    text = given.get("MODEL_LANGUAGES")
    if text is None:
        return None
    codes = frozenset(code.strip() for code in text.split(","))
    unknown = sorted(codes - known_languages())
    if unknown:
        raise SettingError(
            "MODEL_LANGUAGES",
            f"names {unknown[0]!r}; expected codes by ISO 639, such as en or en,fr,nds",
        )
    return codes


def _switch(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = given.get(name, "on" if default else "off")
    if value.lower() not in SWITCH:
        raise SettingError(name, f"is {value!r}; expected on or off")
    return SWITCH[value.lower()]


def _choice(given: Mapping[str, str], name: str, choices: tuple[str, ...], *, default: str) -> str:
    value = given.get(name, default)
    if value.lower() not in choices:
        raise SettingError(name, f"is {value!r}; expected {' or '.join(choices)}")
    return value.lower()


def _number(given: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    value = given.get(name, str(default))
    digits = value.isascii() and value.isdigit() and len(value) < 10
    if not (digits and least <= int(value) <= most):
        raise SettingError(name, f"is {value!r}; expected a whole number from {least} to {most}")
    return int(value)


def _public_url(given: Mapping[str, str]) -> str:
    text = given.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment or "@" in parts.netloc:
        raise SettingError(
            "PUBLIC_URL", f"is {text!r}; expected an address such as https://comments.example.org"
        )
    return text


def _networks(given: Mapping[str, str]) -> tuple[Network, ...]:
    name = "WEBHOOK_ALLOW_PRIVATE"
    text = given.get(name, "false")
    if text.lower() in SWITCH:
        names = list(EVERYWHERE) if SWITCH[text.lower()] else []
    else:
        names = text.split(",")
    try:
        return tuple(ipaddress.ip_network(each.strip()) for each in names)
    except ValueError as error:
        raise SettingError(
            name, f"is {text!r}; expected true, false, or networks such as 10.1.0.0/16,fd00::/8"
        ) from error


def _schedule(given: Mapping[str, str]) -> tuple[int, ...]:
    name = "WEBHOOK_RETRY_SCHEDULE"
    text = given.get(name, RETRY_SCHEDULE)
    waits = [wait.strip() for wait in text.split(",")]
    whole = all(wait.isascii() and wait.isdigit() and len(wait) < 10 for wait in waits)
    seconds = tuple(int(wait) for wait in waits) if whole else ()
    if not 1 <= len(seconds) <= MOST_RETRIES or max(seconds) > LONGEST_WAIT:
        raise SettingError(
            name,
            f"is {text!r}; expected 1 to {MOST_RETRIES} whole numbers of seconds, "
            f"none above {LONGEST_WAIT}, such as 5,300,1800",
        )
    return seconds


def _secret_keys(given: Mapping[str, str], instance: Path, *, embedded: bool) -> tuple[str, ...]:
    text = given.get("SECRET_KEY")
    if text is None and not embedded:
        raise SettingError(
            "SECRET_KEY",
            f"is missing; with PostgreSQL, expected a secret of at least {SECRET_LENGTH} "
            "characters, the same for every process",
        )
    keys = tuple(key.strip() for key in (text or _kept_secret(instance)).split(","))
    if any(len(key) < SECRET_LENGTH for key in keys):
        # The value is not repeated: it is a secret.
        raise SettingError(
            "SECRET_KEY",
            f"is too short; expected secrets of at least {SECRET_LENGTH} characters, "
            "separated by commas, the current one first",
        )
    return keys


def _kept_secret(instance: Path) -> str:
    """The secret in the instance folder, generated by whichever process asks first."""
    kept = instance / "secret_key"
    try:
        if not kept.exists():
            instance.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_once(kept, secrets.token_urlsafe(48))
        return kept.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingError(
            "INSTANCE", f"is {str(instance)!r}; expected a folder of our own ({error.strerror})"
        ) from error


def _write_once(path: Path, text: str) -> None:
    # Written whole under another name (mode 0600), then linked into place: nobody can read half
    # of it, and of two processes starting together one wins and both use its secret.
    with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="utf-8") as draft:
        draft.write(text + "\n")
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, path)
