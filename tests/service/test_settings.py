"""What the environment may say, and what a wrong variable is answered."""

import multiprocessing
import stat
from ipaddress import ip_network
from pathlib import Path

import pytest

from service.settings import NAMES, SettingError, Settings, read_settings

SECRET = "s" * 32
OLDER = "o" * 32
EVERYWHERE = (ip_network("0.0.0.0/0"), ip_network("::/0"))


def read(folder: Path, **given: str) -> Settings:
    """Settings of an instance in `folder`, with variables named without their prefix."""
    variables = {"INSTANCE": str(folder / "instance"), "SECRET_KEY": SECRET, **given}
    return read_settings({f"BELOWLINE_{name}": value for name, value in variables.items()})


def test_nothing_set_is_one_embedded_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With nothing set, everything lies in ./instance and one process does all the work."""
    monkeypatch.chdir(tmp_path)

    settings = read_settings({"PATH": "/bin"})

    assert settings == Settings(
        instance=tmp_path / "instance",
        database_url=f"sqlite:///{tmp_path}/instance/belowline.db",
        broker_url=None,
        cache_url=None,
        secret_keys=settings.secret_keys,
        model="bundled",
        model_languages=None,
        plain_classifier=False,
        score_wait_ms=300,
        rate_limits=True,
        trusted_proxies=0,
        threads=16,
        score_threads=1,
        jobs=True,
        public_url="http://127.0.0.1:8000",
        perspective_unreadable="hold",
        queries_per_second=50,
        suggestion_keep_days=365,
        webhook_allow_private=(),
        webhook_retry_schedule=(5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400),
        webhook_keep_days=30,
    )
    assert settings.embedded


@pytest.mark.parametrize(
    ("name", "value", "field", "meant"),
    [
        ("MODEL", "unbiased", "model", "unbiased"),
        ("MODEL_LANGUAGES", "nds, de", "model_languages", {"de", "nds"}),
        ("PLAIN_CLASSIFIER", "on", "plain_classifier", True),
        ("PLAIN_CLASSIFIER", "0", "plain_classifier", False),
        ("SCORE_WAIT_MS", "0", "score_wait_ms", 0),
        ("SCORE_WAIT_MS", " 5000 ", "score_wait_ms", 5000),
        ("RATE_LIMITS", "Off", "rate_limits", False),
        ("RATE_LIMITS", "true", "rate_limits", True),
        ("TRUSTED_PROXIES", "2", "trusted_proxies", 2),
        ("THREADS", "1", "threads", 1),
        ("SCORE_THREADS", "2", "score_threads", 2),
        ("JOBS", "off", "jobs", False),
        ("PUBLIC_URL", "https://comments.example/", "public_url", "https://comments.example"),
        ("PERSPECTIVE_UNREADABLE", "error", "perspective_unreadable", "error"),
        ("PERSPECTIVE_UNREADABLE", "Hold", "perspective_unreadable", "hold"),
        ("QUERIES_PER_SECOND", "1", "queries_per_second", 1),
        ("SUGGESTION_KEEP_DAYS", "30", "suggestion_keep_days", 30),
        ("WEBHOOK_ALLOW_PRIVATE", "true", "webhook_allow_private", EVERYWHERE),
        ("WEBHOOK_ALLOW_PRIVATE", "false", "webhook_allow_private", ()),
        ("WEBHOOK_ALLOW_PRIVATE", "0.0.0.0/0, ::/0", "webhook_allow_private", EVERYWHERE),
        ("WEBHOOK_RETRY_SCHEDULE", "1, 2,3", "webhook_retry_schedule", (1, 2, 3)),
        ("WEBHOOK_KEEP_DAYS", "7", "webhook_keep_days", 7),
        ("JOBS", "", "jobs", True),
        ("BROKER_URL", "", "broker_url", None),
        ("SECRET_KEY", SECRET, "secret_keys", (SECRET,)),
        ("SECRET_KEY", f"{SECRET}, {OLDER}", "secret_keys", (SECRET, OLDER)),
        ("DATABASE_URL", "sqlite:////srv/b.db", "database_url", "sqlite:////srv/b.db"),
        ("DATABASE_URL", "sqlite+pysqlite:////srv/b.db", "database_url", "sqlite:////srv/b.db"),
        *(
            ("DATABASE_URL", f"{scheme}://u:p%40w@db/b", "database_url",
             "postgresql+psycopg://u:p%40w@db/b")
            for scheme in ("postgres", "postgresql", "postgresql+psycopg")
        ),
        ("DATABASE_URL", "postgresql://u@/b?host=/run/pg", "database_url",
         "postgresql+psycopg://u@/b?host=%2Frun%2Fpg"),
    ],
)  # fmt: skip
def test_a_variable_means(tmp_path: Path, name: str, value: str, field: str, meant: object) -> None:
    """Each variable is read as its field; spaces around it and letter case of switches are free."""
    assert getattr(read(tmp_path, **{name: value}), field) == meant


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("BROKER_URL", "redis://localhost", "not available yet"),
        ("CACHE_URL", "redis://localhost", "not available yet"),
        ("DATABASE_URL", "mysql://u:hidden@db/b", "expected sqlite:"),
        ("DATABASE_URL", "postgresql+psycopg2://u:hidden@db/b", "expected sqlite:"),
        ("DATABASE_URL", "postgresql://u:hidden@db", "expected sqlite:"),
        ("DATABASE_URL", "postgresql://u:hidden@db:port/b", "expected sqlite:"),
        ("DATABASE_URL", "sqlite://", "expected sqlite:"),
        ("DATABASE_URL", "sqlite:///:memory:", "expected sqlite:"),
        ("DATABASE_URL", "sqlite:////srv/b.db?mode=memory", "expected sqlite:"),
        ("DATABASE_URL", "hidden", "expected sqlite:"),
        ("SECRET_KEY", "hidden", "at least 32 characters"),
        ("SECRET_KEY", f"{SECRET},hidden", "at least 32 characters"),
        ("SECRET_KEY", f"{SECRET},", "at least 32 characters"),
        ("MODEL", "orginal", "expected bundled, original"),
        ("MODEL", "/nowhere/model.ckpt", "the path of a detoxify checkpoint"),
        ("MODEL_LANGUAGES", "en,eng", "names 'eng'; expected codes by ISO 639"),
        ("MODEL_LANGUAGES", "en,,fr", "names ''; expected codes by ISO 639"),
        ("PLAIN_CLASSIFIER", "maybe", "expected on or off"),
        ("SCORE_WAIT_MS", "-1", "from 0 to 5000"),
        ("SCORE_WAIT_MS", "5001", "from 0 to 5000"),
        ("SCORE_WAIT_MS", "0.3", "from 0 to 5000"),
        ("SCORE_WAIT_MS", "9" * 5000, "from 0 to 5000"),
        ("RATE_LIMITS", "60/min", "expected on or off"),
        ("TRUSTED_PROXIES", "10.0.0.1", "from 0 to 16"),
        ("THREADS", "0", "from 1 to 256"),
        ("THREADS", "²", "from 1 to 256"),
        ("SCORE_THREADS", "many", "from 1 to 64"),
        ("JOBS", "celery", "expected on or off"),
        ("PUBLIC_URL", "comments.example.org", "expected an address"),
        ("PUBLIC_URL", "https://u:p@comments.example.org", "expected an address"),
        ("PUBLIC_URL", "https://[comments", "expected an address"),
        ("PERSPECTIVE_UNREADABLE", "publish", "expected error or hold"),
        ("QUERIES_PER_SECOND", "0", "from 1 to 10000"),
        ("SUGGESTION_KEEP_DAYS", "never", "from 1 to 3650"),
        ("WEBHOOK_ALLOW_PRIVATE", "yes", "expected true, false, or networks"),
        ("WEBHOOK_ALLOW_PRIVATE", "10.0.0.1/8", "expected true, false, or networks"),
        ("WEBHOOK_RETRY_SCHEDULE", "5,5m", "whole numbers of seconds"),
        ("WEBHOOK_RETRY_SCHEDULE", ",", "whole numbers of seconds"),
        ("WEBHOOK_RETRY_SCHEDULE", "604801", "none above 604800"),
        ("WEBHOOK_RETRY_SCHEDULE", "1," * 50 + "1", "1 to 50"),
        ("WEBHOOK_KEEP_DAYS", "0", "from 1 to 3650"),
        ("SECRET", "hidden", "did you mean BELOWLINE_SECRET_KEY?"),
        ("DB_URL", "hidden", "did you mean BELOWLINE_DATABASE_URL?"),
        ("SCORE_WAIT", "300", "did you mean BELOWLINE_SCORE_WAIT_MS?"),
    ],
)
def test_a_wrong_variable_stops_the_start(
    tmp_path: Path, name: str, value: str, expected: str
) -> None:
    """The error names the variable and what was expected, shows no secret and leaves no file."""
    with pytest.raises(SettingError) as caught:
        read(tmp_path, **{name: value})

    message = str(caught.value)
    assert message.startswith(f"BELOWLINE_{name} ")
    assert expected in message
    assert "hidden" not in message
    assert not list(tmp_path.iterdir())


def test_every_field_has_its_variable() -> None:
    """A field and its variable bear the same name, so that neither can be forgotten."""
    renamed = {"secret_keys": "secret_key"}
    fields = Settings.__dataclass_fields__
    assert {renamed.get(name, name).upper() for name in fields} == set(NAMES)


def test_an_instance_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """The instance is a folder."""
    (tmp_path / "instance").touch()
    with pytest.raises(SettingError, match=r"^BELOWLINE_INSTANCE is .* expected a folder"):
        read(tmp_path)


def test_an_instance_below_a_file_is_refused(tmp_path: Path) -> None:
    """When the generated secret cannot be kept, the error names the instance."""
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match=r"^BELOWLINE_INSTANCE is .* expected a folder"):
        read(tmp_path, INSTANCE=str(tmp_path / "file" / "instance"), SECRET_KEY="")


def test_a_relative_database_is_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file does not move when the process changes its folder."""
    monkeypatch.chdir(tmp_path)
    settings = read(tmp_path, DATABASE_URL="sqlite:///here.db")
    assert settings.database_url == f"sqlite:///{tmp_path}/here.db"


def test_the_path_of_a_checkpoint_is_a_model(tmp_path: Path) -> None:
    """A model is also the path of a checkpoint that is there."""
    checkpoint = tmp_path / "mine.ckpt"
    checkpoint.touch()
    assert read(tmp_path, MODEL=str(checkpoint)).model == str(checkpoint)


def test_postgresql_asks_for_a_secret(tmp_path: Path) -> None:
    """Several processes share one secret, so none of them may make up its own."""
    with pytest.raises(SettingError, match=r"^BELOWLINE_SECRET_KEY is missing"):
        read(tmp_path, DATABASE_URL="postgresql://u@db/b", SECRET_KEY="")
    assert not read(tmp_path, DATABASE_URL="postgresql://u@db/b").embedded


def test_a_generated_secret_is_kept(tmp_path: Path) -> None:
    """The secret made at the first start is used at every later one, and only its owner reads it."""
    first, second = read(tmp_path, SECRET_KEY=""), read(tmp_path, SECRET_KEY="")

    assert first.secret_keys == second.secret_keys
    assert read(tmp_path / "other", SECRET_KEY="").secret_keys != first.secret_keys
    assert stat.S_IMODE((first.instance / "secret_key").stat().st_mode) == 0o600
    assert [kept.name for kept in first.instance.iterdir()] == ["secret_key"]


def test_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    """However many processes find no secret at once, they all go on with the same one."""
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        keys = pool.starmap(_keys_of, [(tmp_path / str(turn // 8),) for turn in range(64)])
    assert len(set(keys)) == 8


def _keys_of(folder: Path) -> tuple[str, ...]:
    return read(folder, SECRET_KEY="").secret_keys


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    """Settings that land in a log give away neither the secret nor the database's password."""
    settings = read(tmp_path, DATABASE_URL="postgresql://u:hidden@db/b")
    assert SECRET not in repr(settings)
    assert "hidden" not in repr(settings)
