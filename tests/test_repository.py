"""What every file of the repository keeps to."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BUNDLED = ROOT / "moderation" / "classifier" / "bundled"

# Written in two parts, so that this file does not name what it looks for.
REGISTRIES = re.compile(
    r"\b("
    r"pypi\.(org|python)|test\.pypi|python" + r"hosted\.org|download\.py" + r"torch\.org|"
    r"registry\.(npmjs|yarnpkg)|npmjs\.(org|com)|deb\.debian|security\.debian|"
    r"archive\.ubuntu|proxy\.golang|crates\.io|conda\.anaconda"
    r")"
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.-])/(home/[a-z]|Users/[A-Za-z]|root/|work/|workspace/|opt/(wheels|pypi)|tmp/w/)"
)
SAYS_NOTHING = re.compile(r"^_?(utils?|helpers?|common|misc|managers?)$")
MAX_LINES = 400
MAX_BUNDLED_BYTES = 75_000_000


def _files() -> list[Path]:
    """Everything that is committed or is about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


def _texts() -> list[tuple[str, str]]:
    """The path, from the root, and the content of every committed file that is text."""
    binary = {".ckpt", ".ftz", ".gz", ".ico", ".jpg", ".onnx", ".png", ".woff2"}
    return [
        (str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in _files()
        if path.suffix not in binary
    ]


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in _texts()
        if name != "tests/test_repository.py"
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (REGISTRIES, "--index-url https://pypi." + "org/simple"),
        (REGISTRIES, "https://files.python" + "hosted.org/packages/a.whl"),
        (REGISTRIES, "https://download.py" + "torch.org/whl/cpu"),
        (MACHINE_PATHS, "open('/home/" + "anna/belowline/x')"),
        (MACHINE_PATHS, "file:///opt/" + "pypi/simple"),
        (MACHINE_PATHS, "/work/" + "main/.venv/bin/python"),
    ],
)
def test_the_patterns_find_what_they_are_for(pattern: re.Pattern[str], line: str) -> None:
    """The two patterns below are not so narrow that they find nothing."""
    assert pattern.search(line)


def test_no_package_registry_is_named() -> None:
    """Where packages come from is the machine's choice, so no file names a registry's host."""
    assert _lines_with(REGISTRIES) == []


def test_no_path_of_a_developers_machine_is_named() -> None:
    """No file holds a path that exists only where it was written."""
    assert _lines_with(MACHINE_PATHS) == []


def test_names_say_what_is_inside() -> None:
    """No module, script or package has a name that could hold anything."""
    parts = {part for path in _files() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert sorted(part for part in parts if SAYS_NOTHING.match(part)) == []


def test_files_are_short() -> None:
    """No file of code is longer than a newcomer can keep in mind (migrations are drafted whole)."""
    lengths = {
        name: text.count("\n")
        for name, text in _texts()
        if name.endswith((".py", ".js", ".css")) and not name.startswith("models/migrations/")
    }
    assert {name: length for name, length in lengths.items() if length > MAX_LINES} == {}


def test_the_readmes_commands_exist() -> None:
    """The commands that the README tells a newcomer to type are targets of the Makefile."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    typed = set(re.findall(r"\bmake ([a-z]+)\b", readme))
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert {"run", "test"} <= typed
    assert typed <= targets


def test_ci_runs_the_tests() -> None:
    """What CI runs, bit for execution included, begins with the tests that anybody can run."""
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    commands = [line for line in script.read_text().splitlines() if line.startswith("make ")]
    assert commands == ["make test", "make lint"]


def test_every_version_is_pinned() -> None:
    """Each direct dependency has one exact version in constraints.txt, local builds apart."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [pin for pin in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.]+", pin)] == []
    pinned = {_plain(pin.partition("==")[0]) for pin in pins}
    assert _direct_dependencies() - pinned == set()


def _direct_dependencies() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return {_plain(re.split(r"[\[<>=~! ]", requirement, maxsplit=1)[0]) for requirement in asked}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_bundled_model_stays_small() -> None:
    """A clone brings the model along, so all its files together stay under 75 MB."""
    sizes = [path.stat().st_size for path in _files() if path.is_relative_to(BUNDLED)]
    assert sizes, "the bundled model is not there"
    assert sum(sizes) <= MAX_BUNDLED_BYTES
