"""`belowline backup` and `belowline restore`: nothing is lost on the way, and nothing by mistake."""

import gzip
import io
import json
import os
import sqlite3
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from service.cli.backup import EVENTS_UNDONE
from service.cli.database import bring_up_to_date, chosen, connected
from service.flow.place import place_events
from service.flow.receive import Draft, receive
from service.flow.sites import find_site
from tests.conftest import SECRET
from tests.service.cli.conftest import Terminal

Damage = Callable[[bytes], bytes]


@pytest.fixture
def database(instance: Path) -> Path:
    """An instance in which one comment was posted; the file of its database."""
    bring_up_to_date(chosen())
    post("Words.")
    return instance / "belowline.db"


@pytest.fixture
def file(type_: Terminal, database: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    file = tmp_path / "backup.tar.gz"
    assert type_("backup", str(file)).code == 0
    return file


def post(body: str) -> None:
    """Let somebody post a comment."""
    settings = chosen()
    with connected(settings):
        site = find_site("default")
        assert site is not None
        receive(site, Draft("a", body, "Ada"))


def read(database: Path, sql: str) -> list[str]:
    """The first column of what a query finds."""
    with closing(sqlite3.connect(database)) as connection:
        return [row[0] for row in connection.execute(sql)]


def bodies(database: Path) -> list[str]:
    """What was posted."""
    return read(database, "SELECT body FROM comments ORDER BY id")


@contextmanager
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second instance, in which nothing was ever done; the file of its database."""
    with monkeypatch.context() as patch:
        patch.setenv("BELOWLINE_INSTANCE", str(tmp_path / "elsewhere"))
        yield tmp_path / "elsewhere" / "belowline.db"


def test_a_backup_is_restored_elsewhere(
    type_: Terminal, file: Path, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a new machine the database and the secret key are those of the backup."""
    with elsewhere(tmp_path, monkeypatch) as new:
        assert type_("restore", str(file)).code == 0
        assert bodies(new) == ["Words."]
        assert type_("check").code == 0
    key, old_key = new.with_name("secret_key"), database.with_name("secret_key")
    assert key.read_text() == old_key.read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert sorted(path.name for path in new.parent.iterdir()) == ["belowline.db", "secret_key"]


def test_only_its_owner_reads_a_backup(file: Path) -> None:
    """A backup holds secrets, and leaves nothing else beside it."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir() if path.name.startswith(".")] == []


def test_a_restore_goes_back(type_: Terminal, file: Path, database: Path) -> None:
    """What came after the backup is gone only if --force says so."""
    post("Later words.")
    said = type_("restore", str(file))
    assert (said.code, "--force" in said.err) == (1, True)
    assert bodies(database) == ["Words.", "Later words."]
    assert type_("restore", "--force", str(file)).code == 0
    assert bodies(database) == ["Words."]


def test_pages_kept_from_before_end(type_: Terminal, file: Path, database: Path) -> None:
    """Articles begin a new epoch, so that no old page passes for one of the same number to come."""
    epochs = "SELECT epoch FROM articles"
    [before] = read(database, epochs)
    type_("restore", "--force", str(file))
    [after] = read(database, epochs)
    assert after != before


def test_a_server_must_be_stopped(type_: Terminal, file: Path, database: Path) -> None:
    """Nothing is restored under the feet of who has the database open."""
    with closing(sqlite3.connect(database)) as server:
        server.execute("SELECT count(*) FROM comments").fetchone()
        said = type_("restore", "--force", str(file))
    assert (said.code, "stop the server" in said.err) == (1, True)
    assert type_("restore", "--force", str(file)).code == 0


def test_a_backup_beside_writers(type_: Terminal, database: Path, tmp_path: Path) -> None:
    """A backup holds what was committed, and not what a writer is in the middle of."""
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE comments SET body = 'half'")
        assert type_("backup", str(tmp_path / "backup.tar.gz")).code == 0
        writer.execute("ROLLBACK")
    post("Later words.")
    assert type_("restore", "--force", str(tmp_path / "backup.tar.gz")).code == 0
    assert bodies(database) == ["Words."]


def test_a_backup_takes_the_place_of_the_last(type_: Terminal, file: Path, database: Path) -> None:
    """A nightly backup to one file is always the newest."""
    post("Later words.")
    assert type_("backup", str(file)).code == 0
    type_("restore", "--force", str(file))
    assert bodies(database) == ["Words.", "Later words."]


def repacked(file: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """The backup with other contents."""
    with tarfile.open(fileobj=io.BytesIO(file)) as archive:
        contents = {entry.name: archive.extractfile(entry) for entry in archive}
        read = {name: content.read() for name, content in contents.items() if content}
    change(read)
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, content in read.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def _other_secret(contents: dict[str, bytes]) -> None:
    contents["secret_key"] = b"not the one that was written"


def _no_database(contents: dict[str, bytes]) -> None:
    manifest = json.loads(contents["manifest.json"])
    del manifest["sha256"]["belowline.db"]
    contents["manifest.json"] = json.dumps(manifest).encode()


def _of_another_format(contents: dict[str, bytes]) -> None:
    contents["manifest.json"] = b'{"format": "something-else-7", "sha256": {}}'


def _no_manifest(contents: dict[str, bytes]) -> None:
    del contents["manifest.json"]


DAMAGES: dict[str, Damage] = {
    "cut short": lambda file: file[: len(file) // 2],
    "with a wrong byte": lambda file: file[:5000] + bytes([file[5000] ^ 1]) + file[5001:],
    "empty": lambda _: b"",
    "of another kind": lambda _: b"dear diary",
    "a gzip of something": lambda _: gzip.compress(b"dear diary"),
    "with another secret": lambda file: repacked(file, _other_secret),
    "without a database": lambda file: repacked(file, _no_database),
    "of another format": lambda file: repacked(file, _of_another_format),
    "without a manifest": lambda file: repacked(file, _no_manifest),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_bad_file_changes_nothing(
    type_: Terminal, file: Path, database: Path, damage: str
) -> None:
    """What is not a whole backup is refused before anything is touched, even by force."""
    secret = database.with_name("secret_key").read_text()
    post("Later words.")
    file.write_bytes(DAMAGES[damage](file.read_bytes()))
    said = type_("restore", "--force", str(file))
    assert (said.code, said.err[:31]) == (1, "belowline: Nothing was changed:")
    assert said.err.count("\n") == 1
    assert bodies(database) == ["Words.", "Later words."]
    assert database.with_name("secret_key").read_text() == secret


def test_a_backup_of_a_newer_program(type_: Terminal, database: Path, tmp_path: Path) -> None:
    """A database from the future is refused: this program cannot know what it means."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = 'tomorrow'")
    assert type_("backup", str(tmp_path / "backup.tar.gz")).code == 0
    said = type_("restore", "--force", str(tmp_path / "backup.tar.gz"))
    assert (said.code, "tomorrow" in said.err) == (1, True)


def test_a_damaged_database_is_moved_aside(type_: Terminal, file: Path, database: Path) -> None:
    """Where the database that is there cannot be read, force keeps it under another name."""
    database.write_bytes(b"dear diary " * 1000)
    said = type_("restore", str(file))
    assert (said.code, "--force" in said.err) == (1, True)
    assert type_("restore", "--force", str(file)).code == 0
    assert bodies(database) == ["Words."]
    [damaged] = database.parent.glob("belowline.db.damaged-*")
    assert damaged.read_bytes().startswith(b"dear diary")


@pytest.mark.parametrize(("words", "program"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_postgres_has_its_own(
    type_: Terminal, file: Path, monkeypatch: pytest.MonkeyPatch, words: str, program: str
) -> None:
    """For PostgreSQL the command names the right program, and does nothing."""
    monkeypatch.setenv("BELOWLINE_DATABASE_URL", "postgresql://127.0.0.1:1/paper")
    monkeypatch.setenv("BELOWLINE_SECRET_KEY", SECRET)
    said = type_(words, str(file))
    assert (said.code, program in said.err) == (2, True)


def test_there_must_be_something(type_: Terminal, instance: Path, tmp_path: Path) -> None:
    """Where there is no database there is no backup, and none is made up."""
    said = type_("backup", str(tmp_path / "backup.tar.gz"))
    assert said.code == 1
    assert not (tmp_path / "backup.tar.gz").exists()
    assert not (instance / "belowline.db").exists()


def test_a_damaged_database_is_not_backed_up(
    type_: Terminal, database: Path, tmp_path: Path
) -> None:
    """What cannot be read is said to be so, and no file is written for it."""
    database.write_bytes(b"dear diary " * 1000)
    said = type_("backup", str(tmp_path / "backup.tar.gz"))
    assert (said.code, said.err) == (
        1, "belowline: The database cannot be used: file is not a database\n"
    )  # fmt: skip
    assert not list(tmp_path.glob("*backup*"))


def test_a_folder_that_is_not_there(type_: Terminal, database: Path, tmp_path: Path) -> None:
    """Where the file cannot be written, it is named as it was typed."""
    file = tmp_path / "nowhere" / "backup.tar.gz"
    said = type_("backup", str(file))
    assert (said.code, said.err) == (
        1, f"belowline: {file} cannot be written: No such file or directory.\n"
    )  # fmt: skip


def test_what_is_no_file_stays_what_it_is(type_: Terminal, database: Path, tmp_path: Path) -> None:
    """A backup takes the place of another file, and of no device or pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    refused = type_("backup", str(pipe))

    assert refused.code == 1
    assert refused.err == f"belowline: {pipe} is no file that could be replaced.\n"
    assert pipe.is_fifo()


def test_a_secret_of_the_environment(
    type_: Terminal, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret key that is in no file is not in the backup, and that is said."""
    monkeypatch.setenv("BELOWLINE_SECRET_KEY", SECRET)
    bring_up_to_date(chosen())
    said = type_("backup", str(tmp_path / "backup.tar.gz"))
    assert "keep that too" in said.out
    with tarfile.open(tmp_path / "backup.tar.gz") as archive:
        assert archive.getnames() == ["manifest.json", "belowline.db"]


def test_webhooks_and_events_are_carried(
    type_: Terminal, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With their secrets, which the key of the backup opens; no place is given a second time.

    Who had read events that were undone would otherwise never be told of those in their places.
    """
    assert type_("webhook", "add", "https://93.184.215.14/hook").code == 0
    post("More words.")
    with connected(chosen()):
        place_events()
    assert type_("backup", str(tmp_path / "backup.tar.gz")).code == 0
    before = read(database, "SELECT secret FROM endpoints")
    with elsewhere(tmp_path, monkeypatch) as new:
        assert type_("restore", str(tmp_path / "backup.tar.gz")).code == 0
        assert read(new, "SELECT secret FROM endpoints") == before
        assert read(new, "SELECT state FROM deliveries") == ["pending"]
        post("Words after that.")
        with connected(chosen()):
            place_events()
        assert type_("check").code == 0
        placed = [int(place) for place in read(new, "SELECT position FROM events ORDER BY 1")]
    assert placed[0] == 1
    assert placed[1] > EVENTS_UNDONE
    assert placed[2] == placed[1] + 1
